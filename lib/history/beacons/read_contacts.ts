/**
 * Reads from a history when programs began connections: the times that beacons are found in.
 *
 * @module
 */
import { scopeOf } from "../../address/scope.ts";
import type { Database, SqlRow } from "../../host/databases.ts";
import { hasPeer } from "../../model/peer.ts";
import { INFERRED_NOTE } from "../infer_program.ts";
import { type LookedAt, Looks, type Span } from "../looks.ts";
import { ascending, medianOf } from "../median.ts";
import { episodesFrom } from "../read_episodes.ts";

/** After a distance between two looks that is so much longer than usual, nobody knows what began when. */
const BREAK = 3;

/** A program and a peer, as the history tells them apart. */
export interface ContactFlow {
  readonly computer: string | null;
  readonly process: string | null;
  readonly path: string | null;
  readonly user: string | null;
  readonly services: readonly string[] | null;
  readonly protocol: string;
  readonly remoteAddress: string | null;
  readonly remoteHost: string | null;
  readonly remoteHostSource: string | null;
  readonly remotePort: number | null;
}

/** A connection that was begun. */
export interface Contact {
  readonly flow: ContactFlow;
  /** When, in milliseconds since 1970: when it was made, or the first look at which it was there. */
  readonly at: number;
  /** Whether the system told when it was made. */
  readonly isExact: boolean;
  /**
   * How long before the first look at which it was there the one before was, in seconds; null where
   * that is so long that it may have been there all the time.
   */
  readonly lookSeconds: number | null;
  /** Whether it was there at two looks or more. */
  readonly wasSeenAgain: boolean;
  /** Whether it was over when it was seen last: in TIME_WAIT. */
  readonly isLeftover: boolean;
  /** Whether it had no owner to see, and is its program's because no other one has its peer. */
  readonly isInferred: boolean;
}

/** The looks at one computer. */
export interface Watch {
  readonly computer: string | null;
  /** When, in milliseconds since 1970, in order. */
  readonly looks: readonly number[];
  /** The usual distance from one look to the next, in seconds: the median. Null below two looks. */
  readonly lookSeconds: number | null;
}

/** What a history tells of a span of time. */
export interface ReadContacts {
  readonly contacts: readonly Contact[];
  readonly watches: readonly Watch[];
  /** How many connections began nobody knows when: before the first look, or in a long time without. */
  readonly unknownStarts: number;
}

/** A span of time, and perhaps one computer of several. */
export interface ContactQuery extends Span {
  /** @default all of them */
  readonly computer?: string;
}

/**
 * Reads the connections to others that were begun in a span of time: not those that others began, nor
 * those that stay on the computer.
 *
 * @throws {DatabaseError}
 */
export function readContacts(database: Database, query: ContactQuery): ReadContacts {
  const watched = new Looks(database).computers
    .filter(({ name }) => query.computer === undefined || name === query.computer)
    .map((computer) => readWatched(database, computer, query))
    .filter(({ looks }) => looks.size > 0);
  const looks = new Map(watched.flatMap(({ looks }) => [...looks]));
  const episodes = readEpisodes(database, [...looks.keys()]);
  const flows = readFlows(database, episodes);
  const contacts: Contact[] = [];
  let unknownStarts = 0;
  for (const { flow: flowId, firstRun, createdAt, ...seen } of episodes) {
    const [flow, look] = [flows.get(flowId), looks.get(firstRun)];
    if (flow === undefined || look === undefined) continue;
    const { lookSeconds } = look;
    if (createdAt === null && lookSeconds === null) {
      unknownStarts++;
      continue;
    }
    const [at, isExact] = [createdAt ?? look.at, createdAt !== null];
    if (at >= query.since) contacts.push({ flow, at, isExact, lookSeconds, ...seen });
  }
  return { contacts, watches: watched.map(({ watch }) => watch), unknownStarts };
}

/** When a look was, and how long after the one before; null where that is too long. */
interface TimedLook {
  readonly at: number;
  readonly lookSeconds: number | null;
}

/** The looks at a computer, also by their IDs. */
interface Watched {
  readonly watch: Watch;
  readonly looks: ReadonlyMap<number, TimedLook>;
}

