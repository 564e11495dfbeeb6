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
import { type Pair, pairConnections, type PairedRows } from "./pair_connections.ts";
import { KnownPrograms, mayBeOneProgram, programKey, Subjects } from "./peer_groups.ts";

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
  const listings = pairedListings(old, current);
  const { olds, news } = listings;
  const { opened, closed, changed, ...found } = exact
    ? eachConnection(listings)
    : eachSubject(listings);
  const hadPeers = peersBefore(olds);
  const change = (kind: Change["change"], row: Connection, previousState: string | null) => ({
    change: kind,
    changedAt,
    previousState,
    ...row,
  });
  return {
    changes: [
      ...news.filter((row) => opened.has(row))
        .toSorted((one, other) => rankOf(one, hadPeers) - rankOf(other, hadPeers))
        .map((row) => change("opened", row, null)),
      ...olds.filter((row) => closed.has(row)).map((row) => change("closed", row, row.state)),
      ...news.filter((row) => changed.has(row))
        .map((row) => change("changed", row, changed.get(row)!.state)),
    ],
    unchanged: news.filter((row) => found.known.has(row) && !changed.has(row)),
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

/** Two listings whose rows tell what both know of their owners, in order. */
interface PairedListings extends PairedRows {
  readonly olds: readonly Connection[];
  readonly news: readonly Connection[];
}

function pairedListings(
  old: readonly Connection[],
  current: readonly Connection[],
): PairedListings {
  const [ownOld, ownCurrent] = [eachOnce(old), eachOnce(current)];
  const paired = pairConnections(ownOld, ownCurrent);
  const owned = new Map<Connection, Connection>();
  const pairs = paired.pairs.map((pair): Pair => {
    const [one, other] = pair;
    const both: Pair = [withOwnerOf(one, other), withOwnerOf(other, one)];
    if (both[0] !== one) owned.set(one, both[0]);
    if (both[1] !== other) owned.set(other, both[1]);
    return both;
  });
  const inOrder = (rows: readonly Connection[]) =>
    owned.size === 0 ? rows : rows.map((row) => owned.get(row) ?? row);
  return { ...paired, pairs, olds: inOrder(ownOld), news: inOrder(ownCurrent) };
}

/** The rows as objects of their own: a script may have put one into a listing twice. */
function eachOnce(rows: readonly Connection[]): readonly Connection[] {
  return new Set(rows).size === rows.length ? rows : rows.map((row) => ({ ...row }));
}

/** What was found. */
interface Found extends Pick<Comparison, "leftovers" | "restarted"> {
  readonly opened: ReadonlySet<Connection>;
  readonly closed: ReadonlySet<Connection>;
  /** The rows in another state, each with the row before. */
  readonly changed: ReadonlyMap<Connection, Connection>;
  /** The rows of the new listing that are not new. */
  readonly known: ReadonlySet<Connection>;
}

/** Each connection by itself. */
function eachConnection({ pairs, onlyOld, onlyNew }: PairedListings): Found {
  const isOtherwise = ([one, other]: Pair) => one.state !== other.state;
  return {
    opened: new Set(onlyNew),
    closed: new Set(onlyOld),
    changed: new Map(pairs.filter(isOtherwise).map(([one, other]) => [other, one])),
    known: new Set(pairs.map(([, other]) => other)),
    leftovers: 0,
    restarted: [],
  };
}

/** The rows of both listings about one subject. */
type Both = readonly [olds: Connection[], news: Connection[]];

/** All connections of a program to one peer together, and all its sockets that wait in one place. */
function eachSubject({ pairs, olds, news }: PairedListings): Found {
  const { bySubject, leftovers } = groupBySubject(olds, news);
  const partners = new Map(pairs.map(([one, other]) => [other, one]));
  const [opened, closed, known] = [
    new Set<Connection>(),
    new Set<Connection>(),
    new Set<Connection>(),
  ];
  const changed = new Map<Connection, Connection>();
  const restarted: Pair[] = [];
  for (const both of bySubject.values()) {
    const [oldKnown, newKnown] = knownRows(both);
    for (const row of newKnown) known.add(row);
    addOthers(both[0], oldKnown, closed);
    addOthers(both[1], newKnown, opened);
    for (const [old, current] of byProgram(oldKnown, newKnown)) {
      const [was, is] = [mostAlive(old), mostAlive(current)];
      const isOne = old.length === 1 && current.length === 1 && partners.get(is) === was;
      const isOtherwise = hasPeer(is) && livelinessOf(was) !== livelinessOf(is);
      if (isOtherwise || (isOne && was.state !== is.state)) changed.set(is, was);
      else if (is.state === "LISTENING" && !current.some((row) => partners.has(row))) {
        restarted.push([was, is]);
      }
    }
  }
  return { opened, closed, changed, known, leftovers, restarted };
}

/** Groups rows by what they are about, without what is left of connections. */
function groupBySubject(
  olds: readonly Connection[],
  news: readonly Connection[],
): { bySubject: Map<string, Both>; leftovers: number } {
  const subjects = new Subjects(olds, news);
  const bySubject = new Map<string, Both>();
  let leftovers = 0;
  for (const [side, rows] of [olds, news].entries()) {
    for (const row of rows) {
      // One that got a program from the other listing is a connection that closed since.
      if (isLeftover(row) && row.process === null && !row.pid) {
        leftovers++;
        continue;
      }
      const subject = subjects.of(row);
      let both = bySubject.get(subject);
      if (both === undefined) bySubject.set(subject, both = [[], []]);
      both[side]!.push(row);
    }
  }
  return { bySubject, leftovers };
}

/** The rows about one subject whose program the other listing may have too. */
function knownRows([olds, news]: Both): Both {
  if (olds.length === 0 || news.length === 0) return [[], []];
  if (olds.length === 1 && news.length === 1) {
    return mayBeOneProgram(olds[0]!, news[0]!) ? [olds, news] : [[], []];
  }
  const [oldPrograms, newPrograms] = [new KnownPrograms(), new KnownPrograms()];
  for (const row of olds) oldPrograms.add(row);
  for (const row of news) newPrograms.add(row);
  return [
    olds.filter((row) => newPrograms.has(row)),
    news.filter((row) => oldPrograms.has(row)),
  ];
}

function addOthers(
  rows: readonly Connection[],
  known: readonly Connection[],
  others: Set<Connection>,
): void {
  if (known.length === rows.length) return;
  const isKnown = new Set(known);
  for (const row of rows) if (!isKnown.has(row)) others.add(row);
}

/** Pairs the rows of each program; leaves out those of which it cannot be told which that is. */
function* byProgram(olds: Connection[], news: Connection[]): Generator<Both> {
  if (olds.length === 1 && news.length === 1) return yield [olds, news];
  const before = Map.groupBy(olds, programKey);
  const after = Map.groupBy(news, programKey);
  if (before.size === 1 && after.size === 1) return yield [olds, news];
  for (const [program, rows] of after) {
    const old = before.get(program);
    if (old !== undefined) yield [old, rows];
  }
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
    return isNameless || programs.areUnknown || programs.knows(row);
  };
}

/** Which of the new rows are told first. */
function rankOf(row: Connection, hadPeers: (row: Connection) => boolean): number {
  if (isWaiting(row)) return 0;
  if (!hasPeer(row)) return 3;
  return hadPeers(row) ? 2 : 1;
}
