/**
 * Tells rows of netwho's by the names of their fields, whatever has been added to them.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { type Field, sameItems } from "../../model/field.ts";
import { NAME_FIELDS } from "../../model/name.ts";
import { PROCESS_FIELDS } from "../../model/process.ts";
import { SOCKET_FIELDS } from "../../model/socket.ts";
import { areDnsRows, foreignRows } from "./foreign_rows.ts";

/** The kind of a row; null if it has no field of a socket or a process. */
export type OwnKind = "connections" | "sockets" | "processes" | null;

const PROCESS_NAMES = namesOf(PROCESS_FIELDS);
const SOCKET_NAMES = namesOf(SOCKET_FIELDS);
const CONNECTION_NAMES = namesOf(CONNECTION_FIELDS);
const DNS_NAMES = namesOf(NAME_FIELDS);

function namesOf(fields: readonly Field[]): ReadonlySet<string> {
  return new Set(fields.map(({ name }) => name.toLowerCase()));
}

/** What PowerShell adds to every object that came from another computer or a job. */
const REMOTING_NAMES = new Set([
  "pscomputername",
  "runspaceid",
  "psshowcomputername",
  "pssourcejobinstanceid",
]);

const ALL_FIELDS: readonly Field[] = [
  ...PROCESS_FIELDS,
  ...SOCKET_FIELDS,
  ...CONNECTION_FIELDS,
  ...NAME_FIELDS,
];
const TEXTLESS_NAMES = namesOf(
  ALL_FIELDS.filter(({ kind }) => kind !== "text" && kind !== "time"),
);
const LIST_NAMES = namesOf(ALL_FIELDS.filter(({ kind }) => kind === "list"));

/**
 * Whether a row has text where netwho writes numbers or lists. It was CSV once, where what is absent is
 * empty text.
 */
export function isAllText(row: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(row).some(([name, value]) =>
    typeof value === "string" && TEXTLESS_NAMES.has(name.toLowerCase())
  );
}

/** Whether a field with this name, in any case, holds numbers or booleans. */
export function isNumberName(name: string): boolean {
  return TEXTLESS_NAMES.has(name.toLowerCase()) && !isListName(name);
}

/** Whether a field with this name, in any case, holds lists. */
export function isListName(name: string): boolean {
  return LIST_NAMES.has(name.toLowerCase());
}

/** Whether a field of netwho's has this name, in any case. */
export function isOwnName(name: string): boolean {
  const lower = name.toLowerCase();
  return [PROCESS_NAMES, SOCKET_NAMES, CONNECTION_NAMES, DNS_NAMES].some((names) =>
    names.has(lower)
  );
}

/**
 * Tells the kind of a row by the names of its fields, of which some may be missing. A row that has
 * only fields of a process (`pid`, `process`) is a process.
 */
function kindOfNames(given: readonly string[]): OwnKind {
  const names = given.map((name) => name.toLowerCase());
  if (names.some((name) => !PROCESS_NAMES.has(name) && SOCKET_NAMES.has(name))) {
    const isMore = names.some((name) => !SOCKET_NAMES.has(name) && CONNECTION_NAMES.has(name));
    return isMore ? "connections" : "sockets";
  }
  if (names.some((name) => !PROCESS_NAMES.has(name) && CONNECTION_NAMES.has(name))) {
    return "connections";
  }
  return names.some((name) => PROCESS_NAMES.has(name)) ? "processes" : null;
}

/**
 * Whether rows with these fields are netwho's. Where all names are, they are; among others there must be
 * those that make a socket, a process or a DNS record what it is, since `pid`, `state` and `user` are
 * fields of many tables.
 */
export function namesOwnRows(given: readonly string[]): boolean {
  const names = new Set(given.map((name) => name.toLowerCase()));
  const added = [...names].filter((name) => !isOwnName(name));
  const own = names.size - added.length;
  if (own === 0 || foreignRows(given) !== null) return false;
  if (added.every((name) => REMOTING_NAMES.has(name))) return true;
  const has = (...wanted: string[]) => wanted.some((name) => names.has(name));
  if (has("protocol") && has(...ENDS, "pid", "process")) return true;
  const isMostlyOwn = added.length <= 2 * own;
  return isMostlyOwn && ((has("pid") && has("process")) || areDnsRows(given));
}

/** Whether CSV with this header is netwho's. One column is, if no row of netwho's is without it. */
export function namesOwnCsv(names: readonly string[]): boolean {
  const [first, second] = names;
  if (first === undefined || !namesOwnRows(names)) return false;
  return second !== undefined || ESSENTIAL.has(first.toLowerCase());
}

const ESSENTIAL = new Set(["protocol", "pid", "status"]);

const ENDS = [
  "localaddress",
  "localport",
  "localhost",
  "remoteaddress",
  "remoteport",
  "remotehost",
];

/** Tells the kind of rows by the names of their fields; null for rows that are not netwho's. */
export function kindOfRows(names: readonly string[]): OwnKind {
  return namesOwnRows(names) ? kindOfNames(names) : null;
}

/** Makes a function of rows from one of their names, which is called once for rows that have the same. */
export function byNames<Result>(
  judge: (names: readonly string[]) => Result,
): (row: Readonly<Record<string, unknown>>) => Result {
  const known = new Map<string, Result>();
  let last: { names: readonly string[]; result: Result } | null = null;
  return (row) => {
    const names = Object.keys(row);
    // Nearly always the names of the row before.
    if (last !== null && sameItems(names, last.names)) return last.result;
    const key = names.join("\n");
    if (!known.has(key)) known.set(key, judge(names));
    last = { names, result: known.get(key)! };
    return last.result;
  };
}
