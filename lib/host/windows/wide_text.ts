/**
 * Text as Windows' calls take it.
 *
 * @module
 */

/** UTF-16 with a NUL at its end. */
export function wideText(text: string): Uint16Array<ArrayBuffer> {
  return Uint16Array.from({ length: text.length + 1 }, (_, at) => text.charCodeAt(at) || 0);
}
