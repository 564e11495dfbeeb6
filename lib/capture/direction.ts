/**
 * Who began a connection: this computer or the other end. No tool tells; it follows from who listens
 * on the local port ([ADR 21](../../docs/adr/0021-direction.md)).
 *
 * @module
 */
import { formatAddress, isMapped, parseAddress } from "../address/address.ts";
import { hasPeer } from "../model/peer.ts";
import type { Socket } from "../model/socket.ts";

/** Who began a connection: the other end (`inbound`) or this computer (`outbound`). */
export type Direction = "inbound" | "outbound";

/** The fields of a socket or a connection that tell its direction. */
export type DirectedSocket = Pick<
  Socket,
  | "protocol"
  | "localAddress"
  | "localPort"
  | "remoteAddress"
  | "remotePort"
  | "remoteHost"
  | "state"
  | "pid"
  | "process"
>;

/** What is known of processes, to tell whether one can have taken another's connection. */
export interface KnownProcesses {
  /** The image name of a process; null where it is unknown. */
  readonly nameOf: (pid: number) => string | null;
  /** The process ID of its parent; null where it is unknown. @default all are unknown */
  readonly parentOf?: (pid: number) => number | null;
}

/** A socket that waits for others to begin. */
interface Listener {
  /** Its address as text; null where it is unknown. */
  readonly address: string | null;
  readonly pid: number | null;
  readonly process: string | null;
  /** All processes that hold it, where these are several. */
  readonly holders?: readonly number[];
}

/** The most listeners on one port that are told apart. */
const MOST_ON_ONE_PORT = 64;

/** The direction that the state of a connection tells by itself; null for most. */
export function directionOfState({ state }: Pick<Socket, "state">): Direction | null {
  if (state === "SYN_RECEIVED") return "inbound";
  return state === "SYN_SENT" ? "outbound" : null;
}

/**
 * The listening sockets of one computer, which tell who began its connections.
 *
 * @example
 * ```ts
 * import { Listeners, parseNetstat } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows } = parseNetstat(`
 *   TCP    0.0.0.0:22           0.0.0.0:0            LISTENING       71
 *   TCP    192.0.2.7:22         198.51.100.9:50123   ESTABLISHED     71
 *   TCP    192.0.2.7:50321      203.0.113.4:443      ESTABLISHED     80
 * `);
 * const listeners = new Listeners(rows);
 * assertEquals(rows.map((row) => listeners.directionOf(row)), [null, "inbound", "outbound"]);
 * ```
 */
export class Listeners {
  /** The listeners in the order in which they were added, behind one that is none. */
  readonly #listeners: Listener[] = [ANYBODY];
  /** For each the place in that list of the one before it on the same port; 0 where there is none. */
  readonly #before: number[] = [0];
  /** The place of the last one on each port: ports of TCP, then those of UDP. */
  readonly #last = new Int32Array(2 * PORTS);
  /** By address and process ID: a program listens on many ports, and a listing has many programs. */
  readonly #shared = new Map<string | null, Map<number | null, Listener>>();
  readonly #isWhole: boolean;
  #hasTcp = false;
  #hasUdp = false;

  /**
   * @param sockets Sockets of any kind: those that listen are taken.
   * @param options `isWhole`: whether all listening sockets are among them, even if there are none.
   * Without it, a listing that has none of them is taken for one that was saved without.
   */
  constructor(sockets: Iterable<DirectedSocket> = [], { isWhole = false } = {}) {
    this.#isWhole = isWhole;
    for (const socket of sockets) this.add(socket);
  }

  /** Adds a socket if it listens. `holders`: all processes that hold it, where these are several. */
  add(socket: DirectedSocket, holders?: readonly number[]): void {
    const { protocol, localPort } = socket;
    const isTcp = protocol === "TCP";
    if (localPort === null || localPort >= PORTS) return;
    if (isTcp ? !isListener(socket) : hasPeer(socket)) return;
    if (isTcp) this.#hasTcp = true;
    else this.#hasUdp = true;
    const listener = this.#listenerOf(socket, holders);
    const key = keyOf(protocol, localPort);
    let count = 0;
    for (let place = this.#last[key]!; place !== 0; place = this.#before[place]!) {
      if (this.#listeners[place] === listener) return;
      count++;
    }
    if (count > MOST_ON_ONE_PORT) return;
    this.#before.push(this.#last[key]!);
    this.#last[key] = this.#listeners.push(count < MOST_ON_ONE_PORT ? listener : ANYBODY) - 1;
  }

  #listenerOf(socket: DirectedSocket, holders: readonly number[] | undefined): Listener {
    const { localAddress: address, pid, process } = socket;
    if (holders !== undefined) return { address, pid, process, holders };
    let byPid = this.#shared.get(address);
    if (byPid === undefined) this.#shared.set(address, byPid = new Map());
    let listener = byPid.get(pid);
    if (listener?.process !== process) byPid.set(pid, listener = { address, pid, process });
    return listener!;
  }

  /**
   * Returns who began a connection. Null for a socket without another end, and where neither its state
   * nor a listener can tell.
   */
  directionOf(socket: DirectedSocket, known: KnownProcesses = NOTHING_KNOWN): Direction | null {
    const { protocol, localAddress, localPort } = socket;
    const told = directionOfState(socket);
    if (told !== null) return told;
    if (localPort === null || !hasPeer(socket)) return null;
    let place = this.#last[keyOf(protocol, localPort)] ?? 0;
    for (; place !== 0; place = this.#before[place]!) {
      const listener = this.#listeners[place]!;
      const isHeld = holds(listener.address, localAddress);
      if (isHeld && mayHaveAccepted(listener, socket, known)) return "inbound";
    }
    return this.#areKnown(protocol) ? "outbound" : null;
  }

