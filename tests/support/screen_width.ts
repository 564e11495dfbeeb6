/**
 * The width of text on a terminal, for tests: from Unicode's properties, not from the package that
 * netwho uses. Right for the scripts that the tests write.
 *
 * @module
 */

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uac00-\ud7a3\uff01-\uff60\u3000\p{Emoji_Presentation}]/u;
const HALF_KATAKANA = /[\uff61-\uff9f]/u;

/** Returns how many terminal columns a line takes. */
export function screenWidth(line: string): number {
  let width = 0;
  for (const character of line) {
    if (/\p{M}/u.test(character)) continue;
    width += WIDE.test(character) && !HALF_KATAKANA.test(character) ? 2 : 1;
  }
  return width;
}
