/**
 * Keeps closed connections where they were, while the others come and go around them.
 *
 * @module
 */
import type { LiveRow } from "./live_row.ts";

/** Something with a row. */
interface Placed {
  readonly row: LiveRow;
}

/**
 * Returns the current connections in their order, and each closed one behind the connection that it was
 * behind before.
 *
 * @param before those of the look before, in their order.
 */
export function placeClosed<Entry extends Placed>(
  before: readonly Entry[],
  { current, closed }: { readonly current: readonly Entry[]; readonly closed: readonly Entry[] },
): Entry[] {
  if (closed.length === 0) return [...current];
  const closedById = new Map(closed.map((entry) => [entry.row.id, entry]));
  const isCurrent = new Set(current.map(({ row }) => row.id));
  /** The closed ones behind each current one; behind null those that are before all. */
  const behind = new Map<number | null, Entry[]>();
  let anchor: number | null = null;
  for (const { row: { id } } of before) {
    if (isCurrent.has(id)) anchor = id;
    const entry = closedById.get(id);
    if (entry === undefined) continue;
    const others = behind.get(anchor);
    if (others === undefined) behind.set(anchor, [entry]);
    else others.push(entry);
  }
  return [
    ...behind.get(null) ?? [],
    ...current.flatMap((entry) => [entry, ...behind.get(entry.row.id) ?? []]),
  ];
}
