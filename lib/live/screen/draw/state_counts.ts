/**
 * How many connections are in each state, in words.
 *
 * @module
 */
import type { LiveRow } from "../../live_row.ts";

/** The states that people look for, first; the others follow by their names. */
const FIRST = ["ESTABLISHED", "LISTENING", "UDP", "TIME_WAIT", "CLOSE_WAIT"];

/**
 * Counts the connections that are there by state: `ESTABLISHED 41`, `UDP 12`. The order never depends
 * on the numbers, so that nothing moves while they change.
 */
export function stateCounts(rows: readonly LiveRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { connection: { state, protocol }, closedAt } of rows) {
    if (closedAt !== null) continue;
    const name = state ?? protocol;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const others = [...counts.keys()].filter((name) => !FIRST.includes(name)).sort();
  return [...FIRST, ...others].flatMap((name) => {
    const count = counts.get(name);
    return count === undefined ? [] : [`${name} ${count}`];
  });
}
