/**
 * Finds the processes that own sockets by the links in `/proc/PID/fd`.
 *
 * @module
 */
import { attempt } from "../../host/refusals.ts";
import type { Files, Link } from "../../host/host.ts";
import type { Socket, State } from "../../model/socket.ts";
import type { ProcSocket } from "../../tools/proc/proc_net.ts";

/** The sockets that processes hold, and how many processes could not be looked into. */
export interface Holders {
  /** A process and a socket that it holds, by ascending PIDs. */
  readonly held: readonly (readonly [pid: number, inode: number])[];
  /** The number of all processes. */
  readonly processCount: number;
  /** The number of those whose descriptors could not be read, kernel threads too unless run as root. */
  readonly unreadable: number;
  /** The number of those whose descriptors may not even be listed. */
  readonly refused: number;
}

/** Finds the sockets that processes hold. */
export function findHolders(host: Files, pids: readonly number[]): Holders {
  const held: [number, number][] = [];
  let [unreadable, refused] = [0, 0];
  for (const pid of pids) {
    const links = readDescriptors(host, pid);
    if (typeof links === "string") {
      unreadable++;
      if (links === "refused") refused++;
      continue;
    }
    for (const [, target] of links) {
      if (!target.startsWith(SOCKET_LINK)) continue;
      held.push([pid, Number(target.slice(SOCKET_LINK.length, -1))]);
    }
  }
  return { held, processCount: pids.length, unreadable, refused };
}

/**
 * Sets the PID of each socket: the PID of the process that holds it, 0 if none does, null if the
 * owner cannot be seen. If several processes hold a socket, the owner is the one with the lowest
 * PID, which usually forked the others, unless it is an activator. A connection that is waiting to
 * be accepted gets the PID of its listener.
 */
export function assignOwners(
  host: Files,
  rows: readonly ProcSocket[],
  { held }: Pick<Holders, "held">,
): void {
  // By inode; null until a process is found that holds the socket.
  const owners = new Map<number, number | null>();
  for (const { inode } of rows) if (inode !== 0) owners.set(inode, null);
  const isActivator = activatorTest(host);
  for (const [pid, inode] of held) {
    const owner = owners.get(inode);
    if (owner === undefined || owner === pid) continue;
    if (owner === null || isActivator(owner)) owners.set(inode, pid);
  }
  for (const { socket, inode } of rows) socket.pid = inode === 0 ? 0 : owners.get(inode) ?? null;
  assignWaiting(rows.map(({ socket }) => socket));
}

/** The target of a socket's descriptor is `socket:[INODE]`. */
const SOCKET_LINK = "socket:[";

/** Reads the targets of a process's descriptors, or says what is not permitted. */
function readDescriptors(host: Files, pid: number): Link[] | "refused" | "onlyListed" {
  const directory = `/proc/${pid}/fd`;
  const { value: links, refusal } = attempt(() => host.readLinks(directory));
  if (refusal !== null) return refusal.kind === "permissionDenied" ? "refused" : [];
  if (links.length > 0) return links;
  // Descriptors that are listed but have no target may not be read.
  const names = attempt(() => host.listDirectory(directory)).value ?? [];
  return names.length > 0 ? "onlyListed" : links;
}

/**
 * Programs that open sockets on behalf of others (socket activation) and keep them open. If another
 * program holds such a socket too, it is the owner.
 */
const ACTIVATORS: ReadonlySet<string> = new Set(["systemd"]);

/** Makes a test for activators that reads the name of each process once, and only on demand. */
function activatorTest(host: Files): (pid: number) => boolean {
  const known = new Map<number, boolean>();
  return (pid) => {
    let answer = known.get(pid);
    if (answer === undefined) {
      const { value } = attempt(() => host.readFile(`/proc/${pid}/comm`));
      answer = value !== null && ACTIVATORS.has(new TextDecoder().decode(value).trimEnd());
      known.set(pid, answer);
    }
    return answer;
  };
}

/**
 * The states in which a TCP connection without an inode is waiting to be accepted. In all other
 * states it is being closed.
 */
const WAITING: ReadonlySet<string | null> = new Set<State>([
  "SYN_RECEIVED",
  "ESTABLISHED",
  "CLOSE_WAIT",
]);

/**
 * Gives connections that are waiting to be accepted the PID of their listener: the one on their local
 * address, or else the one on the wildcard address.
 */
function assignWaiting(sockets: readonly Socket[]): void {
  const waiting = sockets.filter(({ pid, state }) => pid === 0 && WAITING.has(state));
  if (waiting.length === 0) return;
  const listeners = new Map<string, Socket>();
  for (const socket of sockets) {
    const { state, localAddress, localPort } = socket;
    if (state === "LISTENING") listeners.set(`${localAddress} ${localPort}`, socket);
  }
  for (const socket of waiting) {
    const { localAddress, localPort } = socket;
    const any = localAddress?.includes(":") ? "::" : "0.0.0.0";
    const listener = listeners.get(`${localAddress} ${localPort}`) ??
      listeners.get(`${any} ${localPort}`);
    socket.pid = listener?.pid ?? null;
  }
}