function readWatched(database: Database, computer: LookedAt, { since, until }: Span): Watched {
  const rows = database.prepare(
    "SELECT id, at FROM run WHERE computer IS ? AND at BETWEEN ? AND ? ORDER BY at, id",
  ).all(computer.id, since, until) as { id: number; at: number }[];
  const before = database.prepare("SELECT max(at) AS at FROM run WHERE computer IS ? AND at < ?")
    .get(computer.id, since)!.at as number | null;
  const times = rows.map(({ at }) => at);
  const distances = times.slice(1).map((at, index) => at - times[index]!).sort(ascending);
  const usual = distances.length === 0 ? null : medianOf(distances);
  const looks = rows.map(({ id, at }, index): [number, TimedLook] => {
    const previous = times[index - 1] ?? before;
    const isNear = previous !== null && usual !== null && at - previous <= BREAK * usual;
    return [id, { at, lookSeconds: isNear ? (at - previous) / 1000 : null }];
  });
  const lookSeconds = usual === null ? null : usual / 1000;
  return {
    watch: { computer: computer.name, looks: times, lookSeconds },
    looks: new Map(looks),
  };
}

/** What counts of an episode. */
interface Begun {
  readonly flow: number;
  readonly firstRun: number;
  readonly wasSeenAgain: boolean;
  readonly isLeftover: boolean;
  readonly isInferred: boolean;
  readonly createdAt: number | null;
}

/** Reads the episodes that began at some looks, and perhaps at others between them. */
function readEpisodes(database: Database, looks: readonly number[]): Begun[] {
  if (looks.length === 0) return [];
  const first = looks.reduce((least, id) => Math.min(least, id));
  const last = looks.reduce((most, id) => Math.max(most, id));
  const idOf = database.prepare("SELECT id FROM text WHERE value = ?");
  const [leftover, inferred] = ["TIME_WAIT", INFERRED_NOTE].map((value) => idOf.get(value)?.id);
  const ids = episodesFrom(database, { first, last });
  return database.prepare(
    "SELECT flow, first_run, last_run, state, created_at, note FROM episode " +
      "WHERE id BETWEEN ? AND ? ORDER BY id",
  ).all(ids.first, ids.last).map((row) => ({
    flow: row.flow as number,
    firstRun: row.first_run as number,
    wasSeenAgain: row.last_run !== row.first_run,
    isLeftover: row.state === leftover,
    isInferred: row.note === inferred,
    createdAt: row.created_at as number | null,
  }));
}

/** The flows of episodes that lead to another computer. */
function readFlows(
  database: Database,
  episodes: readonly Begun[],
): ReadonlyMap<number, ContactFlow> {
  const ids = JSON.stringify([...new Set(episodes.map(({ flow }) => flow))]);
  const rows = database.prepare(FLOWS).all(ids);
  return new Map(
    rows.filter(leadsElsewhere).map((row) => [row.id as number, {
      computer: row.computer as string | null,
      process: row.process as string | null,
      path: row.path as string | null,
      user: row.user as string | null,
      services: row.services === null ? null : JSON.parse(row.services as string),
      protocol: row.protocol as string,
      remoteAddress: row.remoteAddress as string | null,
      remoteHost: row.remoteHost as string | null,
      remoteHostSource: row.remoteHostSource as string | null,
      remotePort: row.remotePort as number | null,
    }]),
  );
}

const text = (id: string) => `(SELECT value FROM text WHERE text.id = ${id})`;

const FLOWS = `
SELECT flow.id, ${text("flow.computer")} AS computer,
  ${text("program.process")} AS process, ${text("program.path")} AS path,
  ${text("program.user")} AS user, ${text("program.services")} AS services,
  ${text("flow.protocol")} AS protocol,
  ${text("flow.local_address")} AS localAddress, ${text("flow.local_host")} AS localHost,
  ${text("flow.remote_address")} AS remoteAddress, ${text("flow.remote_host")} AS remoteHost,
  ${text("flow.remote_host_source")} AS remoteHostSource, flow.remote_port AS remotePort
FROM json_each(?) AS wanted JOIN flow ON flow.id = wanted.value
LEFT JOIN program ON program.id = flow.program
WHERE (flow.remote_address IS NOT NULL OR flow.remote_host IS NOT NULL)
  AND (flow.direction IS NULL OR ${text("flow.direction")} <> 'inbound')`;

/** Whether the other end is another computer, as far as one can tell. */
function leadsElsewhere(flow: SqlRow): boolean {
  const { localAddress, localHost, remoteAddress, remoteHost } = flow;
  if (!hasPeer(flow as Parameters<typeof hasPeer>[0])) return false;
  if (typeof remoteAddress !== "string") return remoteHost !== localHost;
  return scopeOf(remoteAddress) !== "loopback" && remoteAddress !== localAddress;
}
