/**
 * Short ways to write down connections.
 *
 * @module
 */
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";

/** A game's connection to a web server, or what else is given. */
export function connection(given: Partial<Connection> = {}): Connection {
  return {
    ...emptyRecord(CONNECTION_FIELDS),
    protocol: "TCP",
    localAddress: "192.0.2.7",
    localPort: 50_123,
    remoteAddress: "198.51.100.4",
    remotePort: 443,
    state: "ESTABLISHED",
    pid: 4711,
    process: "game.exe",
    ...given,
  };
}
