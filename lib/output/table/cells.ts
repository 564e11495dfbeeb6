/**
 * The cells of a table as text.
 *
 * @module
 */
import { type FieldValue, LIST_SEPARATOR, type ObjectRow } from "../../model/field.ts";
import { isWaiting } from "../../model/peer.ts";
import type { CellKind, ViewColumn } from "../../model/view.ts";
import { localTime } from "../../text/local_time.ts";
import { sizeInWords } from "../../text/size_in_words.ts";

/** What a cell shows where there is no other end. */
export const NOTHING = "*";

/** A cell that differs from the others in its column. */
export interface Cell {
  /** Its text. */
  readonly text: string;
  /** Whether it may be cut although its column is not, because the row says it elsewhere too. */
  readonly isLoose: boolean;
  /** Whether it stands out. */
  readonly isStrong: boolean;
  /** Whether the other end began the connection. @default false */
  readonly isInbound?: boolean;
}

/** Writes the cell of a row; empty if it has no value. */
export type WriteCell = (row: ObjectRow) => string | Cell;

/** Returns the function that writes the cells of a column. */
export function cellWriter(
  { shows, fields, hides }: Pick<ViewColumn, "shows" | "fields" | "hides">,
  { ascii = false }: { readonly ascii?: boolean } = {},
): WriteCell {
  const write = shows === "direction"
    ? (row: ObjectRow) => directionMark(row, { ascii })
    : WRITERS[shows]?.(fields) ?? writePlain(fields);
  const [field = ""] = fields;
  return hides === undefined ? write : (row) => hides(row[field] ?? null) ? "" : write(row);
}

const WRITERS: Readonly<Partial<Record<CellKind, (fields: readonly string[]) => WriteCell>>> = {
  bytes: ([bytes = ""]) => (row) => {
    const value = row[bytes] ?? null;
    return typeof value === "number" ? sizeInWords(value) : plain(value);
  },
  end: ([address = "", host = "", port = ""]) => (row) => {
    const where = row[address] ?? row[host] ?? null;
    return where === null && isAbsent(row[port]) ? "" : writeEnd(where, row[port]);
  },
  localTime: ([time = ""]) => (row) => {
    const moment = Date.parse(plain(row[time] ?? null));
    return Number.isNaN(moment) ? plain(row[time] ?? null) : localTime(moment);
  },
  list: (fields) => (row) =>
    plain(row[fields.find((field) => !isAbsent(row[field])) ?? ""] ?? null),
  peer: writePeer,
  peerAddress: ([address = "", host = ""]) => (row) =>
    isAbsent(row[host]) ? "" : plain(row[address] ?? null),
};

const MARKS = { inbound: "\u2190", outbound: "\u2192", waiting: "\u25cf" };
const ASCII_MARKS: typeof MARKS = { inbound: "<-", outbound: "->", waiting: "*" };

/** The marks for sockets that wait. */
export const WAITING_MARKS: ReadonlySet<string> = new Set([MARKS.waiting, ASCII_MARKS.waiting]);

/**
 * The mark for who began a connection: an arrow to the left where the other end did, to the right where
 * this computer did; a dot for a socket that waits; empty where nobody knows.
 */
export function directionMark(row: ObjectRow, { ascii = false } = {}): string {
  const marks = ascii ? ASCII_MARKS : MARKS;
  const { direction } = row;
  if (direction === "inbound" || direction === "outbound") return marks[direction];
  return isWaiting(row) ? marks.waiting : "";
}

function writePlain([field = ""]: readonly string[]): WriteCell {
  return (row) => plain(row[field] ?? null);
}

function plain(value: FieldValue): string {
  if (value === null) return "";
  return typeof value === "object" ? value.join(LIST_SEPARATOR) : String(value);
}

/** The addresses that stand for no other end, next to port 0. */
const ANY_ADDRESS: ReadonlySet<unknown> = new Set([null, "0.0.0.0", "::"]);

function writePeer(fields: readonly string[]): WriteCell {
  const [
    addressField = "",
    hostField = "",
    portField = "",
    scopeField = "",
    protocol = "",
    direction = "",
  ] = fields;
  return (row) => {
    const address = row[addressField] ?? null;
    const host = row[hostField] ?? null;
    const port = row[portField] ?? null;
    if (host === null && (port === null || port === 0) && ANY_ADDRESS.has(address)) {
      return isAbsent(row[protocol]) ? "" : NOTHING;
    }
    const text = writeEnd(host ?? address, port);
    const isLoose = host !== null && address !== null;
    const isStrong = row[scopeField] === "public";
    if (row[direction] === "inbound") return { text, isLoose, isStrong, isInbound: true };
    return isLoose || isStrong ? { text, isLoose, isStrong } : text;
  };
}

/** Writes an end as people do: `192.0.2.1:443`, `[2001:db8::1%2]:443`, `host:443`, `*:53`, `*`. */
export function writeEnd(where: FieldValue, port: FieldValue | undefined): string {
  const place = where === null ? NOTHING : plain(where);
  const written = place.includes(":") ? `[${place}]` : place;
  return isAbsent(port) ? written : `${written}:${port}`;
}

function isAbsent(value: FieldValue | undefined): value is null | undefined {
  return value === null || value === undefined;
}
