/**
 * Reads from a history when programs began connections: the times that beacons are found in.
 *
 * @module
 */
import { scopeOf } from "../../address/scope.ts";
import type { Database, SqlRow } from "../../host/databases.ts";
import { hasPeer } from "../../model/peer.ts";
import { ascending, medianOf } from "./gap_statistics.ts";

/** After a distance between two looks that is so much longer than usual, nobody knows what began when. */
const BREAK = 3;

/** A program and a peer, as the history tells them apart. */
export interface ContactFlow {
  readonly computer: string | null;
  readonly process: string | null;
  readonly path: string | null;
  readonly protocol: string;
  readonly remoteAddress: string | null;
  readonly remoteHost: string | null;
  readonly remotePort: number | null;
}

/** A connection that was begun. */
export interface Contact {
  readonly flow: ContactFlow;
  /** When, in milliseconds since 1970: when it was made, or the first look at which it was there. */
  readonly at: number;
  /** Whether the system told when it was made. */
  readonly isExact: boolean;
  /** Whether it was there at two looks or more. */
  readonly wasSeenAgain: boolean;
  /** Whether it was seen only after its end, when no process owns it any more. */
  readonly isLeftover: boolean;
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
export interface ContactQuery {
  /** Its beginning and its end, both included, in milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
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
  const watched = readComputers(database)
    .filter(({ name }) => query.computer === undefined || name === query.computer)
    .map((computer) => readLooks(database, computer, query))
    .filter(({ looks }) => looks.size > 0);
  const looks = new Map(watched.flatMap(({ looks }) => [...looks]));
  const episodes = readEpisodes(database, [...looks.keys()]);
  const flows = readFlows(database, episodes);
  const contacts: Contact[] = [];
  let unknownStarts = 0;
  for (const { flow: flowId, firstRun, createdAt, ...seen } of episodes) {
    const [flow, look] = [flows.get(flowId), looks.get(firstRun)];
    if (flow === undefined || look === undefined) continue;
    if (createdAt === null && !look.tellsStarts) {
      unknownStarts++;
      continue;
    }
    const at = createdAt ?? look.at;
    if (at >= query.since) contacts.push({ flow, at, isExact: createdAt !== null, ...seen });
  }
  return { contacts, watches: watched.map(({ watch }) => watch), unknownStarts };
}

/** A computer by the ID of its name among the texts; both are null where its name is unknown. */
interface Computer {
  readonly id: number | null;
  readonly name: string | null;
}

function readComputers(database: Database): Computer[] {
  // From one to the next through the index, whatever the number of looks.
  const next = database.prepare(
    `SELECT computer AS id, ${text("computer")} AS name FROM run WHERE computer > ? ` +
      "ORDER BY computer LIMIT 1",
  );
  const computers: Computer[] = [{ id: null, name: null }];
  for (let last = 0;;) {
    const found = next.get(last) as { id: number; name: string } | undefined;
    if (found === undefined) return computers;
    computers.push(found);
    last = found.id;
  }
}

/** A look, and whether what it sees first began shortly before it. */
interface Look {
  readonly at: number;
  readonly tellsStarts: boolean;
}

/** The looks at a computer, also by their IDs. */
interface Looks {
  readonly watch: Watch;
  readonly looks: ReadonlyMap<number, Look>;
}

function readLooks(
  database: Database,
  computer: Computer,
  { since, until }: ContactQuery,
): Looks {
  const rows = database.prepare(
    "SELECT id, at FROM run WHERE computer IS ? AND at BETWEEN ? AND ? ORDER BY at, id",
  ).all(computer.id, since, until) as { id: number; at: number }[];
  const before = database.prepare("SELECT max(at) AS at FROM run WHERE computer IS ? AND at < ?")
    .get(computer.id, since)!.at as number | null;
  const times = rows.map(({ at }) => at);
  const distances = times.slice(1).map((at, index) => at - times[index]!).sort(ascending);
  const usual = distances.length === 0 ? null : medianOf(distances);
  const looks = rows.map(({ id, at }, index): [number, Look] => {
    const previous = times[index - 1] ?? before;
    const isNear = previous !== null && usual !== null && at - previous <= BREAK * usual;
    return [id, { at, tellsStarts: isNear }];
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
  readonly createdAt: number | null;
}

/** Reads the episodes that began at some looks, and perhaps at others between them. */
function readEpisodes(database: Database, looks: readonly number[]): Begun[] {
  if (looks.length === 0) return [];
  const first = looks.reduce((least, id) => Math.min(least, id));
  const last = looks.reduce((most, id) => Math.max(most, id));
  const leftover = database.prepare("SELECT id FROM text WHERE value = 'TIME_WAIT'").get()?.id;
  return database.prepare(
    "SELECT flow, first_run, last_run, state, created_at FROM episode " +
      "WHERE id >= ? AND id < ? ORDER BY id",
  ).all(firstEpisode(database, first), firstEpisode(database, last + 1)).map((row) => ({
    flow: row.flow as number,
    firstRun: row.first_run as number,
    wasSeenAgain: row.last_run !== row.first_run,
    isLeftover: row.state === leftover,
    createdAt: row.created_at as number | null,
  }));
}

/** The first episode that began at a look or later: the IDs of both grow together. */
function firstEpisode(database: Database, look: number): number {
  const at = database.prepare(
    "SELECT id, first_run FROM episode WHERE id >= ? ORDER BY id LIMIT 1",
  );
  let low = 1;
  let high = 1 + (database.prepare("SELECT max(id) AS id FROM episode").get()!.id as number ?? 0);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = at.get(middle);
    if (found === undefined || found.first_run as number >= look) high = middle;
    else low = found.id as number + 1;
  }
  return low;
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
      protocol: row.protocol as string,
      remoteAddress: row.remoteAddress as string | null,
      remoteHost: row.remoteHost as string | null,
      remotePort: row.remotePort as number | null,
    }]),
  );
}

const text = (id: string) => `(SELECT value FROM text WHERE text.id = ${id})`;

const FLOWS = `
SELECT flow.id, ${text("flow.computer")} AS computer,
  ${text("program.process")} AS process, ${text("program.path")} AS path,
  ${text("flow.protocol")} AS protocol,
  ${text("flow.local_address")} AS localAddress, ${text("flow.local_host")} AS localHost,
  ${text("flow.remote_address")} AS remoteAddress, ${text("flow.remote_host")} AS remoteHost,
  flow.remote_port AS remotePort
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
