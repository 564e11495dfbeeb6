/**
 * Overlapping intervals, cut so that each number belongs to the smallest one that holds it.
 *
 * @module
 */

/** All numbers from `first` to `last`. */
export interface Segment<Value> {
  /** The lowest. */
  readonly first: bigint;
  /** The highest. */
  readonly last: bigint;
  /** Whatever stands for them. */
  readonly value: Value;
}

/**
 * Cuts intervals into ones that do not overlap, in ascending order. Of equally large ones the later in
 * the list wins. Sweeps over all ends with the intervals that reach there in a heap: n log n.
 */
export function segments<Value>(intervals: readonly Segment<Value>[]): Segment<Value>[] {
  const ranked = intervals
    .map((interval, order) => ({ ...interval, order, size: interval.last - interval.first }))
    .filter(({ size }) => size >= 0n);
  const starts = ranked.toSorted((a, b) => compare(a.first, b.first));
  // No Set: V8 hashes a large integer by its low digits, which are all zero in IPv6 networks.
  const cuts = ranked
    .flatMap(({ first, last }) => [first, last + 1n])
    .sort(compare)
    .filter((cut, index, all) => index === 0 || cut !== all[index - 1]);
  const open = new Heap<Ranked<Value>>((a, b) => compare(a.size, b.size) || b.order - a.order);
  const found: Segment<Value>[] = [];
  let next = 0;
  cuts.forEach((first, index) => {
    while (next < starts.length && starts[next]!.first === first) open.push(starts[next++]!);
    while (open.top !== undefined && open.top.last < first) open.pop();
    const end = cuts[index + 1];
    if (open.top !== undefined && end !== undefined) {
      found.push({ first, last: end - 1n, value: open.top.value });
    }
  });
  return found;
}

interface Ranked<Value> extends Segment<Value> {
  readonly order: number;
  readonly size: bigint;
}

/** A binary heap: the least item is on top. */
class Heap<Item> {
  #items: Item[] = [];
  #compare: (a: Item, b: Item) => number;

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  get top(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#compare(items[parent]!, item) <= 0) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  pop(): void {
    const items = this.#items;
    const item = items.pop();
    if (item === undefined || items.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.#compare(items[child + 1]!, items[child]!) < 0) child++;
      if (this.#compare(item, items[child]!) <= 0) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = item;
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
