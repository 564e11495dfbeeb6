/**
 * Finds the smallest of many networks that holds an address.
 *
 * @module
 */
import { type Address, compareGroups, formatAddress, parseAddress } from "../../address/address.ts";
import type { AskedAddress } from "../../address/askable.ts";
import { type Cidr, containsGroups, parseCidr } from "../../address/range.ts";
import type { Cache, Cached } from "../cache.ts";

/** All addresses from one to another of the same family; a CIDR block is such a range too. */
export type AddressRange = Pick<Cidr, "family" | "first" | "last">;

/** The family and the bits of an address. */
type Bits = Pick<Address, "family" | "groups">;

/** Reads the ends of a range; null if they do not form one. */
export function parseRange(start: string, end: string): AddressRange | null {
  const [first, last] = [parseAddress(start), parseAddress(end)];
  const isRange = first !== null && last !== null && first.family === last.family &&
    first.zone === null && last.zone === null && compareGroups(first.groups, last.groups) <= 0;
  return isRange ? { family: first.family, first: first.groups, last: last.groups } : null;
}

/** Whether a range has the family of an address and holds it. */
export function holds(range: AddressRange, { family, groups }: Bits): boolean {
  return range.family === family && containsGroups(range, groups);
}

/** The value of the smallest CIDR block that holds an address, the first of several; else null. */
export function smallestBlock<Value>(
  address: Bits,
  blocks: readonly (readonly [cidr: string, value: Value])[],
): Value | null {
  let smallest: { prefixLength: number; value: Value | null } = { prefixLength: -1, value: null };
  for (const [cidr, value] of blocks) {
    const block = parseCidr(cidr);
    if (block === null || !holds(block, address)) continue;
    if (block.prefixLength > smallest.prefixLength) smallest = { ...block, value };
  }
  return smallest.value;
}

/**
 * The outcome of one look-up: a value, retrieved now or earlier, with a note if it may be wrong; that
 * there is none; or a failure.
 */
export type Outcome<Value> =
  | ({ readonly kind: "found"; readonly note?: string } & Cached<Value>)
  | { readonly kind: "none"; readonly note: string }
  | { readonly kind: "failed"; readonly note: string };

/** The values of a cache, by the addresses that each is valid for. */
export class CachedNetworks<Value extends object> {
  readonly #cache: Cache<Value>;
  readonly #rangeOf: (value: Value) => AddressRange | null;
  readonly #table = new NetworkTable<Cached<Value>>();

  constructor(cache: Cache<Value>, rangeOf: (value: Value) => AddressRange | null) {
    this.#cache = cache;
    this.#rangeOf = rangeOf;
    this.#index(cache.all());
  }

  /** Adds values that were retrieved just now, and returns them with that time. */
  add(values: readonly Value[]): Cached<Value>[] {
    return this.#index(this.#cache.add(values));
  }

  /**
   * Sets the outcome of each address, by its text, to the value of the smallest known range that
   * holds it. Returns the addresses in no known range.
   */
  resolve(
    addresses: readonly AskedAddress[],
    outcomes: Map<string, Outcome<Value>>,
  ): AskedAddress[] {
    return addresses.filter((address) => {
      const cached = this.#table.find(address);
      if (cached !== null) outcomes.set(address.text, { kind: "found", ...cached });
      return cached === null;
    });
  }

  #index(all: Cached<Value>[]): Cached<Value>[] {
    for (const cached of all) {
      const range = this.#rangeOf(cached.value);
      if (range !== null) this.#table.add(range, cached);
    }
    return all;
  }
}

interface Network<Value> {
  readonly size: bigint;
  readonly order: number;
  readonly value: Value;
}

/**
 * A table of networks, blocks and ranges alike, each with a value. A search finds the smallest
 * network that holds an address; of two equally large ones, the one added later.
 *
 * A network is kept under each of the CIDR blocks that it consists of, nearly always one. Adding
 * takes constant time for each block, a search for each prefix length in the table.
 */
export class NetworkTable<Value> {
  /** By the number of bits after the prefix, then by the prefix: the smallest network. */
  readonly #families = {
    4: new Map<bigint, Map<bigint, Network<Value>>>(),
    6: new Map<bigint, Map<bigint, Network<Value>>>(),
  };
  #count = 0;

  /** Adds a network; does nothing if the range ends before it starts. */
  add(range: AddressRange, value: Value): void {
    const size = toBigInt(range.last) - toBigInt(range.first);
    const network = { size, order: this.#count++, value };
    const bySize = this.#families[range.family];
    for (const { first, hostBits } of coverRange(range)) {
      const blocks = bySize.get(hostBits) ?? new Map<bigint, Network<Value>>();
      bySize.set(hostBits, blocks);
      // Shifted, since V8 hashes a large integer by its low digits, which are zero in a block.
      const prefix = first >> hostBits;
      blocks.set(prefix, smaller(blocks.get(prefix), network));
    }
  }

  /** The value of the smallest network that holds an address; null if none does. */
  find({ family, groups }: Bits): Value | null {
    const address = toBigInt(groups);
    let best: Network<Value> | undefined;
    for (const [hostBits, blocks] of this.#families[family]) {
      const network = blocks.get(address >> hostBits);
      if (network !== undefined) best = smaller(best, network);
    }
    return best === undefined ? null : best.value;
  }
}

function smaller<Value>(a: Network<Value> | undefined, b: Network<Value>): Network<Value> {
  if (a === undefined || b.size < a.size) return b;
  return b.size === a.size && b.order > a.order ? b : a;
}

/** A CIDR block. */
interface Block {
  /** In CIDR notation: `192.0.2.0/24`. */
  readonly text: string;
  /** Its lowest address as a number. */
  readonly first: bigint;
  /** The number of bits after the prefix. */
  readonly hostBits: bigint;
}

/**
 * The fewest CIDR blocks that cover a range exactly, in order: at most 62 for IPv4, 254 for IPv6.
 */
export function coverRange({ family, first, last }: AddressRange): Block[] {
  const bits = first.length * 16;
  const end = toBigInt(last);
  const blocks: Block[] = [];
  for (let at = toBigInt(first); at <= end;) {
    // The largest block that starts here is aligned and does not pass the end.
    const aligned = at === 0n ? bits : bitLength(at & -at) - 1;
    const size = Math.min(aligned, bitLength(end - at + 1n) - 1);
    const hostBits = BigInt(size);
    const text = `${formatAddress(toAddress(at, family))}/${bits - size}`;
    blocks.push({ text, first: at, hostBits });
    at += 1n << hostBits;
  }
  return blocks;
}

function bitLength(value: bigint): number {
  return value.toString(2).length;
}

function toAddress(value: bigint, family: 4 | 6): Address {
  const count = family === 4 ? 2 : 8;
  const group = (index: number) => Number(value >> BigInt(16 * (count - 1 - index)) & 0xffffn);
  return { family, groups: Array.from({ length: count }, (_, index) => group(index)), zone: null };
}

/** The bits of an address, 16 in each group, as one number. */
function toBigInt(groups: readonly number[]): bigint {
  let value = 0n;
  for (let i = 0; i < groups.length; i += 2) {
    value = value << 32n | BigInt(groups[i]! * 0x10000 + groups[i + 1]!);
  }
  return value;
}
