/**
 * Finds the processes that own sockets by the links in `/proc/PID/fd`.
 *
 * @module
 */
import { attempt } from "../../host/refusals.ts";
import type { Files } from "../../host/host.ts";
import type { Steps } from "../../model/steps.ts";
import type { Socket, State } from "../../model/socket.ts";
import { listInWords } from "../../text/wording.ts";
import type { ProcSocket } from "../../tools/proc/proc_net.ts";
import { namesOf, WAITING_NOTE } from "../hidden_owners.ts";
import type { SocketFacts } from "../source.ts";
import { holderSorter } from "./linux_holders.ts";

/** The sockets that processes hold, and how many processes could not be looked into. */
export interface Holders {
  /** The processes that hold each socket, by its inode, in the order in which they were read. */
  readonly held: ReadonlyMap<number, readonly number[]>;
  /** The number of all processes. */
  readonly processCount: number;
  /** The processes whose descriptors could not be read, kernel threads too unless run as root. */
  readonly unreadable: ReadonlySet<number>;
  /** The number of those whose descriptors may not even be listed. */
  readonly refused: number;
}

/** The target of a socket's descriptor is `socket:[INODE]`. */
const SOCKET_LINK = "socket:[";

/** How many descriptors are a step. */
const LINKS_A_STEP = 200;

/** Finds the sockets that processes hold. */
export function* findHolders(host: Files, pids: readonly number[]): Steps<Holders> {
  const held = new Map<number, number[]>();
  const unreadable = new Set<number>();
  let refused = 0;
  for (const pid of pids) {
    const { value: links, refusal } = attempt(() => host.readLinks(`/proc/${pid}/fd`));
    if (refusal?.kind === "permissionDenied") {
      unreadable.add(pid);
      refused++;
    }
    let count = 0;
    for (const [, target] of links ?? []) {
      if (++count % LINKS_A_STEP === 0) yield;
      if (target === null) unreadable.add(pid);
      if (!target?.startsWith(SOCKET_LINK)) continue;
      const inode = Number(target.slice(SOCKET_LINK.length, -1));
      const holders = held.get(inode);
      if (holders === undefined) held.set(inode, [pid]);
      else if (holders.at(-1) !== pid) holders.push(pid);
    }
    yield;
  }
  return { held, processCount: pids.length, unreadable, refused };
}

/**
 * Sets the PID of each socket: the PID of the process that holds it, 0 if none does, null if the
 * owner cannot be seen. Of several processes that hold a socket, the owner is the one that the others
 * were forked from. A connection that is waiting to be accepted gets the PID of its listener.
 *
 * Returns what is known of sockets that several processes hold, or that one of several will get.
 */
export function assignOwners(
  host: Files,
  rows: readonly ProcSocket[],
  { held }: Pick<Holders, "held">,
): Map<Socket, SocketFacts> {
  const facts = new Map<Socket, SocketFacts>();
  const sortHolders = holderSorter(host);
  for (const { socket, inode } of rows) {
    const pids = inode === 0 ? [] : held.get(inode) ?? [];
    if (pids.length > 1) {
      const holders = sortHolders(pids);
      socket.pid = holders[0]!.pid;
      facts.set(socket, { holders, note: `also held by ${namesOf(holders.slice(1))}` });
    } else socket.pid = inode === 0 ? 0 : pids[0] ?? null;
  }
  assignWaiting(rows.map(({ socket }) => socket), facts);
  return facts;
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
 * address, or else the one on the wildcard address. Where several processes listen there
 * (SO_REUSEPORT), the kernel has chosen one of them and does not tell which.
 */
function assignWaiting(sockets: readonly Socket[], facts: Map<Socket, SocketFacts>): void {
  const waiting = sockets.filter(({ pid, state }) => pid === 0 && WAITING.has(state));
  if (waiting.length === 0) return;
  const listeners = Map.groupBy(
    sockets.filter(({ state }) => state === "LISTENING"),
    ({ localAddress, localPort }) => `${localAddress} ${localPort}`,
  );
  for (const socket of waiting) {
    const { localAddress, localPort } = socket;
    const any = localAddress?.includes(":") ? "::" : "0.0.0.0";
    const found = listeners.get(`${localAddress} ${localPort}`) ??
      listeners.get(`${any} ${localPort}`) ?? [];
    const pids = [...new Set(found.map(({ pid }) => pid))];
    socket.pid = pids.length === 1 ? pids[0]! : null;
    if (pids.length > 1) facts.set(socket, { note: waitingNote(pids) });
  }
}

/** The most processes that a note names. */
const MOST_NAMED = 5;

function waitingNote(pids: readonly (number | null)[]): string {
  const known = pids.filter((pid) => pid !== null).sort((a, b) => a - b);
  const named = known.slice(0, MOST_NAMED).map(String);
  const more = known.length - named.length;
  if (more > 0) named.push(`one of ${more} more`);
  if (known.length < pids.length) named.push("another process");
  return `${WAITING_NOTE}${listInWords(named, "or")} will get it`;
}
