/**
 * Episodes as they are read from the history: each with its connection.
 *
 * @module
 */
import { portService } from "../address/ports.ts";
import { scopeOf } from "../address/scope.ts";
import { DatabaseError, type SqlRow } from "../host/databases.ts";
import type { Connection } from "../model/connection.ts";
import type { Prepare } from "./interning.ts";

/** An episode as it is kept. */
export interface KeptEpisode {
  readonly id: number;
  readonly flow: number;
  readonly process: number | null;
  readonly firstRun: number;
  /** The last run; null while it is open. */
  readonly lastRun: number | null;
  /** The connection as it was seen last, without the time. */
  readonly row: Connection;
  /** When its process was started, in milliseconds since 1970; null where it is unknown. */
  readonly startedAt: number | null;
}

/** Selects episodes for {@linkcode keptEpisode}: conditions on `e`, `f` (flow) and `p` (process) may follow. */
export const SELECT_EPISODES = `
SELECT e.id, e.flow, e.port, e.process AS processId, e.first_run AS firstRun, e.last_run AS lastRun,
  e.created_at AS createdAt, state.value AS state, note.value AS note,
  p.pid, p.started_at AS startedAt,
  f.id AS flowId, f.local_port AS localPort, f.remote_port AS remotePort,
  computer.value AS computer, protocol.value AS protocol, direction.value AS direction,
  local_address.value AS localAddress, local_host.value AS localHost,
  remote_address.value AS remoteAddress, remote_host.value AS remoteHost,
  socket_service.value AS socketService, remote_host_source.value AS remoteHostSource,
  process.value AS process, path.value AS path, user.value AS user, services.value AS services
FROM episode AS e
LEFT JOIN flow AS f ON f.id = e.flow
LEFT JOIN process AS p ON p.id = e.process
LEFT JOIN program AS g ON g.id = f.program
LEFT JOIN text AS state ON state.id = e.state
LEFT JOIN text AS note ON note.id = e.note
LEFT JOIN text AS computer ON computer.id = f.computer
LEFT JOIN text AS protocol ON protocol.id = f.protocol
LEFT JOIN text AS direction ON direction.id = f.direction
LEFT JOIN text AS local_address ON local_address.id = f.local_address
LEFT JOIN text AS local_host ON local_host.id = f.local_host
LEFT JOIN text AS remote_address ON remote_address.id = f.remote_address
LEFT JOIN text AS remote_host ON remote_host.id = f.remote_host
LEFT JOIN text AS socket_service ON socket_service.id = f.socket_service
LEFT JOIN text AS remote_host_source ON remote_host_source.id = f.remote_host_source
LEFT JOIN text AS process ON process.id = g.process
LEFT JOIN text AS path ON path.id = g.path
LEFT JOIN text AS user ON user.id = g.user
LEFT JOIN text AS services ON services.id = g.services
`;

/** The open episodes of a computer. SQLite would rather read all episodes than the few that are open. */
export const OPEN_EPISODES = `${SELECT_EPISODES} WHERE e.id IN
  (SELECT id FROM episode INDEXED BY episode_open WHERE last_run IS NULL)
  AND f.computer IS ? ORDER BY e.id`;

/**
 * Reads a row of {@linkcode SELECT_EPISODES}.
 *
 * @throws {DatabaseError} if it is not as it was written.
 */
