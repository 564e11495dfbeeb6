/**
 * How questions and results name a row: its program, and its ends.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";
import { hasPeer } from "../model/peer.ts";
import { writeEnd } from "../output/table/cells.ts";

/** Names the program of a row. */
export function programText({ process, pid }: Pick<Connection, "process" | "pid">): string {
  if (pid === null || pid === 0) return process ?? "no known program";
  return process === null ? `process ${pid}` : `${process} (${pid})`;
}

/** Names a row by its protocol and its ends. */
export function socketText(row: Connection): string {
  return `${row.protocol} ${endsText(row)}`;
}

/** Names a connection by its ends; a socket without a peer by its own. */
export function endsText(row: Connection): string {
  const local = writeEnd(row.localAddress ?? row.localHost, row.localPort);
  if (!hasPeer(row)) return local;
  return `${local} to ${writeEnd(row.remoteAddress ?? row.remoteHost, row.remotePort)}`;
}
