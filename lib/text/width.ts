/**
 * The width of text in terminal columns, and shortening text to a width.
 *
 * @module
 */
import { eastAsianWidth } from "get-east-asian-width";

const NOT_PLAIN = /[^\x20-\x7e]/;

// Functions, because V8 takes half a millisecond to compile a pattern: on first use, not at start.

/** Characters without a width: combining marks, and Hangul vowels and final consonants. */
const zeroWidth = () => /[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7ff]/u;

/** Emoji that terminals draw two columns wide. */
const picture = () => /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;

/** Text in which a grapheme may have more than one code point. */
const compound = () =>
  /[\p{M}\p{Emoji_Presentation}\p{Emoji_Modifier}\u200d\u1100-\u11ff\ud7b0-\ud7ff]/u;

let segmenter: Intl.Segmenter | undefined;

/** Which end of a text `shorten` keeps. */
export type Keep = "start" | "end";

/**
 * The width of sanitized text in terminal columns. East Asian wide characters and emoji take two
 * columns, combining marks none; characters of ambiguous width count as one.
 *
 * @example
 * ```ts
 * import { displayWidth } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(displayWidth("チーム"), 6);
 * assertEquals(displayWidth("e\u0301"), 1);
 * ```
 */
export function displayWidth(text: string): number {
  if (!NOT_PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of charactersOf(text)) width += characterWidth(character);
  return width;
}

/**
 * Shortens text to at most `width` columns, with `…` for the part left out. Graphemes stay whole, so
 * the result can be narrower.
 *
 * @example
 * ```ts
 * import { shorten } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shorten("svchost.exe", 8), "svchost…");
 * assertEquals(shorten(String.raw`C:\Windows\notepad.exe`, 12, "end"), String.raw`…notepad.exe`);
 * ```
 */
export function shorten(text: string, width: number, keep: Keep = "start"): string {
  if (!NOT_PLAIN.test(text)) {
    if (text.length <= width) return text;
    if (width < 1) return "";
    return keep === "start"
      ? `${text.slice(0, width - 1)}…`
      : `…${text.slice(text.length - (width - 1))}`;
  }
  if (displayWidth(text) <= width) return text;
  if (width < 1) return "";
  const characters = [...charactersOf(text)];
  if (keep === "end") characters.reverse();
  const kept = takeColumns(characters, width - 1);
  return keep === "start" ? `${kept.join("")}…` : `…${kept.reverse().join("")}`;
}

function takeColumns(characters: readonly string[], width: number): string[] {
  let left = width;
  const end = characters.findIndex((character) => (left -= characterWidth(character)) < 0);
  return characters.slice(0, end === -1 ? undefined : end);
}

function charactersOf(text: string): Iterable<string> {
  if (!compound().test(text)) return text;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segments(segmenter.segment(text));
}

function* segments(parts: Intl.Segments): Generator<string> {
  for (const { segment } of parts) yield segment;
}

function characterWidth(character: string): number {
  if (picture().test(character)) return 2;
  let width = 0;
  for (const part of character) {
    if (!zeroWidth().test(part)) width += eastAsianWidth(part.codePointAt(0)!);
  }
  return width;
}
