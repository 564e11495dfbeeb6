/**
 * Finds the connections of the look before among the rows of a look.
 *
 * @module
 */
import type { Steps } from "../model/steps.ts";
import type { Connection } from "../model/connection.ts";
import { isLeftover } from "../model/socket_columns.ts";
import { isSameMaking } from "../rows/key.ts";
import { pairConnections, programName, socketKey } from "../rows/pair_connections.ts";
import { hasOwner } from "./keep_owner.ts";
import { isSameStart, type ProcessStarts, type Start } from "./process_starts.ts";

/** A connection that is followed. */
export interface Followed {
  /** As the listing had it last. */
  readonly raw: Connection;
  /** The same with what is remembered of its program. */
  readonly shown: Connection;
  /** When its process started; null if unknown. */
  readonly start: Start | null;
}

/** The rows of a look, each with the connection that it is. */
export interface MatchedRows<Entry extends Followed> {
  /** In the order of the listing; null for a new connection. */
  readonly rows: readonly (readonly [row: Connection, entry: Entry | null])[];
  /** The connections that are gone. */
  readonly gone: readonly Entry[];
}

/** How many rows are done between two turns of the event loop. */
export const ROWS_A_TURN = 500;

/**
 * Matches rows with followed connections. Yields now and then, so that the caller can pause.
 *
 * A row with the ends and the process ID of one connection is that connection, unless it tells of
 * another making: another time, another start of its process, or a state that it cannot come back to.
 * What that leaves is paired as in every comparison: copies, and rows whose owner only one side tells.
 */
export function* matchRows<Entry extends Followed>(
  entries: readonly Entry[],
  listed: readonly Connection[],
  starts: ProcessStarts,
): Steps<MatchedRows<Entry>> {
  const rows = new Set(listed).size === listed.length ? listed : listed.map((row) => ({ ...row }));
  const oldKeys = yield* findKeys(entries.map(({ raw }) => raw));
  const newKeys = yield* findKeys(rows);
  const found = new Map<Connection, Entry>();
  const left = new Set(entries);
  let count = 0;
  for (const [key, place] of newKeys) {
    if (++count % ROWS_A_TURN === 0) yield;
    const old = oldKeys.get(key);
    if (place === SEVERAL || old === undefined || old === SEVERAL) continue;
    const [entry, row] = [entries[old]!, rows[place]!];
    if (!isSame(entry, row, starts)) continue;
    found.set(row, entry);
    left.delete(entry);
  }
  yield;
  for (const [entry, row] of pairRest([...left], rows.filter((row) => !found.has(row)), starts)) {
    found.set(row, entry);
    left.delete(entry);
  }
  return { rows: rows.map((row) => [row, found.get(row) ?? null]), gone: [...left] };
}

/** Stands for the places of several rows with one key. */
const SEVERAL = -1;

/** The place of the row with each key. */
function* findKeys(rows: readonly Connection[]): Steps<Map<string, number>> {
  const keys = new Map<string, number>();
  for (const [place, row] of rows.entries()) {
    const key = `${socketKey(row)} ${row.pid}`;
    keys.set(key, keys.has(key) ? SEVERAL : place);
    if (place % ROWS_A_TURN === 0) yield;
  }
  return keys;
}

/** Pairs what has no key of its own on both sides. */
function* pairRest<Entry extends Followed>(
  entries: readonly Entry[],
  rows: readonly Connection[],
  starts: ProcessStarts,
): Generator<readonly [entry: Entry, row: Connection]> {
  if (entries.length === 0 || rows.length === 0) return;
  const ends = new Set(entries.map(({ raw }) => socketKey(raw)));
  const byRow = new Map(entries.map((entry) => [standIn(entry, starts), entry]));
  const { pairs } = pairConnections(
    [...byRow.keys()],
    rows.filter((row) => ends.has(socketKey(row))),
  );
  for (const [old, row] of pairs) {
    const entry = byRow.get(old)!;
    if (isSame(entry, row, starts)) yield [entry, row];
  }
}

/**
 * The row of a connection for pairing. Where its process ID has gone to another process, the row names
 * none that there is: only a row without an owner can be the rest of that connection.
 */
function standIn({ raw, shown, start }: Followed, starts: ProcessStarts): Connection {
  if (!hasOwner(raw)) return raw;
  const { createdAt, process } = shown;
  const isTaken = !isSameStart(start, starts.of(raw.pid));
  return { ...raw, process, createdAt, pid: isTaken ? NOBODY : raw.pid };
}

/** A process ID that no process has. */
const NOBODY = -1;

/** Whether a row with the ends of a connection can be the same one. */
function isSame({ raw, shown, start }: Followed, row: Connection, starts: ProcessStarts): boolean {
  if (wentBack(raw, row)) return false;
  // What is left of a connection tells of neither its making nor its process.
  if (isLeftover(row)) return true;
  if (!isSameMaking(shown, row)) return false;
  if (row.pid !== raw.pid) return true;
  const now = starts.of(row.pid);
  if (start !== null && now !== null) return isSameStart(start, now);
  const [before, name] = [programName(shown), programName(row)];
  return before === null || name === null || before === name;
}

/** Whether a state came before the other: a connection never goes back, so it is another one. */
function wentBack(before: Connection, after: Connection): boolean {
  const [stage, next] = [STAGES[before.state ?? ""], STAGES[after.state ?? ""]];
  return stage !== undefined && next !== undefined && next < stage;
}

/** How far a connection is on its way. */
const STAGES: Readonly<Record<string, number>> = {
  SYN_SENT: 0,
  SYN_RECEIVED: 0,
  ESTABLISHED: 1,
  FIN_WAIT_1: 2,
  FIN_WAIT_2: 2,
  CLOSE_WAIT: 2,
  LAST_ACK: 2,
  CLOSING: 2,
  TIME_WAIT: 3,
};
