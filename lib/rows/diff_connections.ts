/**
 * What changed between two listings of connections
 * ([ADR 29](../../docs/adr/0029-what-counts-as-a-change.md)).
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import type { Connection } from "../model/connection.ts";
import { hasPeer, isWaiting } from "../model/peer.ts";
import { isLeftover } from "../model/socket_columns.ts";
import { type Pair, pairConnections } from "./pair_connections.ts";
import { KnownPrograms, programKey, Subjects } from "./peer_groups.ts";

/** How to compare. */
export interface DiffOptions {
  /**
   * Whether every port counts. Otherwise a program's connections to one peer are one thing, whatever
   * client port they have, and what is left of closed connections is no news. @default false
   */
  readonly exact?: boolean;
  /** When the new listing was made. @default the time that its rows tell */
  readonly changedAt?: string | null;
}

/** The result of a comparison. */
export interface Comparison {
  /** What changed: new listeners, new peers of new programs, other new ones, closed, changed. */
  readonly changes: readonly Change[];
  /** The rows of the new listing that are no news. */
  readonly unchanged: readonly Connection[];
  /** How many rows of closed connections of both listings were left out. */
  readonly leftovers: number;
  /** The listeners that have another process now, each with the process before. */
  readonly restarted: readonly Pair[];
  /** Whether a program is known to have had peers before. */
  readonly hadPeers: (row: Connection) => boolean;
}

/**
 * Returns what changed between two listings: new listeners first, then new peers of programs that had
 * none before, other new connections, closed ones, and those in another state; each in the order of
 * its listing. The rows are taken as they are: what one listing could not see is a change here.
 *
 * @example
 * ```ts
 * import { diffConnections, joinSocket, parseNetstat } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const read = (text: string) =>
 *   parseNetstat(text).rows.map((row) => joinSocket(row, { observedAt: null, processes: null }));
 * const old = read(`
 *   TCP    192.0.2.7:50123      198.51.100.4:443     ESTABLISHED     80
 * `);
 * const current = read(`
 *   TCP    192.0.2.7:50987      198.51.100.4:443     ESTABLISHED     80
 *   TCP    192.0.2.7:51044      203.0.113.9:4444     ESTABLISHED     4711
 * `);
 * const changes = diffConnections(old, current);
 * assertEquals(changes.map(({ change, pid }) => [change, pid]), [["opened", 4711]]);
 * assertEquals(diffConnections(old, current, { exact: true }).length, 3);
 * ```
 */
export function diffConnections(
  old: readonly Connection[],
  current: readonly Connection[],
  options: DiffOptions = {},
): readonly Change[] {
  return compareConnections(old, current, options).changes;
}

/** Compares two listings, as {@linkcode diffConnections} does, and tells also what is no change. */
export function compareConnections(
  old: readonly Connection[],
  current: readonly Connection[],
  { exact = false, changedAt = latestTime(current) }: DiffOptions = {},
): Comparison {
  const { pairs, onlyOld, onlyNew } = pairConnections(old, current);
  const known: readonly Pair[] = pairs.map(([one, other]) => [
    withOwnerOf(one, other),
    withOwnerOf(other, one),
  ]);
  const rows: PairedListings = {
    pairs: known,
    olds: [...known.map(([one]) => one), ...onlyOld],
    news: [...known.map(([, other]) => other), ...onlyNew],
  };
  const found = exact ? eachConnection(known, { onlyOld, onlyNew }) : eachSubject(rows);
  const hadPeers = peersBefore(rows.olds);
  const places = new Map([...old, ...current].map((row, place) => [row, place]));
  // A row that got its owner from the other listing stands where it stood without one.
  for (const [at, [one, other]] of known.entries()) {
    places.set(one, places.get(pairs[at]![0])!);
    places.set(other, places.get(pairs[at]![1])!);
  }
  const inOrder = found.news.toSorted((a, b) =>
    rankOf(a, hadPeers) - rankOf(b, hadPeers) || places.get(a.row)! - places.get(b.row)!
  );
  return {
    changes: inOrder.map(({ change, row, previousState }) => ({
      change,
      changedAt,
      previousState,
      ...row,
    })),
    unchanged: found.unchanged,
    leftovers: found.leftovers,
    restarted: found.restarted,
    hadPeers,
  };
}

