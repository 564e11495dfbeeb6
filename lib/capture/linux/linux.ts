/**
 * Sockets and processes of a Linux machine, from `/proc`. Sockets are those of our own network
 * namespace; which process holds one is found through the links in `/proc/PID/fd`.
 *
 * @module
 */
import { CaptureError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import type { Rejected } from "../../model/parsed.ts";
import type { Process } from "../../model/process.ts";
import type { Socket } from "../../model/socket.ts";
import { attempt } from "../../host/attempt.ts";
import { parseProcNet, type ProcSocket } from "../../tools/proc/proc_net.ts";
import { readMachine, readProcess } from "../../tools/proc/proc_pid.ts";
import { listenerIndex, waitsForAccept } from "./linux_backlog.ts";
import { inOrder } from "./linux_order.ts";
import { findOwners } from "./linux_owners.ts";

/** What to read. */
export interface LinuxOptions {
  /** Whether to describe the processes that own sockets; if not, `processes` is empty. */
  readonly details: boolean;
}

/** The sockets of a Linux machine. */
export interface LinuxState {
  /**
   * One row a socket. PID 0: no process holds it. Null PID: it could not be seen which one does.
   */
  readonly sockets: Socket[];
  /** The processes that own sockets, by PID. */
  readonly processes: Map<number, Process>;
  /** Lines that were not understood. */
  readonly rejected: Rejected[];
  /** How many processes' descriptors could not be read; unless we are root, kernel threads too. */
  readonly unreadable: number;
}

/** The kernel's tables. Those of IPv6 are missing where it is switched off. */
const TABLES = [
  { path: "/proc/net/tcp", protocol: "TCP", optional: false },
  { path: "/proc/net/tcp6", protocol: "TCP", optional: true },
  { path: "/proc/net/udp", protocol: "UDP", optional: false },
  { path: "/proc/net/udp6", protocol: "UDP", optional: true },
] as const;

/**
 * Reads all TCP and UDP sockets with the processes that own them.
 *
 * @throws {CaptureError} where the kernel's tables cannot be read.
 *
 * @example
 * ```ts
 * import { denoHost, readLinuxSockets } from "@netwho/netwho";
 * import { assert } from "@std/assert";
 *
 * if (Deno.build.os === "linux") {
 *   using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 *   const { sockets } = readLinuxSockets(denoHost(), { details: false });
 *   const found = sockets.find(({ localPort, pid }) =>
 *     localPort === listener.addr.port && pid === Deno.pid
 *   );
 *   assert(found?.state === "LISTENING");
 * }
 * ```
 */
export function readLinuxSockets(host: Host, { details }: LinuxOptions): LinuxState {
  const { rows, rejected } = readTables(host);
  const { owners, unreadable } = findOwners(host, { pids: listPids(host), rows });
  for (const { socket, inode } of rows) socket.pid = inode === 0 ? 0 : owners.get(inode) ?? null;
  const sockets = rows.map(({ socket }) => socket);
  giveToListeners(sockets);
  const described = describe(host, details ? ownersOf(sockets) : []);
  rejected.push(...described.rejected);
  const processes = new Map(described.processes.map((process) => [process.pid, process]));
  return { sockets, processes, rejected, unreadable };
}

/**
 * Reads all processes, in the order of their PIDs.
 *
 * @throws {CaptureError} where `/proc` cannot be read.
 */
export function readLinuxProcesses(host: Host): { processes: Process[]; rejected: Rejected[] } {
  return describe(host, listPids(host));
}

function readTables(host: Host): { rows: ProcSocket[]; rejected: Rejected[] } {
  const parsed = TABLES.map(({ path, protocol, optional }) => {
    const { value, refusal } = attempt(() => host.readFile(path));
    if (refusal === null) return parseProcNet(value, protocol);
    if (optional && refusal.kind === "notFound") return { rows: [], rejected: [] };
    throw new CaptureError(refusal.message, { cause: refusal });
  });
  return {
    rows: parsed.flatMap(({ rows }) => inOrder(rows)),
    rejected: parsed.flatMap(({ rejected }) => rejected),
  };
}

/** Gives connections that wait to be accepted the PID of the listener they came in through. */
function giveToListeners(sockets: readonly Socket[]): void {
  const waiting = sockets.filter((socket) => socket.pid === 0 && waitsForAccept(socket));
  if (waiting.length === 0) return;
  const listenerOf = listenerIndex(sockets);
  for (const socket of waiting) socket.pid = listenerOf(socket)?.pid ?? null;
}

function ownersOf(sockets: readonly Socket[]): number[] {
  const pids = new Set<number>();
  for (const { pid } of sockets) if (pid !== null && pid !== 0) pids.add(pid);
  return [...pids];
}

function listPids(host: Host): number[] {
  const { value, refusal } = attempt(() => host.listDirectory("/proc"));
  if (refusal !== null) throw new CaptureError(refusal.message, { cause: refusal });
  return value.filter((name) => /^[1-9]\d*$/.test(name)).map(Number).sort((a, b) => a - b);
}

function describe(
  host: Host,
  pids: readonly number[],
): { processes: Process[]; rejected: Rejected[] } {
  const processes: Process[] = [];
  const rejected: Rejected[] = [];
  const machine = pids.length === 0 ? null : readMachine(host);
  if (machine === null) return { processes, rejected };
  for (const pid of pids) {
    const { process, misread } = readProcess(host, pid, machine);
    if (process !== null) processes.push(process);
    else if (misread !== null) {
      rejected.push({ line: 1, text: misread, reason: `/proc/${pid}/stat not understood` });
    }
  }
  return { processes, rejected };
}
