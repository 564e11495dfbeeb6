/**
 * What a table shows people of a record: a short list of columns, each made of one or more fields.
 *
 * @module
 */
import type { FieldValue, ObjectRow } from "./field.ts";

/**
 * What a cell holds, which decides how it is written and how it is cut:
 *
 * - `text`, `list`: cut at the end; a list is the first of its fields that has a value. `note`: the same, dim. `state`: coloured.
 * - `program`: cut in the middle, so that both the name and its ending show.
 * - `path`, `host`: cut at the start, so that the program or the domain shows.
 * - `number`, `bytes`, `time`, `address`: never cut. `localTime`: a time by the clock on the wall.
 * - `end`: one end of a socket, `address:port`, from an address, a host and a port. Never cut.
 * - `peer`: the other end, with the name in the place of the address where both are known; from an
 *   address, a host, a port, a scope, a protocol and perhaps a direction. `*` if a socket has none.
 * - `peerAddress`: the address whose place a name has taken, from an address and a host.
 * - `direction`: a mark for who began a connection, and for a socket that waits; from a direction and
 *   the fields that tell whether there is another end.
 * - `prose`: text that is never cut; with `below` it wraps.
 */
export type CellKind =
  | "text"
  | "list"
  | "note"
  | "state"
  | "program"
  | "path"
  | "host"
  | "number"
  | "bytes"
  | "time"
  | "localTime"
  | "address"
  | "end"
  | "peer"
  | "peerAddress"
  | "direction"
  | "prose";

/** A column of a table for people. */
export interface ViewColumn {
  /** The heading, unique in the table. */
  readonly name: string;
  /** What stands above it. @default its name */
  readonly heading?: string;
  /** The fields that a cell is made of. */
  readonly fields: readonly string[];
  /** What a cell holds. */
  readonly shows: CellKind;
  /** Narrow tables leave out the lightest columns first; a column without a weight always shows. */
  readonly weight?: number;
  /** Whether cells that are too wide for their column stand on a line of their own below the row. */
  readonly below?: true;
  /** What precedes the cell on such a line. */
  readonly lead?: string;
  /** The same where the other end began the connection. @default the same */
  readonly inboundLead?: string;
  /** Whether it only tells rows apart: it is left out where all its cells are the same. */
  readonly tellsApart?: true;
  /** Whether people are told a value of the first field elsewhere, so that its cell is empty. */
  readonly hides?: (value: FieldValue) => boolean;
}

/** What a table shows people of a record. */
export interface TableView {
  /** What the rows are, in the plural: `connections`. */
  readonly noun: string;
  /** The columns, from left to right. */
  readonly columns: readonly ViewColumn[];
  /** Whether a row goes below the others unless people ask for an order. @default none does */
  readonly goesLast?: (row: ObjectRow) => boolean;
}
