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
  readonly #rows: readonly RawRow[];
  #listeners: Listeners | null = null;

  /** @param rows All rows of the computer that are sockets. */
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

/**
 * Tells for each row of a file, all of which are sockets, who began the connections of its computer. A
 * file may hold the rows of several, gathered by PowerShell or by hand.
 */
export function directionsByComputer(rows: readonly RawRow[]): (row: RawRow) => OwnDirections {
  const directions = new Map(
    [...Map.groupBy(rows, computerOf)].map(([name, own]) => [name, new OwnDirections(own)]),
  );
  return (row) => directions.get(computerOf(row))!;
}

/** The name of the computer that a row is from, in lower case; empty where it has none. */
function computerOf(row: RawRow): string {
  const names = computerFields(row).map((field) => row[field]);
  return names.find((name): name is string => typeof name === "string")?.toLowerCase() ?? "";
}

/** Our own field, and what PowerShell adds to rows from other computers. */
const computerFields = byNames((names) =>
  names.filter((name) => /^(?:computer|pscomputername)$/i.test(name))
);

const tellsDirection = byNames((names) => names.some((name) => name.toLowerCase() === "direction"));
