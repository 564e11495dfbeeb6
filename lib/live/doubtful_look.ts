/**
 * Tells looks that may lack connections which are there: a tool whose output was cut.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";
import { isLeftover } from "../model/socket_columns.ts";

/** How many of a kind must have been there, to wonder where they are. */
const FEWEST = 4;

/**
 * Whether fewer than half are left of the connections of one kind: TCP or UDP, of IPv4 or IPv6. netstat
 * lists one kind after the other, so that one of them is missing wherever its output was cut. What is
 * left of closed connections does not count: that goes all at once.
 */
export function isDoubtful(
  before: readonly Connection[],
  after: readonly Connection[],
): boolean {
  const left = countKinds(after);
  return [...countKinds(before)].some(([kind, count]) =>
    count >= FEWEST && (left.get(kind) ?? 0) < count / 2
  );
}

function countKinds(connections: readonly Connection[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of connections) {
    if (isLeftover(row)) continue;
    const kind = `${row.protocol} ${row.localAddress?.includes(":")}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
