/**
 * What two rows of one connection have in common, besides the process: protocol, both ends and, where
 * both tell it, when it was made.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";

/** The fields that tell the ends of a connection. */
export type Ends = Pick<
  Connection,
  | "protocol"
  | "localAddress"
  | "localPort"
  | "localHost"
  | "remoteAddress"
  | "remotePort"
  | "remoteHost"
>;

/**
 * Returns a text that is equal for the rows with the same protocol and ends. A name that netstat
 * printed counts where it printed no address.
 */
export function endsKey(
  { protocol, localAddress, localPort, localHost, remoteAddress, remotePort, remoteHost }: Ends,
): string {
  const local = localAddress ?? `${localHost}`;
  const remote = remoteAddress ?? `${remoteHost}`;
  return `${protocol} ${local} ${localPort} ${remote} ${remotePort}`;
}

/** Whether two rows with the same ends were made at the same time, as far as both tell it. */
export function isSameMaking(
  one: Pick<Connection, "createdAt">,
  other: Pick<Connection, "createdAt">,
): boolean {
  return one.createdAt === null || other.createdAt === null || one.createdAt === other.createdAt;
}
