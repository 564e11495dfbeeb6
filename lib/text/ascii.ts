/**
 * Helpers for text held as UTF-8 bytes, nearly all of which is ASCII.
 *
 * @module
 */

/** ASCII codes that the parsers look for. */
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

/** The text between two offsets. Bytes that are no UTF-8 become U+FFFD. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 64) return decoder.decode(bytes.subarray(start, end));
  for (let index = start; index < end; index++) {
    if (bytes[index]! > 126) return decoder.decode(bytes.subarray(start, end));
  }
  return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
}

/** The most digits that a number is read from. */
export const MOST_DIGITS = 10;
/** The largest number that is read: the largest process ID there can be. */
export const LARGEST_NUMBER = 0xffffffff;

/**
 * The number that the digits between two offsets spell; -1 where there are none, where there is
 * anything else, or where it is above 4294967295.
 */
export function digitsOf(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || end - start > MOST_DIGITS) return -1;
  let value = 0;
  for (let index = start; index < end; index++) {
    const digit = bytes[index]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= LARGEST_NUMBER ? value : -1;
}

/**
 * Finds the words between two offsets: runs of bytes above the space. Puts where each begins and ends
 * into `offsets` and returns how many there are; more than fit are ignored.
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

/** Two runs of bytes as one. */
export function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  return concatAll([first, second]);
}

/** Runs of bytes as one. */
export function concatAll(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Runs of bytes as one; a single one is handed back as it is, not copied. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? pieces[0]! : concatAll(pieces);
}
