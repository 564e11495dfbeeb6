/**
 * The sockets of a Linux machine, from `/proc/net`: those of our own network namespace.
 *
 * @module
 */
import { compareGroups, parseIPv4, parseIPv6 } from "../../address/address.ts";
import { CaptureError } from "../../errors.ts";
import { attempt } from "../../host/refusals.ts";
import type { Files } from "../../host/host.ts";
import type { Rejected } from "../../model/parsed.ts";
import type { Process } from "../../model/process.ts";
import type { Socket } from "../../model/socket.ts";
import { parseProcNet, type ProcSocket } from "../../tools/proc/proc_net.ts";
import { assignOwners } from "./linux_owners.ts";
import { describeProcesses, listPids } from "./linux_processes.ts";

/** How to read sockets. */
export interface LinuxOptions {
  /** Whether to describe the processes that own sockets; if not, `processes` is empty. */
  readonly details: boolean;
}

/** The sockets of a Linux machine. */
export interface LinuxState {
  /** The sockets. PID 0: no process holds it. Null PID: its owner could not be seen. */
  readonly sockets: Socket[];
  /** The processes that own sockets, by PID. */
  readonly processes: Map<number, Process>;
  /** Lines that were not understood. */
  readonly rejected: Rejected[];
  /** The number of processes there are. */
  readonly processCount: number;
  /**
   * The number of processes whose descriptors could not be read, kernel threads among them unless we
   * are root.
   */
  readonly unreadable: number;
}

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
export function readLinuxSockets(host: Files, { details }: LinuxOptions): LinuxState {
  const { rows, rejected } = readTables(host);
  const pids = listPids(host);
  const unreadable = assignOwners(host, rows, { pids });
  const sockets = rows.map(({ socket }) => socket);
  const described = describeProcesses(host, details ? ownerPids(sockets) : []);
  rejected.push(...described.rejected);
  const processes = new Map(described.processes.map((process) => [process.pid, process]));
  return { sockets, processes, rejected, processCount: pids.length, unreadable };
}

/** The kernel's tables. Those of IPv6 are missing where it is switched off. */
const TABLES = [
  { path: "/proc/net/tcp", protocol: "TCP", optional: false },
  { path: "/proc/net/tcp6", protocol: "TCP", optional: true },
  { path: "/proc/net/udp", protocol: "UDP", optional: false },
  { path: "/proc/net/udp6", protocol: "UDP", optional: true },
] as const;

function readTables(host: Files): { rows: ProcSocket[]; rejected: Rejected[] } {
  const parsed = TABLES.map(({ path, protocol, optional }) => {
    const { value, refusal } = attempt(() => host.readFile(path));
    if (refusal === null) return parseProcNet(value, protocol);
    if (optional && refusal.kind === "notFound") return { rows: [], rejected: [] };
    throw new CaptureError(refusal.message, { cause: refusal });
  });
  return {
    rows: parsed.flatMap(({ rows }) => sortAsNetstat(rows)),
    rejected: parsed.flatMap(({ rejected }) => rejected),
  };
}

/** Lists the PIDs of the sockets' owners, each once. */
function ownerPids(sockets: readonly Socket[]): number[] {
  const pids = new Set<number>();
  for (const { pid } of sockets) if (pid !== null && pid !== 0) pids.add(pid);
  return [...pids];
}

/**
 * Sorts the sockets of one table as netstat prints them on Windows: by local address, local port and
 * remote port. The kernel's own order, by hash, says nothing.
 */
export function sortAsNetstat<Row extends { readonly socket: Socket }>(
  rows: readonly Row[],
): Row[] {
  return rows.map((row) => ({ row, end: toLocalEnd(row.socket) }))
    .sort((a, b) => compareEnds(a.end, b.end) || remotePort(a.row) - remotePort(b.row))
    .map(({ row }) => row);
}

/** A local end as numbers: the groups of an IPv6 address and a port, or IPv4 address and port in one. */
interface LocalEnd {
  readonly groups: readonly number[];
  readonly number: number;
}

function toLocalEnd({ localAddress, localPort }: Socket): LocalEnd {
  const address = localAddress ?? "";
  const port = localPort ?? 0;
  const ipv4 = parseIPv4(address);
  if (ipv4 !== null) return { groups: [], number: ipv4 * 65536 + port };
  return { groups: parseIPv6(address) ?? [], number: port };
}

function compareEnds(one: LocalEnd, other: LocalEnd): number {
  return compareGroups(one.groups, other.groups) || one.number - other.number;
}

function remotePort({ socket }: { readonly socket: Socket }): number {
  return socket.remotePort ?? 0;
}