  /** Whether a port that none of these listeners holds has no listener. */
  #areKnown(protocol: string): boolean {
    return this.#isWhole || this.#hasTcp || (protocol !== "TCP" && this.#hasUdp);
  }
}

/** Stands for more listeners than are told apart. */
const ANYBODY: Listener = { address: null, pid: null, process: null };
const NOTHING_KNOWN: KnownProcesses = { nameOf: () => null };

/** Whether a TCP socket listens: where a state is written wrongly, its other end gives that away. */
function isListener({ state, remotePort }: DirectedSocket): boolean {
  return state === "LISTENING" && (remotePort === null || remotePort === 0);
}

/** How many ports there are. */
const PORTS = 0x10000;

/** The place of a port: those of TCP come first. */
function keyOf(protocol: string, port: number): number {
  return protocol === "TCP" ? port : PORTS + port;
}

/** Whether a listener on one address gets what is sent to another. An unknown one may be any. */
function holds(listener: string | null, local: string | null): boolean {
  if (listener === null || local === null || listener === local) return true;
  // A socket on `::` takes IPv4 too, unless it is told not to, which nothing shows.
  if (listener === "::") return true;
  if (!listener.includes(":") && !local.includes(":")) return listener === "0.0.0.0";
  // The others are few; they are read to be compared.
  const [one, other] = [placeOf(listener), placeOf(local)];
  if (one === null || other === null) return true;
  if (one.isAny) return one.family === 6 || other.family === 4;
  if (one.text !== other.text) return false;
  return one.zone === null || other.zone === null || one.zone === other.zone;
}

/** An address for comparison, IPv4 where IPv6 only wraps it. */
interface Place {
  readonly family: 4 | 6;
  readonly isAny: boolean;
  /** The canonical address without its zone. */
  readonly text: string;
  readonly zone: string | null;
}

/** Null for what is no address. */
function placeOf(text: string): Place | null {
  const address = parseAddress(text);
  if (address === null) return null;
  const isWrapped = address.family === 6 && isMapped(address.groups);
  const groups = isWrapped ? address.groups.slice(6) : address.groups;
  const family = isWrapped ? 4 : address.family;
  return {
    family,
    isAny: groups.every((group) => group === 0),
    text: formatAddress({ family, groups, zone: null }),
    zone: isWrapped ? null : address.zone,
  };
}

/** Clients take higher ports. */
const LOWEST_CLIENT_PORT = 1024;

/**
 * Whether a connection can have come through a listener. Servers hand connections to processes that
 * they forked or started, so another process ID alone says nothing; another program does.
 */
function mayHaveAccepted(
  { pid, process, holders }: Listener,
  socket: DirectedSocket,
  { nameOf, parentOf }: KnownProcesses,
): boolean {
  const other = socket.pid;
  if (pid === 0 || other === 0) return true;
  if (pid !== null && other !== null) {
    if (pid === other || pid === INIT || holders?.includes(other)) return true;
  }
  const name = process ?? (pid === null ? null : nameOf(pid));
  const otherName = socket.process ?? (other === null ? null : nameOf(other));
  if (name !== null && otherName !== null && areRelated(name, otherName)) return true;
  if (name !== null && SUPER_SERVERS.has(bareName(name))) return true;
  if (pid !== null && other !== null) {
    if (parentOf !== undefined) {
      if (isAncestor(pid, other, parentOf) || isAncestor(other, pid, parentOf)) return true;
    }
    // Two processes of which nobody knows whether they are one program: a client's port decides.
    if (name === null || otherName === null) {
      return (socket.remotePort ?? Infinity) >= LOWEST_CLIENT_PORT;
    }
  }
  return name === null || otherName === null;
}

/** The first process of Linux, which listens for services that it starts when somebody connects. */
const INIT = 1;

/** Programs that listen for others, which they start for each connection. */
const SUPER_SERVERS: ReadonlySet<string> = new Set([
  "systemd",
  "init",
  "launchd",
  "inetd",
  "xinetd",
  "tcpserver",
  "master", // of Postfix and Cyrus
  "dovecot",
]);

/** Whether two names are those of one program, or of its parts: `sshd` and `sshd-session`. */
function areRelated(one: string, other: string): boolean {
  const [short, long] = [bareName(one), bareName(other)].sort((a, b) => a.length - b.length);
  if (short === "" || !long!.startsWith(short!)) return false;
  return short!.length === long!.length || short!.length >= LONGEST_COMM ||
    !/^\p{L}/u.test(long!.slice(short!.length));
}

/** Linux cuts names of programs to this length. */
const LONGEST_COMM = 15;

/** A name in lower case, without `.exe` and without what a server says of itself: `nginx: worker`. */
function bareName(name: string): string {
  return name.toLowerCase().replace(/:(?:\s.*)?$/s, "").replace(/\.exe$/, "").trim();
}

/** More generations than any process has; a list with a circle ends here. */
const MOST_GENERATIONS = 64;

function isAncestor(
  pid: number,
  child: number,
  parentOf: (pid: number) => number | null,
): boolean {
  let parent = parentOf(child);
  for (let count = 0; parent !== null && count < MOST_GENERATIONS; count++) {
    if (parent === pid) return true;
    parent = parentOf(parent);
  }
  return false;
}
