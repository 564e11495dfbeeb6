/**
 * What a cache's file holds: which of its lines count, and how it is made smaller.
 *
 * @module
 */
import type { CacheKind } from "./cache_kind.ts";
import { type CacheLine, parseLine } from "./cache_line.ts";

/** A value with its age. */
export interface Cached<Value> {
  /** The value. */
  readonly value: Value;
  /** When it was learnt, in milliseconds since 1970. */
  readonly at: number;
}

/** A line that was understood. */
export interface Entry<Value> extends Cached<Value> {
  /** Who was asked. */
  readonly server: string | null;
  /** The line as it stands in the file. */
  readonly text: string;
}

/** The lines that were understood, the last one about each key, oldest first. */
export interface Content<Value> {
  /** Those lines, fresh or stale. */
  readonly entries: readonly Entry<Value>[];
  /** How many lines there are in all. */
  readonly lines: number;
}

/** Reads a file. Lines that are torn, damaged or foreign are passed over one by one. */
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
    const key = fullKey(line.server, kind.keyOf(value));
    // Deleted first, so that the order is that of the last lines.
    entries.delete(key);
    entries.set(key, { value, at: line.at, server: line.server, text });
  }
  return { entries: [...entries.values()], lines };
}

/** Whether a value still holds. A time to come, left by a clock that was set back, says nothing. */
export function isFresh<Value extends object>(
  { value, at }: Cached<Value>,
  { kind, now }: { kind: CacheKind<Value>; now: number },
): boolean {
  return at <= now && now - at < kind.lifetimeOf(value);
}

/** What is worth keeping of a file: fresh lines, the latest ones where they are more than `limit` bytes. */
export function compact<Value extends object>(
  bytes: Uint8Array,
  { kind, now, limit }: { kind: CacheKind<Value>; now: number; limit: number },
): Uint8Array {
  const kept: string[] = [];
  let size = 0;
  for (const entry of readContent(bytes, kind).entries.toReversed()) {
    if (!isFresh(entry, { kind, now })) continue;
    size += new TextEncoder().encode(entry.text).length + 1;
    if (size > limit) break;
    kept.push(`${entry.text}\n`);
  }
  return new TextEncoder().encode(kept.reverse().join(""));
}

/** A key among the values of all servers. */
export function fullKey(server: CacheLine["server"], key: string): string {
  return `${server ?? ""}\n${key}`;
}
