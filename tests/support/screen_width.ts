/**
 * The width of text on a terminal, for tests: from Unicode's properties, not from the package that
 * netwho uses. Right for the scripts that the tests write.
 *
 * @module
 */

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u1100-\u115f\uac00-\ud7a3\uff01-\uff60\u3000-\u303e\u30a0-\u30ff\p{Emoji_Presentation}]/u;
const HALF_KATAKANA = /[\uff61-\uff9f]/u;
/** Combining marks, and the vowels and final consonants of Hangul. */
const NO_WIDTH = /[\p{M}\u1160-\u11ff\ud7b0-\ud7ff]/u;

/** Returns how many terminal columns a line takes. */
export function screenWidth(line: string): number {
  let width = 0;
  for (const character of line) width += codePointWidth(character);
  return width;
}

/** Returns how many terminal columns a single code point takes. */
export function codePointWidth(character: string): 0 | 1 | 2 {
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) && !HALF_KATAKANA.test(character) ? 2 : 1;
}
