/**
 * Who began the connections in a file that netwho wrote: what the file says, and where it was written
 * before netwho told that, or holds plain sockets, what its listening sockets tell.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import { SOCKET_FIELDS } from "../../model/socket.ts";
import { type DirectedSocket, Listeners } from "../direction.ts";
import { byNames } from "./own_columns.ts";
import { toRecord } from "./own_records.ts";
import type { RawRow } from "./own_rows.ts";

const DIRECTED: ReadonlySet<string> = new Set(
  [
    "protocol",
    "localAddress",
    "localPort",
    "remoteAddress",
    "remotePort",
    "remoteHost",
    "state",
    "pid",
    "process",
  ] satisfies (keyof DirectedSocket)[],
);
const DIRECTED_FIELDS = SOCKET_FIELDS.filter(({ name }) => DIRECTED.has(name));

/** The sockets of one file, and who listens among them. */
export class OwnDirections {
  readonly #rows: readonly RawRow[];
  #listeners: Listeners | null = null;

  /** @param rows All rows of the file that are sockets. */
  constructor(rows: readonly RawRow[]) {
    this.#rows = rows;
  }

  /** The listening sockets; looked for when first asked for. */
  get listeners(): Listeners {
    return this.#listeners ??= new Listeners(
      this.#rows.map((row) => toRecord(row, DIRECTED_FIELDS) as DirectedSocket),
    );
  }

  /** Adds the direction to a connection if its row has no field for it. */
  addTo(connection: Connection, row: RawRow): Connection {
    if (!tellsDirection(row)) connection.direction = this.listeners.directionOf(connection);
    return connection;
  }
}

const tellsDirection = byNames((names) => names.some((name) => name.toLowerCase() === "direction"));
