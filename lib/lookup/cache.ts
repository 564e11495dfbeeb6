/**
 * A cache of answers on disk: files of one JSON object a line, each with its version first and its
 * check value last. A command never fails because of it: what goes wrong with a file is a warning,
 * and the values stay in memory.
 *
 * @module
 */
import { attempt, describeRefusal } from "../host/refusals.ts";
import type { Clock, Files } from "../host/host.ts";
import { type Fields, objectOf, parseJson } from "../text/untrusted_json.ts";

/** One kind of answers, with a file of its own. */
export interface CacheKind<Value extends object> {
  /** The file's name within the cache folder. */
  readonly file: string;
  /**
   * The version of its lines; those of other versions are skipped. A higher one drops what earlier
   * programs kept, and keeps it from being believed by them. @default 1
   */
  readonly version?: number;
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

/** A cache of one kind of answers. */
export interface Cache<Value extends object> {
  /** The value for a key; null if there is none that is still valid. */
  get(key: string): Cached<Value> | null;
  /** All valid values, the latest last. */
  all(): Cached<Value>[];
  /** Adds values that were retrieved just now, and returns them with that time. */
  add(values: readonly Value[]): Cached<Value>[];
  /** What went wrong with the file: one line at most; after it the file is not touched again. */
  readonly warnings: readonly string[];
}

/** Which cache to open. */
export interface CacheOptions<Value extends object> {
  /** The folder of the file; null to keep values in memory alone. */
  readonly folder: string | null;
  /** What it holds. */
  readonly kind: CacheKind<Value>;
  /**
   * The server that the user chose; null for the default. Answers of different servers are not
   * mixed.
   */
  readonly server: string | null;
}

/** The size in bytes above which a file is compacted though all its lines are fresh. */
const LARGEST_FILE = 4 * 1024 * 1024;
/** The number of stale lines below which a file is not rewritten. */
const FEW_LINES = 200;

/** Opens a cache. Its file is read at once, as a whole. */
export function openCache<Value extends object>(
  host: Files & Clock,
  { folder, kind, server }: CacheOptions<Value>,
): Cache<Value> {
  const path = folder === null ? null : `${folder.replace(/[/\\]+$/, "")}/${kind.file}`;
  const { version } = kind;
  const values = new Map<string, Cached<Value>>();
  const warnings: string[] = [];
  let [size, lines, fresh] = [0, 0, 0];

  const tryTo = (verb: string, work: (path: string) => void): void => {
    if (path === null || warnings.length > 0) return;
    const { refusal } = attempt(() => work(path));
    if (refusal === null) return;
    warnings.push(
      `Cannot ${verb} the cache ${path}: ${describeRefusal(refusal, { of: "folder" })}`,
    );
  };
  const isValid = (cached: Cached<Value>): boolean =>
    isYounger(cached.at, { now: host.now(), age: kind.lifetimeOf(cached.value) });

  tryTo("read", (path) => {
    const bytes = host.readCache(path) ?? new Uint8Array();
    const content = readContent(bytes, kind);
    [size, lines] = [bytes.length, content.lines];
    for (const entry of content.entries.filter(isValid)) {
      fresh++;
      if (entry.server === server) values.set(kind.keyOf(entry.value), entry);
    }
  });

  return {
    warnings,
    get(key) {
      const cached = values.get(key);
      return cached !== undefined && isValid(cached) ? cached : null;
    },
    all: () => [...values.values()].filter(isValid),
    add(added) {
      const at = host.now();
      const retrieved = added.map((value) => ({ value, at }));
      if (added.length === 0) return retrieved;
      const text = added.map((value) =>
        `${formatLine({ at, server, fields: value as Fields }, version)}\n`
      );
      for (const cached of retrieved) {
        const key = kind.keyOf(cached.value);
        if (!values.has(key)) fresh++;
        values.delete(key);
        values.set(key, cached);
      }
      lines += added.length;
      const bytes = new TextEncoder().encode(text.join(""));
      size += bytes.length;
      tryTo("write", (path) => {
        host.appendCache(path, bytes);
        const stale = lines - fresh;
        if (size <= LARGEST_FILE && (stale < FEW_LINES || stale <= fresh)) return;
        const limit = LARGEST_FILE / 2;
        host.rewriteCache(path, (old) => {
          const kept = compact(old, { kind, now: at, limit });
          size = kept.length;
          return kept;
        });
        lines = fresh;
      });
      return retrieved;
    },
  };
}

/** Whether a time is less than an age ago. One in the future comes from a clock that was set back. */
export function isYounger(time: number, { now, age }: { now: number; age: number }): boolean {
  return time <= now && now - time < age;
}

/** A valid line, and its text as it stands in the file. */
interface Entry<Value> extends Cached<Value>, Pick<CacheLine, "server"> {
  readonly text: string;
}

/**
 * Reads a file: the last valid line of each key, fresh or stale, oldest first, and the number of
 * lines, valid or not. Torn, damaged and foreign lines are skipped one by one.
 */
function readContent<Value extends object>(
  bytes: Uint8Array,
  kind: CacheKind<Value>,
): { entries: Entry<Value>[]; lines: number } {
  const entries = new Map<string, Entry<Value>>();
  let lines = 0;
  for (const text of new TextDecoder().decode(bytes).split("\n")) {
    if (text === "") continue;
    lines++;
    const line = parseLine(text, kind.version);
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
function compact<Value extends object>(
  bytes: Uint8Array,
  { kind, now, limit }: { kind: CacheKind<Value>; now: number; limit: number },
): Uint8Array {
  const encoder = new TextEncoder();
  const kept: string[] = [];
  let size = 0;
  for (const entry of readContent(bytes, kind).entries.toReversed()) {
    if (!isYounger(entry.at, { now, age: kind.lifetimeOf(entry.value) })) continue;
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

/** The version of the lines of a kind that names none. */
const FIRST_VERSION = 1;
/** Longer lines are not ours. */
const LONGEST = 32 * 1024;
const CHECK = /,"check":"([0-9a-f]{8})"\}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Writes a line, without its line feed. */
export function formatLine(
  { at, server, fields }: CacheLine,
  version: number = FIRST_VERSION,
): string {
  const line = JSON.stringify({ v: version, at: new Date(at).toISOString(), server, ...fields });
  return `${line.slice(0, -1)},"check":"${checkValue(line)}"}`;
}

/** Reads a line; null if it is torn, damaged, foreign or of another version. */
export function parseLine(text: string, version: number = FIRST_VERSION): CacheLine | null {
  if (text.length > LONGEST) return null;
  const check = CHECK.exec(text);
  if (check === null) return null;
  const line = `${text.slice(0, check.index)}}`;
  if (checkValue(line) !== check[1]) return null;
  const fields = objectOf(parseJson(line));
  const { v, at, server } = fields;
  if (v !== version || typeof at !== "string" || !TIME.test(at)) return null;
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