/** Returns the time of the rows that were seen last; null where none tells one. */
function latestTime(rows: readonly Connection[]): string | null {
  return rows.reduce<string | null>(
    (latest, { observedAt }) =>
      observedAt !== null && (latest === null || observedAt > latest) ? observedAt : latest,
    null,
  );
}

/** Returns a row with what the same connection in the other listing tells of its owner. */
function withOwnerOf(row: Connection, other: Connection): Connection {
  if (row.process !== null || !tellsMore(other, row)) return row;
  const { pid, process, path, services, socketService, user } = other;
  return {
    ...row,
    ...{ pid, process, path, services, socketService, user },
    direction: row.direction ?? other.direction,
    createdAt: row.createdAt ?? other.createdAt,
    // Its own note says that the owner is not known, or gone.
    note: row.pid === pid ? row.note : other.note,
  };
}

/** Whether a row tells more of the owner of a connection than another, which has no program. */
function tellsMore(row: Connection, { pid }: Connection): boolean {
  return row.process !== null || ((pid === null || pid === 0) && row.pid !== null && row.pid !== 0);
}

/** Two listings whose rows tell what both know of their owners. */
interface PairedListings {
  readonly pairs: readonly Pair[];
  readonly olds: readonly Connection[];
  readonly news: readonly Connection[];
}

/** A change before it is written as a row. */
interface News {
  readonly change: Change["change"];
  readonly row: Connection;
  readonly previousState: string | null;
}

type Found = Pick<Comparison, "unchanged" | "leftovers" | "restarted"> & { readonly news: News[] };

const opened = (row: Connection): News => ({ change: "opened", row, previousState: null });
const closed = (row: Connection): News => ({ change: "closed", row, previousState: row.state });
const changed = (row: Connection, before: Connection): News => ({
  change: "changed",
  row,
  previousState: before.state,
});

/** Each connection by itself. */
function eachConnection(
  pairs: readonly Pair[],
  { onlyOld, onlyNew }: { onlyOld: readonly Connection[]; onlyNew: readonly Connection[] },
): Found {
  const isSame = ([one, other]: Pair) => one.state === other.state;
  return {
    news: [
      ...onlyNew.map(opened),
      ...onlyOld.map(closed),
      ...pairs.filter((pair) => !isSame(pair)).map(([one, other]) => changed(other, one)),
    ],
    unchanged: pairs.filter(isSame).map(([, other]) => other),
    leftovers: 0,
    restarted: [],
  };
}

/** All connections of a program to one peer together, and all its sockets that wait in one place. */
function eachSubject({ pairs, olds, news }: PairedListings): Found {
  const subjects = new Subjects(olds, news);
  const before = new Listing(olds, subjects);
  const after = new Listing(news, subjects);
  const partners = new Map(pairs.map(([one, other]) => [other, one]));
  const found: News[] = [
    ...after.rows.filter((row) => !before.has(row)).map(opened),
    ...before.rows.filter((row) => !after.has(row)).map(closed),
  ];
  const restarted: Pair[] = [];
  const moved = new Set<Connection>();
  for (const [current, old] of before.matching(after)) {
    const [was, is] = [mostAlive(old), mostAlive(current)];
    const isOne = old.length === 1 && current.length === 1 && partners.get(is) === was;
    const isOtherwise = hasPeer(is) && livelinessOf(was) !== livelinessOf(is);
    if (isOtherwise || (isOne && was.state !== is.state)) {
      found.push(changed(is, was));
      moved.add(is);
    } else if (is.state === "LISTENING" && !current.some((row) => partners.has(row))) {
      restarted.push([was, is]);
    }
  }
  const isOld = (row: Connection) => before.has(row) && !moved.has(row);
  return {
    news: found,
    unchanged: after.rows.filter(isOld),
    leftovers: before.leftovers + after.leftovers,
    restarted,
  };
}

