/**
 * Turns rows that netwho wrote back into records, even after PowerShell or a spreadsheet has changed
 * them.
 *
 * @module
 */
import { type Field, type FieldValue, LIST_SEPARATOR, type RecordOf } from "../../model/field.ts";
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { PROCESS_FIELDS } from "../../model/process.ts";
import { SOCKET_FIELDS } from "../../model/socket.ts";
import type { RawRow } from "./own_rows.ts";

/** The kind of a row; null if it has no field that netwho writes. */
export type OwnKind = "connections" | "sockets" | "processes" | null;

const PROCESS_NAMES = namesOf(PROCESS_FIELDS);
const SOCKET_NAMES = namesOf(SOCKET_FIELDS);
const CONNECTION_NAMES = namesOf(CONNECTION_FIELDS);

/**
 * Tells the kind of a row by the names of its fields, of which some may be missing. A row that has
 * only fields of a process (`pid`, `process`) is a process.
 */
export function kindOfRow(row: RawRow): OwnKind {
  const names = Object.keys(row).map((name) => name.toLowerCase());
  if (names.some((name) => !PROCESS_NAMES.has(name) && SOCKET_NAMES.has(name))) {
    const isMore = names.some((name) => !SOCKET_NAMES.has(name) && CONNECTION_NAMES.has(name));
    return isMore ? "connections" : "sockets";
  }
  if (names.some((name) => !PROCESS_NAMES.has(name) && CONNECTION_NAMES.has(name))) {
    return "connections";
  }
  return names.some((name) => PROCESS_NAMES.has(name)) ? "processes" : null;
}

/** Returns why a row cannot be read back; null if it can. */
export function faultOf(row: RawRow, kind: OwnKind): string | null {
  if (kind === null) return "none of its fields is a netwho field";
  if (kind === "processes") {
    return toRecord(row, PID).pid === null ? "a process without a pid" : null;
  }
  const { protocol } = toRecord(row, PROTOCOL);
  return protocol === "TCP" || protocol === "UDP"
    ? null
    : "a socket whose protocol is neither TCP nor UDP";
}

const PID = PROCESS_FIELDS.filter(({ name }) => name === "pid");
const PROTOCOL = SOCKET_FIELDS.filter(({ name }) => name === "protocol");

function namesOf(fields: readonly Field[]): ReadonlySet<string> {
  return new Set(fields.map(({ name }) => name.toLowerCase()));
}

/** Converts a row to a record with every field of a table; values of the wrong kind become null. */
export function toRecord<const Fields extends readonly Field[]>(
  raw: RawRow,
  fields: Fields,
): RecordOf<Fields> {
  const values = new ByName(raw);
  const entries = fields.map(({ name, kind }) => [name, READ_VALUE[kind](values.get(name))]);
  return Object.fromEntries(entries) as RecordOf<Fields>;
}

/** Looks up a row's values by name, ignoring case, which PowerShell may change. */
class ByName {
  readonly #row: RawRow;
  #caseless: ReadonlyMap<string, unknown> | null = null;

  constructor(row: RawRow) {
    this.#row = row;
  }

  get(name: string): unknown {
    if (Object.hasOwn(this.#row, name)) return this.#row[name];
    this.#caseless ??= new Map(
      Object.entries(this.#row).map(([name, value]) => [name.toLowerCase(), value]),
    );
    return this.#caseless.get(name.toLowerCase()) ?? null;
  }
}

const READ_VALUE: Record<Field["kind"], (value: unknown) => FieldValue> = {
  text: readText,
  time: readTime,
  integer: (value) => {
    const number = readNumber(value);
    return Number.isSafeInteger(number) ? number : null;
  },
  decimal: readNumber,
  boolean: readBoolean,
  list: readList,
};

function readText(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}

function readNumber(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^-?\d+(?:\.\d+)?$/.test(value)) return null;
  return Number(value);
}

/** PowerShell writes True and False. */
function readBoolean(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.toLowerCase() : "";
  return word === "true" ? true : word === "false" ? false : null;
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Returns a UTC time unchanged and converts one with an offset; null for a localized format. */
function readTime(value: unknown): string | null {
  const zone = typeof value === "string" ? ISO_TIME.exec(value)?.[1] : undefined;
  if (zone === undefined || Number.isNaN(Date.parse(value as string))) return null;
  return zone === "Z" ? value as string : new Date(value as string).toISOString();
}

function readList(value: unknown): readonly string[] | null {
  if (Array.isArray(value)) return value.filter((part) => typeof part === "string");
  // Export-Csv writes the type name of a list instead of its values.
  if (typeof value !== "string" || value === "" || /^System\.\w+\[\]$/.test(value)) return null;
  return value.split(LIST_SEPARATOR);
}
