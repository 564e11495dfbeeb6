/**
 * Episodes as they are read from the history: each with its connection.
 *
 * @module
 */
import { portService } from "../address/ports.ts";
import { scopeOf } from "../address/scope.ts";
import { DatabaseError, type SqlRow } from "../host/databases.ts";
import type { Connection } from "../model/connection.ts";

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
SELECT e.id, e.flow, e.port, e.process AS process_id, e.first_run, e.last_run, e.created_at,
  state.value AS state, note.value AS note, p.pid, p.started_at,
  f.id AS flow_id, f.local_port, f.remote_port,
  computer.value AS computer, protocol.value AS protocol, direction.value AS direction,
  local_address.value AS local_address, local_host.value AS local_host,
  remote_address.value AS remote_address, remote_host.value AS remote_host,
  socket_service.value AS socket_service, remote_host_source.value AS remote_host_source,
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

/** Reads a row of {@linkcode SELECT_EPISODES}. */
export function keptEpisode(found: SqlRow): KeptEpisode {
  const kept = found as unknown as FoundEpisode;
  if (kept.flow_id === null || kept.protocol === null) {
    throw new DatabaseError("damaged", `episode ${kept.id} has no flow`);
  }
  const isInbound = kept.direction === "inbound";
  const localPort = isInbound ? kept.local_port : kept.local_port ?? kept.port;
  const remotePort = isInbound ? kept.port ?? kept.remote_port : kept.remote_port;
  return {
    id: kept.id,
    flow: kept.flow,
    process: kept.process_id,
    firstRun: kept.first_run,
    lastRun: kept.last_run,
    startedAt: kept.started_at,
    row: {
      observedAt: null,
      computer: kept.computer,
      protocol: kept.protocol,
      localAddress: kept.local_address,
      localPort,
      localService: serviceOf(kept.protocol, localPort),
      localScope: kept.local_address === null ? null : scopeOf(kept.local_address),
      remoteAddress: kept.remote_address,
      remotePort,
      remoteService: serviceOf(kept.protocol, remotePort),
      remoteScope: kept.remote_address === null ? null : scopeOf(kept.remote_address),
      state: kept.state,
      direction: kept.direction,
      createdAt: kept.created_at === null ? null : timeText(kept.created_at),
      pid: kept.pid,
      process: kept.process,
      path: kept.path,
      services: kept.services === null ? null : readList(kept.services),
      socketService: kept.socket_service,
      user: kept.user,
      localHost: kept.local_host,
      remoteHost: kept.remote_host,
      remoteHostSource: kept.remote_host_source,
      remoteAsn: null,
      remoteOwner: null,
      remoteCountry: null,
      remoteNetwork: null,
      note: kept.note,
    },
  };
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
  readonly process_id: number | null;
  readonly first_run: number;
  readonly last_run: number | null;
  readonly created_at: number | null;
  readonly state: string | null;
  readonly note: string | null;
  readonly pid: number | null;
  readonly started_at: number | null;
  readonly flow_id: number | null;
  readonly local_port: number | null;
  readonly remote_port: number | null;
  readonly computer: string | null;
  readonly protocol: string | null;
  readonly direction: string | null;
  readonly local_address: string | null;
  readonly local_host: string | null;
  readonly remote_address: string | null;
  readonly remote_host: string | null;
  readonly socket_service: string | null;
  readonly remote_host_source: string | null;
  readonly process: string | null;
  readonly path: string | null;
  readonly user: string | null;
  readonly services: string | null;
}

function serviceOf(protocol: string, port: number | null): string | null {
  const isKnown = protocol === "TCP" || protocol === "UDP";
  return port === null || !isKnown ? null : portService(protocol, port);
}

function readList(json: string): string[] {
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}
