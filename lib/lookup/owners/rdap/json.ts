/**
 * Reading JSON of which nothing is certain.
 *
 * @module
 */

/** Characters of one text that are kept. */
const LONGEST_TEXT = 300;

/** The value's members where it is an object; none where it is anything else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? value as Record<string, unknown> : {};
}

/** The value's first items where it is an array; none where it is anything else. */
export function itemsOf(value: unknown, most: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

/**
 * The value where it is text that says something, on one line and not endlessly long; else null. Runs
 * of white space count as one space.
 */
export function textOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.slice(0, 4 * LONGEST_TEXT).replaceAll(/\s+/g, " ").trim();
  const short = text.slice(0, LONGEST_TEXT).toWellFormed();
  return short === "" ? null : short;
}

/** What UTF-8 bytes hold as JSON; undefined where they hold none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
