/**
 * Text from outside (process names, window titles, host names) as a person may safely see it.
 *
 * @module
 */

/** Anything but printable ASCII; most text has none and is passed on as it is. */
const NOT_PLAIN = /[^\x20-\x7e]/;

/**
 * What would move the cursor, start an escape sequence, turn the direction of reading or not be
 * seen at all: controls, formatting characters, lone surrogates, line and paragraph separators, and
 * all that Unicode says to ignore when displaying. The first alternative is a variation selector
 * where it belongs, behind an emoji.
 *
 * A function, as V8 takes half a millisecond to make such a pattern: only who needs it pays.
 */
const unsafe = () =>
  /((?<=\p{Extended_Pictographic})\ufe0f)|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/**
 * Makes everything visible that a terminal would obey or hide: `ESC` becomes `\x1b`, a newline
 * `\n`, a right-to-left override `\u{202e}`. All other text stays as it is, so the result is for
 * people; it cannot be turned back.
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
