/**
 * Which of many networks an address is in.
 *
 * @module
 */
import { type Segment, segments } from "./segments.ts";

/** From one address to another of the same family; a block is one too. */
export interface AddressRange {
  /** 4 or 6. */
  readonly family: 4 | 6;
  /** The lowest address's bits, 16 in each. */
  readonly first: readonly number[];
  /** The highest address's bits. */
  readonly last: readonly number[];
}

/**
 * Networks, blocks and ranges alike, each with a value; an address finds the smallest that it is in.
 * Of two networks that are equally large the later one counts.
 *
 * Adding is quick. The first search after it sorts all n networks, n log n; then each takes log n.
 *
 * @example
 * ```ts
 * import { parseAddress, PrefixTable } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const table = new PrefixTable<string>();
 * table.add({ family: 4, first: [0xc000, 0x0200], last: [0xc000, 0x02ff] }, "192.0.2.0/24");
 * table.add({ family: 4, first: [0xc000, 0x0210], last: [0xc000, 0x021f] }, "192.0.2.16/28");
 * assertEquals(table.find(parseAddress("192.0.2.17")!), "192.0.2.16/28");
 * assertEquals(table.find(parseAddress("192.0.2.200")!), "192.0.2.0/24");
 * assertEquals(table.find(parseAddress("192.0.3.1")!), null);
 * ```
 */
export class PrefixTable<Value> {
  #families = { 4: new Family<Value>(), 6: new Family<Value>() };

  /** Adds a network. */
  add({ family, first, last }: AddressRange, value: Value): void {
    this.#families[family].add({ first: toNumber(first), last: toNumber(last), value });
  }

  /** The value of the smallest network that an address is in; null where it is in none. */
  find({ family, groups }: { family: 4 | 6; groups: readonly number[] }): Value | null {
    return this.#families[family].find(toNumber(groups));
  }
}

class Family<Value> {
  #networks: Segment<Value>[] = [];
  /** Where no network overlaps another any more, in order; null while they are to be made. */
  #segments: readonly Segment<Value>[] | null = [];

  add(network: Segment<Value>): void {
    this.#networks.push(network);
    this.#segments = null;
  }

  find(address: bigint): Value | null {
    const all = this.#segments ??= segments(this.#networks);
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (all[middle]!.last < address) low = middle + 1;
      else high = middle;
    }
    const segment = all[low];
    return segment !== undefined && segment.first <= address ? segment.value : null;
  }
}

function toNumber(groups: readonly number[]): bigint {
  let value = 0n;
  for (let i = 0; i < groups.length; i += 2) {
    value = value << 32n | BigInt(groups[i]! * 0x10000 + groups[i + 1]!);
  }
  return value;
}
