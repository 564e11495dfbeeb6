/**
 * Pairs the rows of two listings that are the same connection, and tells which have no counterpart.
 * Symmetric: with the listings exchanged, each pair is the same pair the other way round.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";
import { isWaiting } from "../model/peer.ts";
import { isLeftover } from "../model/socket_columns.ts";
import { endsKey } from "./key.ts";

/** Two rows that are the same connection. */
export type Pair = readonly [old: Connection, current: Connection];

/** The rows of two listings, paired. */
export interface PairedRows {
  /** The same connections. */
  readonly pairs: Pair[];
  /** The rows that only the old listing has, in no order. */
  readonly onlyOld: Connection[];
  /** The rows that only the new listing has, in no order. */
  readonly onlyNew: Connection[];
}

/**
 * Pairs rows by protocol, both ends and process ID; then, by the ends alone, those of which only one
 * tells the owner: netstat printed none, or it is the rest of a connection, whose process is gone.
 * Rows that no more than their number tells apart are paired as often as both listings have them.
 */
export function pairConnections(
  old: readonly Connection[],
  current: readonly Connection[],
): PairedRows {
  const pairs: Pair[] = [];
  const owned = pairBuckets([old, current], {
    keyOf: (row) => `${socketKey(row)} ${row.pid}`,
    pairBucket: (rows) => pairAlike(rows, ({ createdAt }) => createdAt),
    pairs,
  });
  if (owned.every((rows) => rows.every(tellsOwner))) {
    return { pairs, onlyOld: owned[0], onlyNew: owned[1] };
  }
  const [onlyOld, onlyNew] = pairBuckets(owned, {
    keyOf: socketKey,
    pairBucket: ([olds, news]) => {
      const [oldOwned, oldBare] = split(olds, tellsOwner);
      const [newOwned, newBare] = split(news, tellsOwner);
      const first = pairAlike([oldBare, newOwned], programName);
      const second = pairAlike([oldOwned, newBare], programName);
      const third = pairAlike([first.left[0], second.left[1]], programName);
      return {
        pairs: [...first.pairs, ...second.pairs, ...third.pairs],
        left: [[...second.left[0], ...third.left[0]], [...first.left[1], ...third.left[1]]],
      };
    },
    pairs,
  });
  return { pairs, onlyOld, onlyNew };
}

/** Returns a text that is equal for the rows with the same ends. A socket that waits has only one. */
export function socketKey(row: Connection): string {
  if (!isWaiting(row)) return endsKey(row);
  return `${row.protocol} ${row.localAddress ?? `${row.localHost}`} ${row.localPort}`;
}

/** The name of a row's program, without regard to case; null where it is unknown. */
export function programName({ process }: Pick<Connection, "process">): string | null {
  return process === null ? null : process.toLowerCase();
}

/** Whether a row tells which process owns it. */
function tellsOwner(row: Connection): boolean {
  return row.pid !== null && !isLeftover(row);
}

/** The rows of the old and of the new listing. */
type BothRows = readonly [old: Connection[], current: Connection[]];

/** Pairs of one bucket, and what is left of its rows. */
interface BucketPairs {
  readonly pairs: readonly Pair[];
  readonly left: BothRows;
}

/** Pairs rows with the same key; adds the pairs, and returns the rows that are left. */
function pairBuckets(
  [old, current]: readonly [old: readonly Connection[], current: readonly Connection[]],
  { keyOf, pairBucket, pairs }: {
    keyOf: (row: Connection) => string;
    pairBucket: (rows: BothRows) => BucketPairs;
    pairs: Pair[];
  },
): BothRows {
  const olds = Map.groupBy(old, keyOf);
  const news = new Map<string, Connection[]>();
  const onlyNew: Connection[] = [];
  for (const row of current) {
    const key = keyOf(row);
    const alike = news.get(key);
    if (alike !== undefined) alike.push(row);
    else if (olds.has(key)) news.set(key, [row]);
    else onlyNew.push(row);
  }
  for (const [key, newRows] of news) {
    const { pairs: found, left } = pairBucket([olds.get(key)!, newRows]);
    for (const pair of found) pairs.push(pair);
    olds.set(key, left[0]);
    for (const row of left[1]) onlyNew.push(row);
  }
  return [[...olds.values()].flat(), onlyNew];
}

/**
 * Pairs rows with the same value, first those in the same state; a value that is null goes with any.
 */
function pairAlike(
  rows: readonly [old: readonly Connection[], current: readonly Connection[]],
  valueOf: (row: Connection) => string | null,
): BucketPairs {
  const [[one, ...moreOld], [other, ...moreNew]] = rows;
  // Nearly all buckets are of one row each.
  if (one !== undefined && other !== undefined && moreOld.length + moreNew.length === 0) {
    const values = [valueOf(one), valueOf(other)];
    const isPair = values.includes(null) || values[0] === values[1];
    return isPair
      ? { pairs: [[one, other]], left: [[], []] }
      : { pairs: [], left: [[one], [other]] };
  }
  const pairs: Pair[] = [];
  const state = ({ state }: Connection) => state;
  const anyOf = () => null;
  const exact = pairEqual(rows, (row) => JSON.stringify([valueOf(row), row.state]), pairs);
  const [olds, news] = pairEqual(exact, valueOf, pairs);
  // What is null on both sides is paired by now.
  const [oldKnown, oldBare] = split(olds, (row) => valueOf(row) !== null);
  const [newKnown, newBare] = split(news, (row) => valueOf(row) !== null);
  const before = pairEqual(pairEqual([oldBare, newKnown], state, pairs), anyOf, pairs);
  const after = pairEqual(pairEqual([oldKnown, newBare], state, pairs), anyOf, pairs);
  return { pairs, left: [[...before[0], ...after[0]], [...before[1], ...after[1]]] };
}

/** Pairs rows with the same value in their order; adds the pairs, and returns the rows left. */
function pairEqual(
  [old, current]: readonly [old: readonly Connection[], current: readonly Connection[]],
  valueOf: (row: Connection) => string | null,
  pairs: Pair[],
): BothRows {
  if (old.length === 0 || current.length === 0) return [[...old], [...current]];
  const waiting = Map.groupBy(current, valueOf);
  const taken = new Map<string | null, number>();
  const left = old.filter((row) => {
    const value = valueOf(row);
    const place = taken.get(value) ?? 0;
    const other = waiting.get(value)?.[place];
    if (other === undefined) return true;
    taken.set(value, place + 1);
    pairs.push([row, other]);
    return false;
  });
  return [left, [...waiting].flatMap(([value, rows]) => rows.slice(taken.get(value) ?? 0))];
}

function split(
  rows: readonly Connection[],
  isFirst: (row: Connection) => boolean,
): readonly [first: Connection[], second: Connection[]] {
  const first: Connection[] = [];
  const second: Connection[] = [];
  for (const row of rows) (isFirst(row) ? first : second).push(row);
  return [first, second];
}
