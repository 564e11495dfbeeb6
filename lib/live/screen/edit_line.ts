/**
 * Edits a line of text by keys, as shells do.
 *
 * @module
 */
import type { KeyPress } from "../../host/host.ts";
import { graphemesOf } from "../../text/terminal_text.ts";
import { pressText } from "./watch_keys.ts";

/** A text and where the cursor stands in it, in UTF-16 units; never inside a character. */
export interface EditedLine {
  readonly text: string;
  readonly cursor: number;
}

/** Edits a line by a key; null if the key does not edit. */
export function editLine(line: EditedLine, press: KeyPress): EditedLine | null {
  const edit = EDITS[pressText(press)];
  if (edit !== undefined) return edit(line);
  const typed = press.text ?? (isCharacter(press) ? press.key : null);
  return typed === null ? null : replace(line, { from: line.cursor, to: line.cursor, by: typed });
}

/** Longer texts are no filters: a whole page was pasted. */
const LONGEST = 500;

const EDITS: Readonly<Record<string, (line: EditedLine) => EditedLine>> = {
  "left": (line) => ({ ...line, cursor: before(line) }),
  "right": (line) => ({ ...line, cursor: after(line) }),
  "ctrl+left": (line) => ({ ...line, cursor: wordStart(line) }),
  "ctrl+right": (line) => ({ ...line, cursor: wordEnd(line) }),
  "alt+b": (line) => ({ ...line, cursor: wordStart(line) }),
  "alt+f": (line) => ({ ...line, cursor: wordEnd(line) }),
  "home": (line) => ({ ...line, cursor: 0 }),
  "end": (line) => ({ ...line, cursor: line.text.length }),
  "ctrl+a": (line) => ({ ...line, cursor: 0 }),
  "ctrl+e": (line) => ({ ...line, cursor: line.text.length }),
  "backspace": (line) => replace(line, { from: before(line), to: line.cursor }),
  "ctrl+h": (line) => replace(line, { from: before(line), to: line.cursor }),
  "delete": (line) => replace(line, { from: line.cursor, to: after(line) }),
  "ctrl+d": (line) => replace(line, { from: line.cursor, to: after(line) }),
  "ctrl+w": (line) => replace(line, { from: wordStart(line), to: line.cursor }),
  "alt+backspace": (line) => replace(line, { from: wordStart(line), to: line.cursor }),
  "ctrl+u": (line) => replace(line, { from: 0, to: line.cursor }),
  "ctrl+k": (line) => replace(line, { from: line.cursor, to: line.text.length }),
};

/** Whether a key is a character to type; the names of keys have several. */
function isCharacter({ key, ctrl, alt }: KeyPress): boolean {
  // AltGr arrives as Ctrl and Alt together, with the character that it makes.
  return ctrl === alt && [...key].length === 1 && !/\p{Cc}/u.test(key);
}

function replace(
  { text }: EditedLine,
  { from, to, by = "" }: { from: number; to: number; by?: string },
): EditedLine {
  const whole = text.slice(0, from) + by + text.slice(to);
  return whole.length > LONGEST && by !== ""
    ? { text, cursor: from }
    : { text: whole, cursor: from + by.length };
}

/** Where the characters of a text begin, as people see them, and its end. */
function boundaries(text: string): number[] {
  let at = 0;
  return [0, ...Array.from(graphemesOf(text), (grapheme) => at += grapheme.length)];
}

function before({ text, cursor }: EditedLine): number {
  return boundaries(text).findLast((at) => at < cursor) ?? 0;
}

function after({ text, cursor }: EditedLine): number {
  return boundaries(text).find((at) => at > cursor) ?? text.length;
}

function wordStart({ text, cursor }: EditedLine): number {
  return text.slice(0, cursor).replace(/\S+\s*$|\s+$/, "").length;
}

function wordEnd({ text, cursor }: EditedLine): number {
  return cursor + /^\s*\S*/.exec(text.slice(cursor))![0].length;
}
