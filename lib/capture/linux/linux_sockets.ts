/**
 * Reads the sockets and processes of a Linux machine. Only the sockets of netwho's own network
 * namespace are visible.
 *
 * @module
 */
import { compareGroups, parseAddress } from "../../address/address.ts";
import { CaptureError } from "../../errors.ts";
import { type Facts, type Files, HostError } from "../../host/host.ts";
import { inTurns, type Turn } from "../../host/turns.ts";
import type { Rejected } from "../../model/parsed.ts";
import type { Process } from "../../model/process.ts";
import type { Socket } from "../../model/socket.ts";
import { parseCmdline } from "../../tools/proc/proc_cmdline.ts";
import { PROC_NET_TABLES, procNetSteps, type ProcSocket } from "../../tools/proc/proc_net.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { Listeners } from "../direction.ts";
import { type HiddenBy, reasonOf } from "../hidden_owners.ts";
import { addCommandLines, addParents } from "../kinship.ts";
import {
  type SnapshotOptions,
  type SnapshotSource,
  socketBatches,
  type SocketFacts,
} from "../source.ts";
import { type FileRemark, noteFiles } from "./linux_files.ts";
import { assignOwners, findHolders, type Holders } from "./linux_owners.ts";
import { describeInSteps, listPids, parentFinder, readLinuxProcesses } from "./linux_processes.ts";
import { hidesProcesses, whyHidden } from "./linux_rights.ts";
import { userReader } from "./linux_users.ts";
import { addZones } from "./linux_zones.ts";

/**
 * Reads `/proc`.
 *
 * @throws {CaptureError} if it cannot be read.
 */
export async function readLinuxSource(
  host: Files & Pick<Facts, "elevated" | "commandLines">,
  options: Pick<
    SnapshotOptions,
    "sockets" | "processes" | "details" | "commandLines" | "directions" | "turn"
  >,
  diagnostics: Diagnostics,
): Promise<SnapshotSource> {
  const found = options.sockets
    ? await readLinuxSockets(host, {
      details: options.processes === "owners",
      users: options.processes !== "none",
      turn: options.turn,
    })
    : null;
  if (found !== null) {
    const { sockets, rejected } = found;
    diagnostics.report({ label: "/proc", rows: sockets.length, rejected });
  }
  const all = options.processes === "all" ? readAllProcesses(host, diagnostics) : null;
  if (found === null && all !== null && hidesProcesses([...all.processes.keys()])) {
    diagnostics.limit(`processes of others could not be seen: ${reasonOf("hidepid")}`);
  }
  const described = all ?? found;
  if (described !== null && options.details) addParents(described.processes, described.parents);
  if (described !== null && (options.commandLines ?? options.details)) {
    const lines = readCommandLines(host, described.processes);
    diagnostics.note(...addCommandLines(described.processes, lines));
  }
  const { unreadable, refused = 0, processCount = 0 } = found ?? {};
  return {
    batches: socketBatches(
      found?.sockets ?? [],
      found === null || options.directions === false ? undefined : listenersIn(found),
    ),
    processes: described?.processes ?? null,
    unseen: {
      hiddenBy: found?.hiddenBy ?? "elsewhere",
      processes: processCount,
      unreadable: unreadable?.size ?? 0,
      unreadablePids: unreadable,
      refused,
    },
    socketFacts: found?.facts,
    processNotes: await noteFiles(host, described?.files ?? []),
    parentOf: parentFinder(host, described?.parents),
  };
}

function listenersIn({ sockets, facts }: LinuxSockets): Listeners {
  const listeners = new Listeners([], { isWhole: true });
  for (const socket of sockets) {
    listeners.add(socket, facts.get(socket)?.holders?.map(({ pid }) => pid));
  }
  return listeners;
}

/** Processes by their PIDs, and what is to be said of their files. */
interface Described {
  readonly processes: Map<number, Process>;
  readonly files: readonly FileRemark[];
  /** The PIDs of their parents. */
  readonly parents: ReadonlyMap<number, number>;
}

function readAllProcesses(host: Files, diagnostics: Diagnostics): Described {
  const { processes, files, parents, rejected } = readLinuxProcesses(host);
  diagnostics.report({ label: "/proc", rows: processes.length, rejected });
  return { processes: byPid(processes), files, parents };
}

function readCommandLines(
  host: Pick<Facts, "commandLines">,
  processes: ReadonlyMap<number, Process>,
): Map<number, string> {
  const lines = new Map<number, string>();
  for (const [pid, text] of host.commandLines([...processes.keys()])) {
    const line = parseCmdline(text);
    if (line !== null) lines.set(pid, line);
  }
  return lines;
}

function byPid(processes: readonly Process[]): Map<number, Process> {
  return new Map(processes.map((process) => [process.pid, process]));
}

/** The sockets of a Linux machine. */
export interface LinuxSockets extends Described, Omit<Holders, "held"> {
  /** The sockets. PID 0 means that no process holds the socket, null that its owner cannot be seen. */
  readonly sockets: Socket[];
  /** What is known of some of them beside what netstat prints. */
  readonly facts: ReadonlyMap<Socket, SocketFacts>;
  /** Why owners cannot be seen. */
  readonly hiddenBy: HiddenBy;
  /** The rejected lines. */
  readonly rejected: Rejected[];
}

