/**
 * Finds the smallest of many networks that holds an address.
 *
 * @module
 */
import { BinaryHeap } from "@std/data-structures/binary-heap";

/** All addresses from one to another of the same family; a CIDR block is such a range too. */
export interface AddressRange {
  /** 4 or 6. */
  readonly family: 4 | 6;
  /** The lowest address's bits, 16 in each. */
  readonly first: readonly number[];
  /** The highest address's bits. */
  readonly last: readonly number[];
}

/**
 * A table of networks, blocks and ranges alike, each with a value. A search finds the smallest
 * network that holds an address; of two equally large ones, the one added later.
 *
 * Adding takes constant time. The first search after it sorts all n networks in n log n; every
 * other search takes log n.
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
  #families = { 4: new FamilyTable<Value>(), 6: new FamilyTable<Value>() };

  /** Adds a network. */
  add({ family, first, last }: AddressRange, value: Value): void {
    this.#families[family].add({ first: toBigInt(first), last: toBigInt(last), value });
  }

  /** The value of the smallest network that holds an address; null if none does. */
  find({ family, groups }: { family: 4 | 6; groups: readonly number[] }): Value | null {
    return this.#families[family].find(toBigInt(groups));
  }
}

class FamilyTable<Value> {
  #networks: Segment<Value>[] = [];
  /** The networks without overlaps, in ascending order; null after a network was added. */
  #segments: readonly Segment<Value>[] | null = [];

  add(network: Segment<Value>): void {
    this.#networks.push(network);
    this.#segments = null;
  }

  find(address: bigint): Value | null {
    const segments = this.#segments ??= withoutOverlaps(this.#networks);
    let [low, high] = [0, segments.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (segments[middle]!.last < address) low = middle + 1;
      else high = middle;
    }
    const segment = segments[low];
    return segment !== undefined && segment.first <= address ? segment.value : null;
  }
}

/** All numbers from `first` to `last`. */
interface Segment<Value> {
  readonly first: bigint;
  readonly last: bigint;
  readonly value: Value;
}

/**
 * Cuts segments so that none overlaps another and each number keeps the value of the smallest
 * segment that held it. Sweeps over all ends; a heap holds the segments that are open there.
 */
function withoutOverlaps<Value>(networks: readonly Segment<Value>[]): Segment<Value>[] {
  const ranked = networks
    .map((network, order) => ({ ...network, order, size: network.last - network.first }))
    .filter(({ size }) => size >= 0n);
  const starts = ranked.toSorted((a, b) => compare(a.first, b.first));
  // No Set: V8 hashes a large integer by its low digits, which are all zero in IPv6 networks.
  const cuts = ranked
    .flatMap(({ first, last }) => [first, last + 1n])
    .sort(compare)
    .filter((cut, index, all) => index === 0 || cut !== all[index - 1]);
  const open = new BinaryHeap<(typeof ranked)[number]>(
    (a, b) => compare(a.size, b.size) || b.order - a.order,
  );
  const segments: Segment<Value>[] = [];
  let next = 0;
  cuts.forEach((first, index) => {
    while (next < starts.length && starts[next]!.first === first) open.push(starts[next++]!);
    let smallest = open.peek();
    while (smallest !== undefined && smallest.last < first) {
      open.pop();
      smallest = open.peek();
    }
    const end = cuts[index + 1];
    if (smallest !== undefined && end !== undefined) {
      segments.push({ first, last: end - 1n, value: smallest.value });
    }
  });
  return segments;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The bits of an address, 16 in each group, as one number. */
export function toBigInt(groups: readonly number[]): bigint {
  let value = 0n;
  for (let i = 0; i < groups.length; i += 2) {
    value = value << 32n | BigInt(groups[i]! * 0x10000 + groups[i + 1]!);
  }
  return value;
}
