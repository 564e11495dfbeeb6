/**
 * What makes two rows the same connection: protocol, both ends, the process and, where both tell it,
 * when it was made.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";

/** The fields of a connection that its identity is made of. */
export type Identified = Pick<
  Connection,
  | "protocol"
  | "localAddress"
  | "localPort"
  | "localHost"
  | "remoteAddress"
  | "remotePort"
  | "remoteHost"
  | "pid"
  | "createdAt"
>;

/**
 * Returns a text that is equal for the rows of one connection, but for when it was made: see
 * {@linkcode isSameMaking}.
 */
export function connectionKey(row: Identified): string {
  return `${endsKey(row)} ${row.pid}`;
}

/**
 * Returns a text that is equal for the rows with the same protocol and ends. A name that netstat
 * printed counts where it printed no address.
 */
export function endsKey(
  { protocol, localAddress, localPort, localHost, remoteAddress, remotePort, remoteHost }:
    Identified,
): string {
  const local = localAddress ?? `${localHost}`;
  const remote = remoteAddress ?? `${remoteHost}`;
  return `${protocol} ${local} ${localPort} ${remote} ${remotePort}`;
}

/** Whether two rows with the same key were made at the same time, as far as both tell it. */
export function isSameMaking(
  one: Pick<Connection, "createdAt">,
  other: Pick<Connection, "createdAt">,
): boolean {
  return one.createdAt === null || other.createdAt === null || one.createdAt === other.createdAt;
}
