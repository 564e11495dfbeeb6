/**
 * Splits a filter that a person types into words. Quotes hold a value with spaces together; a
 * backslash is one, since paths of Windows have them.
 *
 * @module
 */

/** A word of a filter. */
export interface FilterWord {
  /** The word without its quotes. */
  readonly text: string;
  /** Its parts between commas, without their quotes. */
  readonly parts: readonly WordPart[];
  /** How many of its characters stand before the first quote. */
  readonly plainLength: number;
  /** Whether a quote is open at its end. */
  readonly isOpen: boolean;
  /** Where it begins and ends in the text. */
  readonly start: number;
  readonly end: number;
}

/** A part of a word between commas. */
export interface WordPart {
  readonly text: string;
  /** Whether it has quotes. */
  readonly isQuoted: boolean;
  /** How many of its characters stand before the first quote. */
  readonly plainLength: number;
  /** Whether a space stands before it, after the comma. */
  readonly isSpaced: boolean;
}

/** Splits a text at its spaces, save those in quotes, around a comma, and behind `!` and `=`. */
export function splitFilterWords(text: string): FilterWord[] {
  const words: FilterWord[] = [];
  let at = skipSpaces(text, 0);
  while (at < text.length) {
    const word = readWord(text, at);
    words.push(word);
    at = skipSpaces(text, word.end);
  }
  return words;
}

/** The quotes that open a value, and those that close it. */
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "\u201c": "\u201d",
  "\u201e": "\u201c",
};

/** Behind these a quote opens; elsewhere, as in O'Neil, it is a character. */
const BEFORE_QUOTE = "!,:=";

function readWord(text: string, start: number): FilterWord {
  const parts = [emptyPart()];
  let word = "";
  let plainLength: number | null = null;
  let isOpen = false;
  let at = start;
  // The plain character before; empty behind a quote.
  let before: string | null = null;
  while (at < text.length) {
    const character = text[at]!;
    const part = parts.at(-1)!;
    const closing = before === null || (before !== "" && BEFORE_QUOTE.includes(before))
      ? QUOTES[character]
      : undefined;
    if (closing !== undefined) {
      const end = text.indexOf(closing, at + 1);
      isOpen = end < 0;
      const quoted = text.slice(at + 1, isOpen ? text.length : end);
      plainLength ??= word.length;
      part.isQuoted = true;
      part.text += quoted;
      word += quoted;
      before = "";
      at = isOpen ? text.length : end + 1;
    } else if (/\s/.test(character)) {
      const next = skipSpaces(text, at);
      const holds = before !== null && before !== "" && "!,=".includes(before);
      if (next === text.length || !(holds || text[next] === ",")) break;
      if (before === ",") part.isSpaced = true;
      at = next;
    } else {
      if (character === ",") parts.push(emptyPart());
      else part.text += character;
      if (!part.isQuoted) part.plainLength = part.text.length;
      word += character;
      before = character;
      at++;
    }
  }
  return { text: word, parts, plainLength: plainLength ?? word.length, isOpen, start, end: at };
}

function emptyPart(): { -readonly [Key in keyof WordPart]: WordPart[Key] } {
  return { text: "", isQuoted: false, plainLength: 0, isSpaced: false };
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at;
}
