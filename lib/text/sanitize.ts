/**
 * Makes text from outside (process names, window titles, host names) safe to show on a terminal.
 *
 * @module
 */

/** Anything but printable ASCII. Most text has none and needs no further look. */
const NOT_PLAIN = /[^\x20-\x7e]/;

/**
 * Characters that move the cursor, start an escape sequence, change the reading direction or are
 * invisible: controls, format characters, lone surrogates, line and paragraph separators, and all
 * that Unicode marks as ignorable. The first alternative keeps a variation selector after an emoji.
 *
 * A function, because V8 takes half a millisecond to compile the pattern: on first use, not at start.
 */
const unsafe = () =>
  /((?<=\p{Extended_Pictographic})\ufe0f)|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/**
 * Escapes everything that a terminal would obey or hide: `ESC` becomes `\x1b`, a newline `\n`, a
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
