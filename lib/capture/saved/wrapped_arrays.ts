/**
 * Arrays of objects as PowerShell 5.1 wraps them: `{"value": [{…}], "Count": 2}`.
 *
 * @module
 */
import type { Fields } from "../../text/untrusted_json.ts";

const WRAPPER = /^\{\s*"value"\s*:\s*\[(?=\s*(?:\{|$))/;
const LONGEST_WRAPPER = 200;

/** How long what stands before the first object of a wrapped array is; null for any other object. */
export function lengthOfWrapper(text: string, start: number): number | null {
  return WRAPPER.exec(text.slice(start, start + LONGEST_WRAPPER))?.[0].length ?? null;
}

/** The values of a wrapped array; the object itself if it wraps none. */
export function unwrapped(object: Fields): readonly unknown[] {
  const { value } = object;
  if (!Array.isArray(value)) return [object];
  const others = Object.keys(object).filter((name) => name !== "value");
  const isWrapper = others.every((name) => name === "Count" || name.startsWith("@odata."));
  return isWrapper && others.length > 0 ? value : [object];
}
