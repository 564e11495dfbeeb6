/**
 * Reads the values of rows that netwho wrote, even after PowerShell or a spreadsheet has changed them,
 * and counts those that cannot be read.
 *
 * @module
 */
import { type Field, type FieldKind, type FieldValue, LIST_SEPARATOR } from "../../model/field.ts";
import { HIGHEST_PID, HIGHEST_PORT } from "../../model/limits.ts";
import type { UnreadTally } from "../../model/unread_tally.ts";
import { splitList } from "../../text/csv_cell.ts";
import { isObject } from "../../text/untrusted_json.ts";

/** Stands for a value that cannot be read. */
export const UNREADABLE = Symbol("unreadable");

type Read = (value: unknown, name: string) => FieldValue | typeof UNREADABLE;

/** Reads the value of a field; one that is absent (null, or empty where only text is ever empty) is null. */
export function readValue({ name, kind }: Field, value: unknown): ReturnType<Read> {
  if (value === null || value === undefined) return null;
  if (value === "" && kind !== "text" && kind !== "list") return null;
  return READ_VALUE[kind](value, name);
}

/** What is left of a value that cannot be read: of a list, the items that are text. */
export function remainder({ kind }: Field, value: unknown): FieldValue {
  return kind === "list" && Array.isArray(value) ? value.filter(isString) : null;
}

const READ_VALUE: Record<FieldKind, Read> = {
  text: readText,
  time: readTime,
  integer: readInteger,
  decimal: (value) => readNumber(value) ?? UNREADABLE,
  boolean: readBoolean,
  list: readList,
};

function readText(value: unknown): string | typeof UNREADABLE {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : UNREADABLE;
}

/** The largest values of integers that have a limit of their own. */
const LARGEST: Readonly<Record<string, number>> = {
  localPort: HIGHEST_PORT,
  remotePort: HIGHEST_PORT,
  port: HIGHEST_PORT,
  pid: HIGHEST_PID,
  remoteAsn: 0xffffffff,
};

function readInteger(value: unknown, name: string): number | typeof UNREADABLE {
  const number = readNumber(value);
  const isRead = Number.isSafeInteger(number) && number! >= 0 &&
    number! <= (LARGEST[name] ?? Infinity);
  return isRead ? number! : UNREADABLE;
}

function readNumber(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^-?\d+(?:\.\d+)?$/.test(value)) return null;
  return Number(value);
}

/** PowerShell writes True and False. */
function readBoolean(value: unknown): boolean | typeof UNREADABLE {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.toLowerCase() : "";
  return word === "true" ? true : word === "false" ? false : UNREADABLE;
}

const ISO_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)$/i;
/** A time in JSON of Windows PowerShell 5.1, in milliseconds; an offset behind it does not shift it. */
const DATE_TIME = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;

/**
 * Returns a time in UTC with milliseconds, as netwho writes it: times are compared as texts, and
 * PowerShell writes them with seven digits or without final zeros. A localized one is unreadable.
 */
function readTime(value: unknown): string | typeof UNREADABLE {
  // PowerShell wraps what Get-Date returns.
  if (isObject(value) && typeof value.value === "string") return readTime(value.value);
  if (typeof value !== "string") return UNREADABLE;
  const milliseconds = DATE_TIME.exec(value)?.[1];
  if (milliseconds !== undefined) return isoTime(Number(milliseconds)) ?? UNREADABLE;
  const [, date, time, zone] = ISO_TIME.exec(value) ?? [];
  if (zone === undefined || isoTime(Date.parse(`${date}T00:00:00Z`))?.slice(0, 10) !== date) {
    return UNREADABLE;
  }
  return isoTime(Date.parse(`${date}T${time}${zone.toUpperCase()}`)) ?? UNREADABLE;
}

function isoTime(milliseconds: number): string | null {
  // Years of four digits only.
  const isTime = Math.abs(milliseconds) < 253_402_300_800_000;
  return isTime ? new Date(milliseconds).toISOString() : null;
}

/** The name of a type, which PowerShell writes in place of the values of a list. */
const TYPE_NAME = /^System\.(?:\w+\[\]|Object|Collections\.\S+)$/;

function readList(value: unknown): readonly string[] | typeof UNREADABLE {
  // PowerShell 5.1 wraps some arrays.
  if (isObject(value) && Array.isArray(value.value)) return readList(value.value);
  if (Array.isArray(value)) return value.every(isString) ? value : UNREADABLE;
  const isJoined = typeof value === "string" && !TYPE_NAME.test(value) && !isFlat(value);
  return isJoined ? splitList(value) : UNREADABLE;
}

/** Whether text may be a list that PowerShell has joined with spaces: in a job, or because of -Depth. */
export function isFlat(text: string): boolean {
  return text.includes(" ") && !text.includes(LIST_SEPARATOR);
}

/** Reads a list from a cell of CSV; a type in its place stays text, which cannot be read. */
export function readCell(cell: string): readonly string[] | string {
  return TYPE_NAME.test(cell) ? cell : splitList(cell);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

/** Counts a value of a field that cannot be read; `line` is that of its row. */
export function countUnread(
  tally: UnreadTally,
  { name, kind }: Field,
  { value, line }: { value: unknown; line: number },
): void {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "";
  tally.add({ name, reason: `${name} cannot be read`, hint: HINTS[kind] }, { line, text });
}

const HINTS: Partial<Record<FieldKind, string>> = {
  time: "PowerShell wrote the times in the computer's own format: keep them as they are with " +
    "ConvertFrom-Json -DateKind String (7.5 and later)",
  list:
    "PowerShell wrote lists without their parts: join them with -join '; ' before Export-Csv or " +
    "ConvertTo-Csv, or use ConvertTo-Json with -Depth 5",
};
