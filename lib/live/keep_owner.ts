/**
 * What a connection keeps of its program when a look tells less of it than the one before.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";
import { isLeftover } from "../model/socket_columns.ts";
import { joinPresent } from "../text/wording.ts";

/** The notes of rows that keep the program that they had. */
export const KEPT_NOTES = {
  closed: "closed: this program had it, no process owns it any more",
  closing: "being closed: this program had it, no process owns it any more",
  unseen: "the program is the one seen before",
} as const;

/** The fields that stay known once they are. */
const LASTING = [
  "process",
  "path",
  "services",
  "socketService",
  "user",
  "createdAt",
] as const satisfies readonly (keyof Connection)[];

/**
 * Returns a row with what was known of the same connection before, where the row does not tell it:
 * the system does not name the program of a TIME_WAIT, and a list of processes can be missing once.
 * A connection never changes its direction, also when the listener that told it is gone.
 */
export function keepOwner(before: Connection, row: Connection): Connection {
  const lacksOwner = hasOwner(before) && !hasOwner(row);
  const direction = before.direction ?? row.direction;
  const lacks = LASTING.some((field) => row[field] === null && before[field] !== null);
  if (!lacks && !lacksOwner && direction === row.direction) return row;
  const kept: Connection = { ...row, direction };
  for (const field of LASTING) Object.assign(kept, { [field]: row[field] ?? before[field] });
  if (lacksOwner) kept.pid = before.pid;
  if (lacksOwner && isLeftover(row)) {
    kept.note = row.state === "TIME_WAIT" ? KEPT_NOTES.closed : KEPT_NOTES.closing;
  } else if (lacksOwner || (row.process === null && kept.process !== null)) {
    kept.note = joinPresent([KEPT_NOTES.unseen, row.note], "; ");
  }
  return kept;
}

/** Whether a row names the process that owns it. */
export function hasOwner({ pid }: Pick<Connection, "pid">): boolean {
  return pid !== null && pid !== 0;
}
