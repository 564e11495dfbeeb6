/**
 * Text for a terminal: escapes text from outside (process names, window titles, host names), measures
 * its width in columns, and shortens or wraps it.
 *
 * @module
 */
import { eastAsianWidth } from "get-east-asian-width";

/** Anything but printable ASCII. Most text has none and needs no further work. */
const NOT_PLAIN = /[^\x20-\x7e]/;

// Functions, because V8 takes half a millisecond to compile a pattern: on first use, not at start.

/**
 * Characters that move the cursor, start an escape sequence, change the reading direction or are
 * invisible: controls, format characters, lone surrogates, line and paragraph separators, and
 * everything that Unicode marks as ignorable. The first alternative keeps a variation selector
 * after an emoji.
 */
const unsafe = () =>
  /((?<=\p{Extended_Pictographic})\ufe0f)|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

/** Characters without width: combining marks, and Hangul vowels and final consonants. */
const zeroWidth = () => /[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7ff]/u;

/** Emoji that terminals draw two columns wide. */
const picture = () => /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;

/** Text in which a grapheme may have more than one code point. */
const compound = () =>
  /[\p{M}\p{Emoji_Presentation}\p{Emoji_Modifier}\u200d\u1100-\u11ff\ud7b0-\ud7ff]/u;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/**
 * Escapes everything that a terminal would interpret or hide: `ESC` becomes `\x1b`, a newline `\n`, a
 * right-to-left override `\u{202e}`. Backslashes are not escaped, so the result is for display only.
 *
 * @example
 * ```ts
 * import { sanitize } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sanitize("gpj.\u202eexe"), String.raw`gpj.\u{202e}exe`);
 * ```
 */
export function sanitize(text: string): string {
  return NOT_PLAIN.test(text) ? text.replace(unsafe(), escape) : text;
}

function escape(character: string, emojiSelector: string | undefined): string {
  if (emojiSelector !== undefined) return emojiSelector;
  const code = character.codePointAt(0)!;
  return SHORT_ESCAPES[character] ??
    (code < 0x100
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u{${code.toString(16).padStart(4, "0")}}`);
}

/**
 * Returns the width of sanitized text in terminal columns. East Asian wide characters and emoji
 * take two columns, combining marks none; characters of ambiguous width count as one.
 */
export function displayWidth(text: string): number {
  if (!NOT_PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of charactersOf(text)) width += characterWidth(character);
  return width;
}

/** The end of a text that {@linkcode shorten} keeps. */
export type Keep = "start" | "end";

/**
 * Shortens text to at most `width` columns, with `…` for the omitted part. Graphemes are not split,
 * so the result can be narrower.
 */
export function shorten(text: string, width: number, keep: Keep = "start"): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return "";
  const room = width - 1;
  if (!NOT_PLAIN.test(text)) {
    return keep === "start" ? `${text.slice(0, room)}…` : `…${text.slice(text.length - room)}`;
  }
  const characters = [...charactersOf(text)];
  if (keep === "end") characters.reverse();
  let left = room;
  const end = characters.findIndex((character) => (left -= characterWidth(character)) < 0);
  const kept = characters.slice(0, end);
  return keep === "start" ? `${kept.join("")}…` : `…${kept.reverse().join("")}`;
}

function charactersOf(text: string): Iterable<string> {
  return compound().test(text) ? graphemesOf(text) : text;
}

let segmenter: Intl.Segmenter | undefined;

/** Splits text into what people take as one character. */
export function* graphemesOf(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  for (const { segment } of segmenter.segment(text)) yield segment;
}

function characterWidth(character: string): number {
  if (picture().test(character)) return 2;
  let width = 0;
  for (const part of character) {
    if (!zeroWidth().test(part)) width += eastAsianWidth(part.codePointAt(0)!);
  }
  return width;
}

/**
 * Breaks sanitized text into lines of at most `width` columns, at spaces or, for text that users
 * copy, `anywhere`. Only the spaces at the breaks are lost.
 */
export function wrap(
  text: string,
  width: number,
  { anywhere = false }: { anywhere?: boolean } = {},
): string[] {
  const room = roomIn(width);
  if (displayWidth(text) <= room) return [text];
  return anywhere ? cutLines(text, room) : joinLines(text.split(" "), { room, gap: " " });
}

/** Puts the non-empty cells next to each other, on as many lines as needed. */
export function wrapCells(cells: readonly string[], width: number): string[] {
  return joinLines(cells.filter((cell) => cell !== ""), { room: roomIn(width), gap: "  " });
}

/** A line of fewer than eight columns is unreadable. */
function roomIn(width: number): number {
  return Math.max(width, 8);
}

function joinLines(
  parts: readonly string[],
  { room, gap }: { room: number; gap: string },
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of parts) {
    if (line !== "" && displayWidth(line) + gap.length + displayWidth(part) <= room) {
      line += gap + part;
      continue;
    }
    if (line !== "") lines.push(line);
    const cut = cutLines(part, room);
    line = cut.pop() ?? "";
    lines.push(...cut);
  }
  return line === "" ? lines : [...lines, line];
}

/** Cuts text into full lines, between graphemes. */
function cutLines(text: string, room: number): string[] {
  if (displayWidth(text) <= room) return [text];
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const grapheme of graphemesOf(text)) {
    const width = displayWidth(grapheme);
    if (used + width > room) {
      lines.push(line);
      [line, used] = ["", 0];
    }
    line += grapheme;
    used += width;
  }
  return [...lines, line];
}
