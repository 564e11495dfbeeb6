/**
 * Lines that a console broke at its width.
 *
 * @module
 */
import type { Line } from "./printed_line.ts";

/** Consoles are hardly narrower. */
const NARROWEST = 40;
/** What begins a block, or stands below the name of one. */
const BELOW_NAME = /^(?:[^\s:：]+(?: [^\s:：]+){0,3} ?[:：]\s+\S|\w[\w ]*=)/;

/**
 * Joins the lines that are as wide as any with the rest of a name, address or number below them:
 * nslookup prints a single word on a line only above a block, for a record or a question.
 */
export function joinBrokenLines(lines: readonly Line[]): readonly Line[] {
  const width = lines.reduce((most, { raw }) => Math.max(most, raw.length), 0);
  if (width < NARROWEST) return lines;
  const joined: Line[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [line, rest, below] = [lines[at]!, lines[at + 1], lines[at + 2]];
    // Messages have a reader of their own. A line that was broken within a word ends in the word.
    const isBroken = line.raw.length === width && /\S$/.test(line.raw) &&
      !line.text.startsWith("*") &&
      /[:=]\s*\S*$|^[^\s:=]+$/.test(line.text) &&
      rest !== undefined && !rest.indented && /^[\w.:%-]+$/.test(rest.text) &&
      (isAddress(below) || !BELOW_NAME.test(below?.text ?? ""));
    joined.push(isBroken ? { ...line, text: line.text + rest.text } : line);
    if (isBroken) at++;
  }
  return joined;
}

/** Whether a line is the address of a name, rather than the first line of a block. */
function isAddress(line: Line | undefined): boolean {
  return /^Address(?:es)?:/.test(line?.text ?? "");
}
