/**
 * What short-lived client ports are paired by: a program and its peer. A program makes a new port for
 * each connection, so the port says nothing of whether the connection is news.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";
import { hasPeer, isWaiting } from "../model/peer.ts";
import { programName } from "./pair_connections.ts";

/**
 * The lowest of the ports that systems give to clients: Linux starts at 32768, Windows at 49152, and a
 * saved listing does not say where it comes from.
 */
const FIRST_CLIENT_PORT = 32_768;

/** Tells what rows are about, whatever client port they have. */
export class Subjects {
  /** The local ports on which others connect, by protocol. */
  readonly #served = new Set<string>();

  /** @param rows the rows of both listings: a listener in one tells the direction in the other. */
  constructor(...listings: readonly (readonly Connection[])[]) {
    for (const rows of listings) {
      for (const row of rows) {
        if (row.direction === "inbound" || row.state === "LISTENING") this.#served.add(served(row));
      }
    }
  }

  /**
   * Returns a text that is equal for the rows about one subject: a peer (outbound: its address and
   * port; inbound: its address and the local port), or a place where a socket waits.
   */
  of(row: Connection): string {
    const { protocol, localPort, remotePort } = row;
    const local = row.localAddress ?? `${row.localHost}`;
    const remote = withoutMapping(row.remoteAddress ?? `${row.remoteHost}`);
    if (!hasPeer(row)) {
      const isClient = isClientPort(localPort) && row.state !== "LISTENING";
      const kind = isWaiting(row) ? "waits" : "bound";
      const place = isClient ? `client ${isLoopback(row.localScope)}` : `${local} ${localPort}`;
      return `${kind} ${protocol} ${place}`;
    }
    if (this.#isInbound(row)) return `in ${protocol} ${localPort} ${remote}`;
    // Programs talk to themselves and to their helpers on ports that are as short-lived as their own.
    const isOwn = isLoopback(row.remoteScope) && isClientPort(remotePort);
    return `out ${protocol} ${remote} ${isOwn ? "client" : remotePort}`;
  }

  #isInbound(row: Connection): boolean {
    const { direction, localPort, remotePort } = row;
    if (direction !== null) return direction === "inbound";
    if (this.#served.has(served(row))) return true;
    // Without listeners the lower port is the one that is served.
    return localPort !== null && remotePort !== null && localPort < remotePort &&
      !isClientPort(localPort);
  }
}

function served({ protocol, localPort }: Connection): string {
  return `${protocol} ${localPort}`;
}

/** A socket for both families shows its peer's IPv4 address inside an IPv6 one: the same peer. */
function withoutMapping(address: string): string {
  return /^::ffff:[\d.]+$/.test(address) ? address.slice("::ffff:".length) : address;
}

function isClientPort(port: number | null): boolean {
  return port !== null && port >= FIRST_CLIENT_PORT;
}

function isLoopback(scope: string | null): boolean {
  return scope === "loopback";
}

/**
 * Whether two rows may be of one program: nothing that both tell of it differs, be it its name, its
 * path, or its process ID where one of them has no name.
 */
export function mayBeOneProgram(one: Connection, other: Connection): boolean {
  const [name, otherName] = [programName(one), programName(other)];
  if (name === null || otherName === null) {
    return one.pid === null || other.pid === null || one.pid === other.pid;
  }
  if (name !== otherName) return false;
  const [path, otherPath] = [pathOf(one), pathOf(other)];
  return path === null || otherPath === null || path === otherPath;
}

/** The programs of some rows, to find out at once whether a row may be of one of them. */
export class KnownPrograms {
  /** The paths by name; null for rows without one. */
  readonly #paths = new Map<string, Set<string | null>>();
  /** The process IDs of rows with a name, and of those without; null for a row without one. */
  readonly #named = new Set<number | null>();
  readonly #nameless = new Set<number | null>();

  /** Adds the program of a row. */
  add(row: Connection): void {
    const name = programName(row);
    (name === null ? this.#nameless : this.#named).add(row.pid);
    if (name === null) return;
    const paths = this.#paths.get(name);
    if (paths === undefined) this.#paths.set(name, new Set([pathOf(row)]));
    else paths.add(pathOf(row));
  }

  /** Whether there are rows, and none of them tells its program. */
  get areUnknown(): boolean {
    return this.#named.size === 0 && this.#nameless.size === 1 && this.#nameless.has(null);
  }

  /** Whether a row may be of one of the programs, as {@linkcode mayBeOneProgram} says. */
  has(row: Connection): boolean {
    const { pid } = row;
    const name = programName(row);
    if (this.#nameless.has(null) || this.#nameless.has(pid)) return true;
    if (name === null) {
      if (pid === null) return this.#named.size + this.#nameless.size > 0;
      return this.#named.has(null) || this.#named.has(pid);
    }
    if (pid === null && this.#nameless.size > 0) return true;
    return this.#hasName(row, name);
  }

  /** Whether a row is surely of one of the programs: what tells so is known of both. */
  knows(row: Connection): boolean {
    const { pid } = row;
    const name = programName(row);
    if (pid !== null && this.#nameless.has(pid)) return true;
    return name === null ? pid !== null && this.#named.has(pid) : this.#hasName(row, name);
  }

  #hasName(row: Connection, name: string): boolean {
    const paths = this.#paths.get(name);
    if (paths === undefined) return false;
    const path = pathOf(row);
    return path === null || paths.has(null) || paths.has(path);
  }
}

/** The path of a row's program; that of a program of Windows without regard to case. */
function pathOf({ path }: Connection): string | null {
  return path === null || path.startsWith("/") ? path : path.toLowerCase();
}

/** A text that is equal for rows that tell the same of their program. */
export function programKey(row: Connection): string {
  return JSON.stringify([programName(row) ?? row.pid, pathOf(row)]);
}