/**
 * Reads all TCP and UDP sockets with the processes that own them.
 *
 * @param options `details`: whether to read these processes; otherwise `processes` is empty. `users`:
 * whether to tell the users of sockets whose process cannot be seen. `turn`: gives the event loop a turn.
 * @throws {CaptureError} if the kernel's tables cannot be read.
 */
export async function readLinuxSockets(
  host: Files & Pick<Facts, "elevated">,
  { details, users = details, turn }: {
    readonly details: boolean;
    readonly users?: boolean;
    readonly turn?: Turn;
  },
): Promise<LinuxSockets> {
  // The kernel takes a while to print its tables; meanwhile the descriptors are read.
  const tables = readTables(host, turn);
  const { pids, ...holders } = await Promise.try(async () => {
    const pids = listPids(host);
    return { pids, ...await inTurns(findHolders(host, pids), turn) };
  }).catch(async (error) => {
    // An error of the tables comes first.
    await tables;
    throw error;
  });
  const { rows, rejected } = await tables;
  addZones(host, rows);
  const facts = assignOwners(host, rows, holders);
  if (users) addUsers(host, rows, facts);
  const sockets = rows.map(({ socket }) => socket);
  const described = await inTurns(
    describeInSteps(host, details ? ownerPids(sockets) : []),
    turn,
  );
  rejected.push(...described.rejected);
  const { processCount, unreadable, refused } = holders;
  return {
    sockets,
    facts,
    hiddenBy: whyHidden(host, { pids, unreadable }),
    processes: byPid(described.processes),
    files: described.files,
    parents: described.parents,
    rejected,
    processCount,
    unreadable,
    refused,
  };
}

/** The kernel tells the user of every socket, also where it hides the process. */
function addUsers(
  host: Files,
  rows: readonly ProcSocket[],
  facts: Map<Socket, SocketFacts>,
): void {
  const userOf = userReader(host);
  for (const { socket, inode, uid } of rows) {
    // A connection that waits to be accepted has no inode and no user yet.
    if (socket.pid !== null || inode === 0) continue;
    facts.set(socket, { ...facts.get(socket), user: userOf(uid) });
  }
}

async function readTables(
  host: Files,
  turn: Turn | undefined,
): Promise<{ rows: ProcSocket[]; rejected: Rejected[] }> {
  const parsed = await Promise.all(PROC_NET_TABLES.map(async ({ path, protocol, optional }) => {
    try {
      const table = await host.readFileInBackground(path);
      return await inTurns(procNetSteps(table, protocol), turn);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      if (optional && error.kind === "notFound") return { rows: [], rejected: [] };
      throw new CaptureError(error.message, { cause: error });
    }
  }));
  return {
    rows: parsed.flatMap(({ rows }) => sortAsNetstat(withoutRepeats(rows))),
    rejected: parsed.flatMap(({ rejected }) => rejected),
  };
}

/** The kernel prints a socket twice where others come and go meanwhile; each has its own inode. */
function withoutRepeats(rows: readonly ProcSocket[]): readonly ProcSocket[] {
  const inodes = new Set<number>();
  return rows.filter(({ inode }) => inode === 0 || inodes.size < inodes.add(inode).size);
}

/** Returns the PIDs of the sockets' owners, without duplicates. */
function ownerPids(sockets: readonly Socket[]): number[] {
  const pids = new Set<number>();
  for (const { pid } of sockets) if (pid !== null && pid !== 0) pids.add(pid);
  return [...pids];
}

/**
 * Sorts the sockets of one table in the order of netstat on Windows: by local address, local port and
 * remote port. The kernel's own hash order is meaningless.
 */
export function sortAsNetstat<Row extends { readonly socket: Socket }>(
  rows: readonly Row[],
): Row[] {
  const ranks = rankAddresses(rows);
  return rows.map((row) => ({ row, place: placeOf(row.socket, ranks) }))
    .sort((one, other) => one.place - other.place)
    .map(({ row }) => row);
}

/** The places of the addresses, which are few, among each other. */
function rankAddresses(rows: readonly { readonly socket: Socket }[]): Map<string | null, number> {
  const addresses = new Set(rows.map(({ socket }) => socket.localAddress));
  const sorted = [...addresses].map((address) => ({ address, groups: groupsOf(address) }))
    .sort((one, other) => compareGroups(one.groups, other.groups));
  return new Map(sorted.map(({ address }, rank) => [address, rank]));
}

function groupsOf(address: string | null): readonly number[] {
  return parseAddress(address ?? "")?.groups ?? [];
}

const PORTS = 0x10000;

/** A number that sorts as address, local port and remote port do. */
function placeOf(
  { localAddress, localPort, remotePort }: Socket,
  ranks: ReadonlyMap<string | null, number>,
): number {
  return (ranks.get(localAddress)! * PORTS + (localPort ?? 0)) * PORTS + (remotePort ?? 0);
}
