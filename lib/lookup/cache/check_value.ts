/**
 * A check value for a line of text, by which a damaged one is told from a whole one. Not a guard
 * against forgery: who can write to the cache can make the value too.
 *
 * @module
 */

/**
 * Eight hexadecimal digits: FNV-1a over the text's UTF-16 units. Each step is a bijection, so a change
 * of any one unit changes the value for certain.
 */
export function checkValue(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
