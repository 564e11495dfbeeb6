/**
 * Reads JSON from outside (the network, cache files, saved output), where any value may have any
 * type.
 *
 * @module
 */

/** A JSON object with unchecked values. */
export type Fields = Readonly<Record<string, unknown>>;

/** How many characters {@linkcode textOf} keeps. */
const LONGEST_TEXT = 300;

/** Parses text, or UTF-8 bytes, as JSON; undefined if it is not JSON. */
export function parseJson(json: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof json === "string" ? json : new TextDecoder().decode(json));
  } catch {
    return undefined;
  }
}

/** Whether a value is an object, and neither null nor an array. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of an object; an empty object for any other value. */
export function objectOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** The first items of an array; none for any other value. */
export function itemsOf(value: unknown, most: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

/** The first items of an array; of any other value that stands in the place of one, that one. */
export function listOf(value: unknown, most: number): readonly unknown[] {
  if (Array.isArray(value)) return value.slice(0, most);
  return value === undefined || value === null ? [] : [value];
}

/** Text on one line, cut to a sensible length; null for empty text and any other value. */
export function textOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.slice(0, 4 * LONGEST_TEXT).replaceAll(/\s+/g, " ").trim();
  const short = text.slice(0, LONGEST_TEXT).toWellFormed();
  return short === "" ? null : short;
}

/** Whether a value is text of a sensible length. */
export function isText(value: unknown, longest = 1_000): value is string {
  return typeof value === "string" && value !== "" && value.length <= longest;
}

/** Whether a value is null, or text of a sensible length. */
export function isTextOrNull(value: unknown, longest = 1_000): value is string | null {
  return value === null || isText(value, longest);
}
