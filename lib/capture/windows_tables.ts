/**
 * Reads the sockets of a Windows machine from the system's own tables, and the names of their programs
 * from their files, or from Windows' list of processes: no tool is started, so that it takes a few milliseconds where netstat and tasklist
 * take half a second. For what must be done at once; listings are netstat's and tasklist's.
 *
 * @module
 */
import { parseAddress } from "../address/address.ts";
import { scopeOf } from "../address/scope.ts";
import type { Facts, ListedProcess, SystemSocket } from "../host/host.ts";
import { emptyRecord } from "../model/field.ts";
import type { Process } from "../model/process.ts";
import { type Socket, SOCKET_FIELDS } from "../model/socket.ts";
import { Listeners } from "./direction.ts";
import { nameIn, processOf } from "./process_lists.ts";
import { type SnapshotSource, socketBatches } from "./source.ts";
import { systemFactsFinder } from "./system_sockets.ts";

/** What reading them needs of the host. */
type TablesHost = Pick<Facts, "systemSockets" | "processFacts" | "listedProcesses">;

/**
 * Reads the tables; null where they cannot be read, tell no states, as those of earlier recordings, or
 * hold sockets of a program whose name is needed and not told, as in earlier recordings.
 */
export function readWindowsTables(
  host: TablesHost,
  { needsNames }: { readonly needsNames: boolean },
): SnapshotSource | null {
  const table = host.systemSockets();
  if (table === null || table.length === 0) return null;
  if (table.some(({ protocol, state }) => protocol === "TCP" && !state)) return null;
  let list: ReadonlyMap<number, ListedProcess> | undefined;
  const listed = () => list ??= host.listedProcesses();
  const processes = readOwners(host, new Set(table.map(({ pid }) => pid)));
  for (const process of processes.values()) process.process ??= nameIn(listed(), process.pid);
  const isNameless = ({ pid, process }: Process) => process === null && listed().has(pid);
  if (needsNames && processes.values().some(isNameless)) return null;
  const sockets = table.map(socketOf);
  const listeners = new Listeners([], { isWhole: true });
  for (const socket of sockets) listeners.add(socket);
  return {
    batches: socketBatches(sockets, listeners),
    processes,
    parentOf: (pid) => listed().get(pid)?.parentPid ?? null,
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    socketFacts: systemFactsFinder({ sockets: table, services: new Map() }),
  };
}

/** The kernel's process, which has no file. */
const SYSTEM_PID = 4;

/** Describes processes by their files; the name of one whose file is not told is null. */
function readOwners(
  host: Pick<Facts, "processFacts">,
  pids: ReadonlySet<number>,
): Map<number, Process> {
  const owners = [...pids].filter((pid) => pid !== 0);
  const facts = host.processFacts(owners);
  return new Map(owners.map((pid) => {
    const { path = null, startedAt = null } = facts.get(pid) ?? {};
    const process = pid === SYSTEM_PID ? "System" : path?.split("\\").at(-1) || null;
    return [pid, { ...processOf(pid, process), path: path || null, startedAt }];
  }));
}

/** A socket as netstat would print it. */
function socketOf(system: SystemSocket): Socket {
  const { protocol, pid, isListening, state = null } = system;
  const isIPv6 = system.localAddress.includes(":");
  const any = isListening ? { address: isIPv6 ? "::" : "0.0.0.0", port: 0 } : null;
  return {
    ...emptyRecord(SOCKET_FIELDS),
    protocol,
    localAddress: withZone(system.localAddress, system.localZone),
    localPort: system.localPort,
    remoteAddress: any?.address ?? withZone(system.remoteAddress, system.remoteZone),
    remotePort: any?.port ?? system.remotePort,
    state,
    stateText: state,
    pid,
  };
}

/** Elsewhere than on a link the zone has no meaning, and netstat prints none. */
function withZone(address: string | null, zone: number): string | null {
  if (address === null || zone === 0 || scopeOf(address) !== "linkLocal") return address;
  return parseAddress(address)?.family === 6 ? `${address}%${zone}` : address;
}