export function keptEpisode(found: SqlRow): KeptEpisode {
  const kept = found as unknown as FoundEpisode;
  if (kept.flowId === null || kept.protocol === null || !hasKinds(kept)) {
    throw new DatabaseError("damaged", `episode ${kept.id} is not whole`);
  }
  const isInbound = kept.direction === "inbound";
  const localPort = isInbound ? kept.localPort : kept.localPort ?? kept.port;
  const remotePort = isInbound ? kept.port ?? kept.remotePort : kept.remotePort;
  return {
    id: kept.id,
    flow: kept.flow,
    process: kept.processId,
    firstRun: kept.firstRun,
    lastRun: kept.lastRun,
    startedAt: kept.startedAt,
    row: {
      observedAt: null,
      computer: kept.computer,
      protocol: kept.protocol,
      localAddress: kept.localAddress,
      localPort,
      localService: serviceOf(kept.protocol, localPort),
      localScope: kept.localAddress === null ? null : scopeOf(kept.localAddress),
      remoteAddress: kept.remoteAddress,
      remotePort,
      remoteService: serviceOf(kept.protocol, remotePort),
      remoteScope: kept.remoteAddress === null ? null : scopeOf(kept.remoteAddress),
      state: kept.state,
      direction: kept.direction,
      createdAt: kept.createdAt === null ? null : timeText(kept.createdAt),
      pid: kept.pid,
      process: kept.process,
      path: kept.path,
      services: kept.services === null ? null : readList(kept.services),
      socketService: kept.socketService,
      user: kept.user,
      localHost: kept.localHost,
      remoteHost: kept.remoteHost,
      remoteHostSource: kept.remoteHostSource,
      remoteAsn: null,
      remoteOwner: null,
      remoteCountry: null,
      remoteNetwork: null,
      note: kept.note,
    },
  };
}

/** The lowest ID of an episode whose first run has this ID or a higher one. */
export function firstEpisodeSince(prepare: Prepare, run: number): number {
  const at = prepare("SELECT id, first_run AS run FROM episode WHERE id >= ? ORDER BY id LIMIT 1");
  let [low, high] = [0, Number(prepare("SELECT max(id) AS id FROM episode").get()?.id ?? 0) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = at.get(middle);
    if (found === undefined || (found.run as number) >= run) high = middle;
    else low = (found.id as number) + 1;
  }
  return low;
}

/** A time of the history as rows have it; null for one that no date can hold, as in a damaged file. */
export function timeText(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** What {@linkcode SELECT_EPISODES} selects. */
interface FoundEpisode {
  readonly id: number;
  readonly flow: number;
  readonly port: number | null;
  readonly processId: number | null;
  readonly firstRun: number;
  readonly lastRun: number | null;
  readonly createdAt: number | null;
  readonly state: string | null;
  readonly note: string | null;
  readonly pid: number | null;
  readonly startedAt: number | null;
  readonly flowId: number | null;
  readonly localPort: number | null;
  readonly remotePort: number | null;
  readonly computer: string | null;
  readonly protocol: string | null;
  readonly direction: string | null;
  readonly localAddress: string | null;
  readonly localHost: string | null;
  readonly remoteAddress: string | null;
  readonly remoteHost: string | null;
  readonly socketService: string | null;
  readonly remoteHostSource: string | null;
  readonly process: string | null;
  readonly path: string | null;
  readonly user: string | null;
  readonly services: string | null;
}

/** The service of a port; null for protocols, as of damaged files, that have none. */
export function serviceOf(protocol: string, port: number | null): string | null {
  const isKnown = protocol === "TCP" || protocol === "UDP";
  return port === null || !isKnown ? null : portService(protocol, port);
}

function readList(json: string): string[] {
  try {
    const list: unknown = JSON.parse(json);
    if (Array.isArray(list) && list.every((item) => typeof item === "string")) return list;
  } catch {
    // It is not as it was written.
  }
  throw new DatabaseError("damaged", `${json.slice(0, 40)} is no list`);
}

/** Damage can change the kind of a value. */
const NUMBERS = [
  "port",
  "processId",
  "lastRun",
  "createdAt",
  "pid",
  "startedAt",
  "localPort",
  "remotePort",
] as const satisfies readonly (keyof FoundEpisode)[];
const TEXTS = [
  "state",
  "note",
  "computer",
  "protocol",
  "direction",
  "localAddress",
  "localHost",
  "remoteAddress",
  "remoteHost",
  "socketService",
  "remoteHostSource",
  "process",
  "path",
  "user",
  "services",
] as const satisfies readonly (keyof FoundEpisode)[];

function hasKinds(kept: FoundEpisode): boolean {
  for (const column of NUMBERS) if (!isNullOr("number", kept[column])) return false;
  for (const column of TEXTS) if (!isNullOr("string", kept[column])) return false;
  return true;
}

function isNullOr(kind: "number" | "string", value: unknown): boolean {
  return value === null || typeof value === kind;
}
