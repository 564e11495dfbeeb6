/**
 * Takes off what programs leave at the end of a text.
 *
 * @module
 */

/** The end of a text, which `copy` of several files leaves behind it on Windows. */
const END_OF_TEXT = "\u001a";

/** A line without the marks at its end: the end of a text, and those that are given as one text. */
export function withoutEndMarks(line: string, others = ""): string {
  let end = line.length;
  // Not by a regular expression: these take quadratic time where many marks stand within a line.
  while (end > 0 && (END_OF_TEXT + others).includes(line[end - 1]!)) end--;
  return end === line.length ? line : line.slice(0, end);
}
