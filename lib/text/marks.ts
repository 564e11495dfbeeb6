/**
 * Marks without a width that Windows' tools print, as in Hebrew and Arabic.
 *
 * @module
 */

/** Marks of the reading direction, and the byte order mark. */
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** The text without marks of the reading direction and of the byte order. */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, "");
}
