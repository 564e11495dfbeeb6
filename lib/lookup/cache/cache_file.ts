/**
 * The file of a cache: one JSON object a line, each with its version first and its check value
 * last.
 *
 * @module
 */
import { type Fields, objectOf, parseJson } from "../untrusted_json.ts";

/** One kind of answers, with a file of its own. */
export interface CacheKind<Value extends object> {
  /** The file's name within the cache folder. */
  readonly file: string;
  /** Reads the fields of a line. They are not trusted: null where a value has the wrong type. */
  readonly read: (fields: Fields) => Value | null;
  /** The key of a value; of two values with the same key the later one counts. */
  readonly keyOf: (value: Value) => string;
  /** How long a value is valid, in milliseconds. */
  readonly lifetimeOf: (value: Value) => number;
}

/** Milliseconds in an hour. */
export const HOUR = 3_600_000;
/** Milliseconds in a day. */
export const DAY = 24 * HOUR;

/** A value with its age. */
export interface Cached<Value> {
  /** The value. */
  readonly value: Value;
  /** When it was retrieved, in milliseconds since 1970. */
  readonly at: number;
}

/** Whether a value is still valid. A time in the future comes from a clock that was set back. */
export function isFresh<Value extends object>(
  { value, at }: Cached<Value>,
  { kind, now }: { kind: CacheKind<Value>; now: number },
): boolean {
  return at <= now && now - at < kind.lifetimeOf(value);
}

/** A valid line. */
interface Entry<Value> extends Cached<Value> {
  /** The server that the user chose; null for the default. */
  readonly server: string | null;
  /** The line as it stands in the file. */
  readonly text: string;
}

/** The content of a file. */
interface Content<Value> {
  /** The last valid line of each key, fresh or stale, oldest first. */
  readonly entries: readonly Entry<Value>[];
  /** The number of lines, valid or not. */
  readonly lines: number;
}

/** Reads a file. Torn, damaged and foreign lines are skipped one by one. */
export function readContent<Value extends object>(
  bytes: Uint8Array,
  kind: CacheKind<Value>,
): Content<Value> {
  const entries = new Map<string, Entry<Value>>();
  let lines = 0;
  for (const text of new TextDecoder().decode(bytes).split("\n")) {
    if (text === "") continue;
    lines++;
    const line = parseLine(text);
    const value = line && kind.read(line.fields);
    if (line === null || value === null) continue;
    const key = `${line.server ?? ""}\n${kind.keyOf(value)}`;
    // Deleted first, so that the order is that of the last lines.
    entries.delete(key);
    entries.set(key, { value, at: line.at, server: line.server, text });
  }
  return { entries: [...entries.values()], lines };
}

/** A file's fresh lines; only the latest ones where together they exceed `limit` bytes. */
export function compact<Value extends object>(
  bytes: Uint8Array,
  { kind, now, limit }: { kind: CacheKind<Value>; now: number; limit: number },
): Uint8Array {
  const encoder = new TextEncoder();
  const kept: string[] = [];
  let size = 0;
  for (const entry of readContent(bytes, kind).entries.toReversed()) {
    if (!isFresh(entry, { kind, now })) continue;
    size += encoder.encode(entry.text).length + 1;
    if (size > limit) break;
    kept.push(`${entry.text}\n`);
  }
  return encoder.encode(kept.reverse().join(""));
}

/** One line. */
interface CacheLine {
  /** When its value was retrieved, in milliseconds since 1970. */
  readonly at: number;
  /** The server that the user chose; null for the default. */
  readonly server: string | null;
  /** The value. */
  readonly fields: Fields;
}

/** The version of the lines that this program writes. */
const VERSION = 1;
/** Longer lines are not ours. */
const LONGEST = 32 * 1024;
const CHECK = /,"check":"([0-9a-f]{8})"\}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Writes a line, without its line feed. */
export function formatLine({ at, server, fields }: CacheLine): string {
  const line = JSON.stringify({ v: VERSION, at: new Date(at).toISOString(), server, ...fields });
  return `${line.slice(0, -1)},"check":"${checkValue(line)}"}`;
}

/** Reads a line; null if it is torn, damaged, foreign or of another version. */
export function parseLine(text: string): CacheLine | null {
  if (text.length > LONGEST) return null;
  const check = CHECK.exec(text);
  if (check === null) return null;
  const line = `${text.slice(0, check.index)}}`;
  if (checkValue(line) !== check[1]) return null;
  const fields = objectOf(parseJson(line));
  const { v, at, server } = fields;
  if (v !== VERSION || typeof at !== "string" || !TIME.test(at)) return null;
  if (server !== null && typeof server !== "string") return null;
  const time = Date.parse(at);
  return Number.isNaN(time) ? null : { at: time, server, fields };
}

/**
 * The check value of a line, eight hexadecimal digits: FNV-1a over its UTF-16 units. Each step is a
 * bijection, so that a change of any one unit always changes the value. It finds damage, not
 * forgery: whoever can write to the cache can compute the value too.
 */
export function checkValue(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
