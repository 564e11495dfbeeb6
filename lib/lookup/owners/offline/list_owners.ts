/**
 * Owners in a list of networks: CSV, or with tabs.
 *
 * @module
 */
import type { AskedAddress } from "../../../address/askable.ts";
import { blockOf, formatCidr } from "../../../address/range.ts";
import { countOf } from "../../../text/wording.ts";
import { hasFacts, type OwnerFacts } from "./owner_facts.ts";
import {
  baseName,
  type FileDescription,
  type FoundFacts,
  kindsOf,
  type OwnerFile,
} from "./owner_file.ts";
import {
  type AddressNumber,
  isBlank,
  type LineLayout,
  type LineRange,
  LONGEST_LINE,
  numberOfGroups,
  readFacts,
  readRange,
} from "./range_lines.ts";

/** How to read a list. */
export interface ListSource {
  /** Opens its bytes anew. */
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly layout: LineLayout;
}

/**
 * A list of networks. The first search reads it to its end and keeps nothing of it: a list has tens of
 * megabytes, and most listings search once. The second one keeps its lines for all that follow.
 */
export class ListOwners implements OwnerFile {
  readonly name: string;
  /** A list does not say when it was made. */
  readonly builtAt = null;
  #damaged = new DamagedLines();
  #searches = 0;
  #kept: readonly KeptLine[] | null = null;

  constructor(readonly path: string, readonly source: ListSource) {
    this.name = baseName(path);
  }

  async find(addresses: readonly AskedAddress[]): Promise<ReadonlyMap<string, FoundFacts>> {
    const search = new RangeSearch(addresses);
    const { layout } = this.source;
    if (this.#kept === null) await this.#searchFile(search);
    else for (const { range, line } of this.#kept) search.offer(range, line);
    const found = new Map<string, FoundFacts>();
    for (const { address, line, range } of search.best()) {
      const facts = readFacts(line, layout);
      if (facts !== null && !hasFacts(facts)) continue;
      found.set(address.text, { facts, network: networkIn(range, address) });
    }
    return found;
  }

  async #searchFile(search: RangeSearch): Promise<void> {
    const kept: KeptLine[] = [];
    let isKept = this.#searches++ > 0;
    this.#damaged = await this.#scan((range, line) => {
      search.offer(range, line);
      isKept &&= kept.length < MOST_KEPT;
      if (isKept) kept.push({ range, line });
      return true;
    });
    if (isKept) this.#kept = kept;
  }

  damage(): string | null {
    return this.#damaged.describe();
  }

  async examine(): Promise<FileDescription> {
    const { layout } = this.source;
    const counts = { number: 0, bigint: 0 };
    const sample: OwnerFacts[] = [];
    const damaged = await this.#scan((range, line) => {
      const facts = readFacts(line, layout);
      if (facts === null) return false;
      counts[typeof range.first as "number" | "bigint"]++;
      if (sample.length < SAMPLED) sample.push(facts);
      return true;
    });
    return {
      parts: [
        "a CSV list",
        kindsOf(sample),
        [countOf(counts.number, "IPv4 network"), countOf(counts.bigint, "IPv6 network")].join(", "),
        "it does not say when it was made",
      ],
      damage: damaged.describe(),
    };
  }

  /** Hands each line with its range to a visitor, which tells whether the rest of it is whole. */
  async #scan(visit: (range: LineRange, line: string) => boolean): Promise<DamagedLines> {
    const { open, layout } = this.source;
    const damaged = new DamagedLines();
    let isHeader = layout.names !== null;
    let number = 0;
    for await (const lines of linesOf(open())) {
      for (const line of lines) {
        number++;
        if (isBlank(line)) continue;
        if (isHeader) {
          isHeader = false;
          continue;
        }
        const range = readRange(line, layout);
        if (range === null || !visit(range, line)) damaged.add(number);
      }
    }
    return damaged;
  }
}

/** A line that was read. */
interface KeptLine {
  readonly range: LineRange;
  readonly line: string;
}

/** The most lines that are kept, about 150 MB; the free lists of ASs have half a million. */
const MOST_KEPT = 1_000_000;

/** How many lines are looked at to tell what facts a list has. */
const SAMPLED = 1_000;

/** Counts damaged lines. */
class DamagedLines {
  #count = 0;
  #first = 0;

  add(line: number): void {
    if (this.#count++ === 0) this.#first = line;
  }

  describe(): string | null {
    if (this.#count === 0) return null;
    return this.#count === 1
      ? `line ${this.#first} is damaged and was left out`
      : `${this.#count} lines are damaged and were left out, the first is line ${this.#first}`;
  }
}

/** A decoder for UTF-8, or UTF-16 where its mark is at the start, as PowerShell 5.1 saves text. */
export function decoderFor([first, second]: Uint8Array): TextDecoder {
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le");
  return new TextDecoder(first === 0xfe && second === 0xff ? "utf-16be" : "utf-8");
}

/** The lines of each chunk. Of a line that is too long only the start remains, which is damaged. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let decoder: TextDecoder | undefined;
  let rest = "";
  for await (const chunk of chunks) {
    decoder ??= decoderFor(chunk);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!.slice(0, LONGEST_LINE);
    yield lines;
  }
  yield [rest + (decoder?.decode() ?? "")];
}

/** A line that may be about an address. */
interface Candidate {
  readonly address: AskedAddress;
  readonly line: string;
  readonly range: LineRange;
}

/** An address and its number. */
interface Wanted {
  readonly number: AddressNumber;
  readonly address: AskedAddress;
}

/** Searches ranges for addresses; of several around an address the smallest counts, then the first. */
class RangeSearch {
  /** By the type of their numbers, which tells the families apart; sorted. */
  readonly #wanted = { number: [] as Wanted[], bigint: [] as Wanted[] };
  readonly #best = new Map<AskedAddress, Candidate>();

  constructor(addresses: readonly AskedAddress[]) {
    for (const address of addresses) {
      const number = numberOfGroups(address.groups);
      this.#wanted[typeof number as "number" | "bigint"].push({ number, address });
    }
    for (const wanted of Object.values(this.#wanted)) {
      wanted.sort((a, b) => a.number < b.number ? -1 : Number(a.number > b.number));
    }
  }

  offer(range: LineRange, line: string): void {
    const wanted = this.#wanted[typeof range.first as "number" | "bigint"];
    for (let at = lowerBound(wanted, range.first); at < wanted.length; at++) {
      const { number, address } = wanted[at]!;
      if (number > range.last) return;
      const best = this.#best.get(address);
      if (best === undefined || isSmaller(range, best.range)) {
        this.#best.set(address, { address, line, range });
      }
    }
  }

  best(): Iterable<Candidate> {
    return this.#best.values();
  }
}

/** The index of the first of sorted addresses whose number is not below a value. */
function lowerBound(wanted: readonly Wanted[], value: AddressNumber): number {
  let low = 0;
  let high = wanted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wanted[middle]!.number < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSmaller(a: LineRange, b: LineRange): boolean {
  return BigInt(a.last) - BigInt(a.first) < BigInt(b.last) - BigInt(b.first);
}

/** The largest block around an address that lies within a range; null where that is all addresses. */
function networkIn({ first, last }: LineRange, address: AskedAddress): string | null {
  for (let prefixLength = 1; prefixLength <= address.groups.length * 16; prefixLength++) {
    const block = blockOf(address, prefixLength);
    if (numberOfGroups(block.first) >= first && numberOfGroups(block.last) <= last) {
      return formatCidr(block);
    }
  }
  return null;
}
