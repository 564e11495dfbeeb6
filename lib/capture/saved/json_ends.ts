/**
 * Finds where the values of JSON end, and where reading can go on behind damage. Each takes linear
 * time.
 *
 * @module
 */

/** Where a value ends: `cut` if the text ends before it, `broken` if it cannot be JSON. */
export type End = number | "cut" | "broken";

/** Rows are flat: deeper nesting is damage, or somebody else's file. */
const DEEPEST = 64;

/**
 * Finds the end of the object or array that begins at `start`. Text in quotes has no line ends in
 * JSON, so damage rarely reaches another line.
 */
export function endOfNested(text: string, start: number): End {
  const stack: number[] = [];
  let before = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) continue;
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (typeof end === "string") return end;
      at = end - 1;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      const inArray = stack.at(-1) === OPEN_ARRAY;
      const fits = before === COLON || (inArray && (before === COMMA || before === OPEN_ARRAY));
      if (stack.length > 0 && !fits || stack.length === DEEPEST) return "broken";
      stack.push(code);
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      const opener = code === CLOSE_OBJECT ? OPEN_OBJECT : OPEN_ARRAY;
      if (stack.pop() !== opener) return "broken";
      if (stack.length === 0) return at + 1;
    }
    before = code;
  }
  return "cut";
}

/** Finds the end of the text in quotes that begins at `open`. */
export function endOfString(text: string, open: number): End {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === LINE_FEED) return "broken";
    if (code === BACKSLASH) at++;
  }
  return "cut";
}

/** A number or a word, such as `null`. */
const WORD = /[-+.\w]{1,100}/y;

/** Finds the end of any value. A number or a word at the very end may be cut. */
export function endOfValue(text: string, start: number): End {
  const code = text.charCodeAt(start);
  if (code === QUOTE) return endOfString(text, start);
  if (code === OPEN_OBJECT || code === OPEN_ARRAY) return endOfNested(text, start);
  WORD.lastIndex = start;
  const end = start + (WORD.exec(text)?.[0].length ?? 0);
  return end >= text.length ? "cut" : end === start ? "broken" : end;
}

/** The end of an object that fills a line, which ends at `end`, up to a comma; null if it does not. */
export function lastOfObject(text: string, start: number, end: number): number | null {
  let last = end;
  while (last > start && isSpace(text.charCodeAt(last - 1))) last--;
  if (text[last - 1] === ",") last--;
  return text[last - 1] === "}" ? last : null;
}

/**
 * Finds the next line that begins with an object and is indented no more than the line at `start`, so
 * that it is not part of the object there; null if there is none.
 */
export function nextObjectLine(text: string, start: number): number | null {
  const lineStart = text.lastIndexOf("\n", start) + 1;
  const before = text.slice(lineStart, Math.min(start, lineStart + DEEPEST_INDENT));
  const indent = /^[ \t]*/.exec(before)![0].length;
  if (indent === DEEPEST_INDENT) return null;
  OBJECT_LINE.lastIndex = start;
  for (let next = OBJECT_LINE.exec(text); next !== null; next = OBJECT_LINE.exec(text)) {
    if (next[1]!.length <= indent) return next.index + next[0].length - 1;
  }
  return null;
}

/** Lines indented further are not looked for. */
const DEEPEST_INDENT = 100;
const OBJECT_LINE = /\n([ \t]{0,100})\{/g;

/** Finds the end of the line at `at`. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** Finds the next place that is no space. */
export function skipSpace(text: string, at: number): number {
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

const LINE_FEED = 10;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}
