/**
 * One line of a cache: a JSON object with its version first and its check value last.
 *
 * @module
 */
import { checkValue } from "./check_value.ts";

/** A JSON object whose values nobody has looked at yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a line holds. */
export interface CacheLine {
  /** When it was learnt, in milliseconds since 1970. */
  readonly at: number;
  /** Who was asked, where the user chose; null for the usual. */
  readonly server: string | null;
  /** The rest. */
  readonly fields: Fields;
}

/** What the lines of this version of the program begin with. */
const VERSION = 1;
/** Anything longer is none of ours. */
const LONGEST = 32 * 1024;
const CHECK = /,"check":"([0-9a-f]{8})"\}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Writes a line, without its end. */
export function formatLine({ at, server, fields }: CacheLine): string {
  const line = JSON.stringify({ v: VERSION, at: new Date(at).toISOString(), server, ...fields });
  return `${line.slice(0, -1)},"check":"${checkValue(line)}"}`;
}

/** Reads a line; null for one that is torn, damaged, foreign, or of another version. */
export function parseLine(text: string): CacheLine | null {
  if (text.length > LONGEST) return null;
  const check = CHECK.exec(text);
  if (check === null) return null;
  const line = `${text.slice(0, check.index)}}`;
  if (checkValue(line) !== check[1]) return null;
  const fields = parseObject(line);
  if (fields === null || fields.v !== VERSION) return null;
  const { at, server } = fields;
  if (typeof at !== "string" || !TIME.test(at) || !isServer(server)) return null;
  const time = Date.parse(at);
  return Number.isNaN(time) ? null : { at: time, server, fields };
}

function parseObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value as Fields
      : null;
  } catch {
    return null;
  }
}

function isServer(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}