/** The rows of a listing by what they are about, without what is left of connections. */
class Listing {
  readonly rows: readonly Connection[];
  readonly leftovers: number;
  readonly #subjects: Subjects;
  readonly #programs = new Map<string, KnownPrograms>();
  readonly #groups = new Map<string, Map<string, Connection[]>>();

  constructor(rows: readonly Connection[], subjects: Subjects) {
    this.#subjects = subjects;
    this.rows = rows.filter((row) => !isLeftover(row) || row.process !== null || row.pid);
    this.leftovers = rows.length - this.rows.length;
    for (const row of this.rows) {
      const subject = subjects.of(row);
      getOrAdd(this.#programs, subject, () => new KnownPrograms()).add(row);
      const groups = getOrAdd(this.#groups, subject, () => new Map<string, Connection[]>());
      getOrAdd(groups, programKey(row), () => []).push(row);
    }
  }

  /** Whether there is a row about the same subject, perhaps of the same program. */
  has(row: Connection): boolean {
    return this.#programs.get(this.#subjects.of(row))?.has(row) ?? false;
  }

  /**
   * The groups of rows about one subject and of one program in another listing, each with its
   * counterpart here; left out where it cannot be told which that is.
   */
  *matching(other: Listing): Generator<readonly [other: Connection[], own: Connection[]]> {
    for (const [subject, groups] of other.#groups) {
      const own = this.#groups.get(subject);
      if (own === undefined) continue;
      const isAlone = groups.size === 1 && own.size === 1;
      for (const [program, rows] of groups) {
        const ownRows = isAlone ? [...own.values()][0] : own.get(program);
        const known = rows.filter((row) => this.has(row));
        const ownKnown = ownRows?.filter((row) => other.has(row)) ?? [];
        if (known.length > 0 && ownKnown.length > 0) yield [known, ownKnown];
      }
    }
  }
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, value = make());
  return value;
}

/** How alive a connection is. */
function livelinessOf({ state }: Connection): number {
  return LIVELINESS[state ?? ""] ?? 0;
}

const [OPEN, OPENING, CLOSING] = [3, 2, 1];

const LIVELINESS: Readonly<Record<string, number>> = {
  ESTABLISHED: OPEN,
  SYN_SENT: OPENING,
  SYN_RECEIVED: OPENING,
  CLOSE_WAIT: CLOSING,
  FIN_WAIT_1: CLOSING,
  FIN_WAIT_2: CLOSING,
  LAST_ACK: CLOSING,
  CLOSING,
};

/** The first of the rows that are most alive. */
function mostAlive(rows: readonly Connection[]): Connection {
  return rows.reduce((best, row) => livelinessOf(row) > livelinessOf(best) ? row : best);
}

/** Returns the test whether a row's program had peers in the old listing. */
function peersBefore(olds: readonly Connection[]): (row: Connection) => boolean {
  const programs = new KnownPrograms();
  for (const row of olds) if (hasPeer(row) && !isLeftover(row)) programs.add(row);
  return (row) => {
    const isNameless = row.process === null && !row.pid;
    return isNameless || programs.areUnknown || programs.has(row, { isSure: true });
  };
}

/** What is told first. */
function rankOf({ change, row }: News, hadPeers: (row: Connection) => boolean): number {
  if (change === "closed") return 4;
  if (change === "changed") return 5;
  if (isWaiting(row)) return 0;
  if (!hasPeer(row)) return 3;
  return hadPeers(row) ? 2 : 1;
}
