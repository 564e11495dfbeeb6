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

/** The sockets of one computer in a file, and who listens among them. */
export class OwnDirections {
  readonly #rows: RawRow[] = [];
  #listeners: Listeners | null = null;

  /** Adds a row, which is a socket. All are added before the listeners are asked for. */
  add(row: RawRow): void {
    this.#rows.push(row);
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

/**
 * Makes a function that adds a row of a file to those of its computer, and returns these: a file may
 * hold the rows of several, gathered by PowerShell or by hand.
 */
export function directionsByComputer(): (row: RawRow) => OwnDirections {
  const known = new Map<string, OwnDirections>();
  return (row) => {
    const name = computerOf(row);
    let directions = known.get(name);
    if (directions === undefined) known.set(name, directions = new OwnDirections());
    directions.add(row);
    return directions;
  };
}

/** The name of the computer that a row is from, in lower case; empty where it has none. */
function computerOf(row: RawRow): string {
  const field = computerFields(row).find((name) => row[name]);
  return field === undefined ? "" : `${row[field]}`.toLowerCase();
}

/** Our own field, and what PowerShell adds to rows from other computers. */
const computerFields = byNames((names) =>
  names.filter((name) => /^(?:computer|pscomputername)$/i.test(name))
);

const tellsDirection = byNames((names) => names.some((name) => name.toLowerCase() === "direction"));
