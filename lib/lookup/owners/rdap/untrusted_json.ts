/**
 * Reads JSON from the network, in which any value may have any type.
 *
 * @module
 */

/** The characters of one text that are kept. */
const LONGEST_TEXT = 300;

/** Parses UTF-8 bytes as JSON; undefined if they are not JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** The members of an object; an empty object for any other value. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? value as Record<string, unknown> : {};
}

/** The first items of an array; none for any other value. */
export function itemsOf(value: unknown, most: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

/** Text on one line, cut to a sensible length; null for empty text and any other value. */
export function textOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.slice(0, 4 * LONGEST_TEXT).replaceAll(/\s+/g, " ").trim();
  const short = text.slice(0, LONGEST_TEXT).toWellFormed();
  return short === "" ? null : short;
}
