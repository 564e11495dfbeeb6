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
    const remote = row.remoteAddress ?? `${row.remoteHost}`;
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

function isClientPort(port: number | null): boolean {
  return port !== null && port >= FIRST_CLIENT_PORT;
}

function isLoopback(scope: string | null): boolean {
  return scope === "loopback";
}

/**
 * The programs of some rows. Two rows may be of one program if nothing that both tell of it differs:
 * its name, its path, and its process ID where one of them has no name.
 */
export class KnownPrograms {
  /** The paths by name; null for rows without one. */
  readonly #paths = new Map<string, Set<string | null>>();
  /** The process IDs of rows with a name, and of those without. */
  readonly #named = new Set<number>();
  readonly #nameless = new Set<number>();
  #hasUnknown = false;

  /** Adds the program of a row. */
  add(row: Connection): void {
    const { pid } = row;
    const name = programName(row);
    if (name !== null) {
      const paths = this.#paths.get(name);
      if (paths === undefined) this.#paths.set(name, new Set([pathOf(row)]));
      else paths.add(pathOf(row));
      if (pid !== null) this.#named.add(pid);
    } else if (pid !== null) this.#nameless.add(pid);
    else this.#hasUnknown = true;
  }

  /** Whether there are rows, and none of them tells its program. */
  get areUnknown(): boolean {
    return this.#hasUnknown && this.#isEmpty;
  }

  /** Whether no row tells its program. */
  get #isEmpty(): boolean {
    return this.#paths.size === 0 && this.#nameless.size === 0;
  }

  /** Whether one of the programs may be that of a row. `isSure`: whether both have to be known. */
  has(row: Connection, { isSure = false }: { isSure?: boolean } = {}): boolean {
    const { pid } = row;
    if (this.#hasUnknown && !isSure) return true;
    const name = programName(row);
    if (name === null) {
      if (pid === null) return !isSure && !this.#isEmpty;
      return this.#nameless.has(pid) || this.#named.has(pid);
    }
    if (pid !== null && this.#nameless.has(pid)) return true;
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
