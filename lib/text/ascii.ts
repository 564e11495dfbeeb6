/**
 * Helpers for text held as UTF-8 bytes, nearly all of it ASCII.
 *
 * @module
 */

/** ASCII codes used by the parsers. */
export const TAB = 9;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const PERCENT = 37;
export const ASTERISK = 42;
export const HYPHEN = 45;
export const DOT = 46;
export const ZERO = 48;
export const NINE = 57;
export const COLON = 58;
export const LEFT_BRACKET = 91;
export const RIGHT_BRACKET = 93;
export const UNDERSCORE = 95;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes the text between two offsets. Invalid UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  const codes = CODES[end - start];
  if (codes === undefined) return decoder.decode(bytes.subarray(start, end));
  for (let index = start; index < end; index++) {
    const code = bytes[index]!;
    if (code > 126) return decoder.decode(bytes.subarray(start, end));
    codes[index - start] = code;
  }
  return String.fromCharCode.apply(null, codes);
}

/** An array for each length of short text: filling one is faster than slicing the bytes. */
const CODES = Array.from({ length: 65 }, (_, length) => new Array<number>(length).fill(0));

/** The largest number accepted: a process ID has 32 bits. */
const LARGEST_NUMBER = 0xffff_ffff;

/**
 * Reads the decimal number between two offsets; -1 if there are no digits or other bytes, or if the
 * number is above 4294967295.
 */
export function digitsOf(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || end - start > 10) return -1;
  let value = 0;
  for (let index = start; index < end; index++) {
    const digit = bytes[index]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= LARGEST_NUMBER ? value : -1;
}

/**
 * Finds the words between two offsets: runs of bytes above the space. Writes the start and end of
 * each to `offsets` and returns the number of words; words that do not fit are ignored.
 */
export function splitWords(
  bytes: Uint8Array,
  start: number,
  end: number,
  offsets: Int32Array,
): number {
  let next = 0;
  for (let at = start; at < end && next < offsets.length;) {
    while (at < end && bytes[at]! <= SPACE) at++;
    if (at === end) break;
    offsets[next++] = at;
    while (at < end && bytes[at]! > SPACE) at++;
    offsets[next++] = at;
  }
  return next / 2;
}
