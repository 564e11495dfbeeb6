/**
 * The sockets and processes among which something is inspected.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { joinSocket } from "../capture/join.ts";
import { type Connection, CONNECTION_FIELDS } from "../model/connection.ts";
import type { Process } from "../model/process.ts";
import type { Socket } from "../model/socket.ts";
import type { ObjectRow } from "../model/field.ts";
import type { RowSource } from "../rows/row_source.ts";
import { readLinuxProcesses } from "../capture/linux/linux_processes.ts";
import { toRecord, toSocketRecord } from "../capture/saved/own_records.ts";
import type { OnRead } from "../capture/diagnostics.ts";
import { socketRows } from "../capture/socket_rows.ts";
import { findSockets, type ReadOptions, type SocketState } from "../capture/snapshot.ts";
import { NETSTAT_SHAPE, type NetstatRow } from "../tools/netstat/row.ts";

/** What is known of a machine. */
export interface Machine {
  /** All sockets with their processes. */
  readonly connections: readonly Connection[];
  /** The processes by PID; null where there is no process list. */
  readonly processes: ReadonlyMap<number, Process> | null;
  /** When they were seen; null for saved output. */
  readonly observedAt: string | null;
  /** Whether it is saved output: the files it speaks of may be another computer's. */
  readonly isSaved: boolean;
  /** What the user should know although there are rows. */
  readonly warnings: readonly string[];
}

/**
 * Reads a machine, or saved output of one, with all its processes.
 *
 * @throws {CaptureError} where a tool or file is missing or fails.
 * @throws {ParseError} where saved files hold no sockets.
 */
export async function readMachine(
  host: Host,
  options: ReadOptions,
  onRead: OnRead,
): Promise<Machine> {
  const isSaved = options.from.length > 0;
  const isLinux = !isSaved && host.os === "linux";
  // On Linux the sockets' own processes are but a part of all, which are read below.
  const found = await findSockets(host, { ...options, details: !isLinux }, onRead);
  const processes = isLinux ? allOnLinux(host, onRead) : found.processes;
  const { observedAt, warnings } = found;
  const connections = await connectionsOf({ ...found, processes });
  return { connections, processes, observedAt, isSaved, warnings };
}

function allOnLinux(host: Host, onRead: OnRead): Map<number, Process> {
  const { processes, rejected } = readLinuxProcesses(host);
  onRead({ label: "/proc", rows: processes.length, rejected });
  return new Map(processes.map((process) => [process.pid, process]));
}

async function connectionsOf(state: SocketState): Promise<Connection[]> {
  const join = (socket: Socket): Connection => joinSocket(socket, state);
  const source = socketRows<NetstatRow>(state.sockets, {
    shape: NETSTAT_SHAPE,
    view: (row) => row,
    shown: (row) => row,
    object: join,
    readBack: ({ kind, row }) =>
      kind === "connections" ? toRecord(row, CONNECTION_FIELDS) : join(toSocketRecord(row)),
  }) as RowSource<unknown>;
  const rows: ObjectRow[] = [];
  await source.read({
    row: (row) => void rows.push(source.toObject(row)),
    pause: () => Promise.resolve(),
  });
  return rows as unknown as Connection[];
}
