/**
 * What a cache holds, for how long.
 *
 * @module
 */
import type { Fields } from "./cache_line.ts";

/** One kind of answers, with a file of its own. */
export interface CacheKind<Value extends object> {
  /** The file's name within the cache folder. */
  readonly file: string;
  /**
   * Reads what a line holds. It is as little to be trusted as an answer from the network: null where a
   * value has another type than it should.
   */
  readonly read: (fields: Fields) => Value | null;
  /** What is looked up by; of two values with one key the later counts. */
  readonly keyOf: (value: Value) => string;
  /** Milliseconds for which a value holds. */
  readonly lifetimeOf: (value: Value) => number;
}

/** Milliseconds in an hour. */
export const HOUR = 3_600_000;
/** Milliseconds in a day. */
export const DAY = 24 * HOUR;

/** Whether a value from a cache is text of a sensible length, or null. */
export function isTextOrNull(value: unknown, longest = 1_000): value is string | null {
  return value === null || isText(value, longest);
}

/** Whether a value from a cache is text of a sensible length. */
export function isText(value: unknown, longest = 1_000): value is string {
  return typeof value === "string" && value !== "" && value.length <= longest;
}
