/**
 * Who began a connection, where the listing has no listeners that would tell: netstat without `-a`, or
 * a few rows by themselves. Ports tell then ([ADR 65](../../../docs/adr/0065-direction-by-ports.md)).
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";

/** The first port that any system gives to clients of its own accord: Linux; Windows begins at 49152. */
const FIRST_OF_CLIENTS = 32_768;

/** Who began a connection; null where neither the listing nor its ports tell. */
export function directionOf(row: Connection): Connection["direction"] {
  return row.direction ?? directionByPorts(row);
}

/** Who began a connection of which the listing does not tell it, by its ports. */
export function directionByPorts(
  { direction, protocol, localPort, remotePort }: Connection,
): "inbound" | "outbound" | null {
  if (direction !== null || protocol !== "TCP") return null;
  if (localPort === null || remotePort === null || localPort === 0 || remotePort === 0) return null;
  const isOfClient = localPort >= FIRST_OF_CLIENTS;
  if (isOfClient === (remotePort >= FIRST_OF_CLIENTS)) return null;
  return isOfClient ? "outbound" : "inbound";
}
