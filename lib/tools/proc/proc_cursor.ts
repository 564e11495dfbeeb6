/**
 * Reading the columns of a `/proc` table from its bytes, where every row counts: no strings, no
 * regular expressions.
 *
 * @module
 */
import { HEX_VALUES } from "./proc_address.ts";

/** A place in a line. Reading moves it on; a number that is not there reads as -1. */
export interface Cursor {
  /** All bytes. */
  readonly bytes: Uint8Array;
  /** Where the next byte is. */
  at: number;
  /** Where the line ends. */
  end: number;
}

/** What separates columns. */
export const SPACE = 0x20;
/** What separates an address from its port. */
export const COLON = 0x3a;
/** More digits than any number of these tables has, and few enough to stay exact. */
const MOST_DIGITS = 15;

/** Reads a number of exactly so many hexadecimal digits. */
export function readHex(cursor: Cursor, digits: number): number {
  const { bytes, at } = cursor;
  const end = at + digits;
  if (end > cursor.end) return -1;
  let value = 0;
  for (let next = at; next < end; next++) {
    const digit = HEX_VALUES[bytes[next]!]!;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  cursor.at = end;
  return value;
}

/** Reads the decimal digits that stand here, up to whatever ends them. */
export function readDecimal(cursor: Cursor): number {
  const { bytes, at, end } = cursor;
  let value = 0;
  let next = at;
  for (; next < end; next++) {
    const digit = bytes[next]! - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  cursor.at = next;
  return next === at || next - at > MOST_DIGITS ? -1 : value;
}

/** Skips words with the spaces behind them. */
export function skipWords(cursor: Cursor, words: number): void {
  const { bytes, end } = cursor;
  for (let word = 0; word < words; word++) {
    let next = cursor.at;
    while (next < end && bytes[next]! > SPACE) next++;
    cursor.at = next;
    skipSpaces(cursor);
  }
}

/** Skips spaces, and the carriage return of a copy that went through another system. */
export function skipSpaces(cursor: Cursor): void {
  const { bytes, end } = cursor;
  let next = cursor.at;
  while (next < end && bytes[next]! <= SPACE) next++;
  cursor.at = next;
}

/** Goes past one byte if it is the given one, and tells whether it is. */
export function take(cursor: Cursor, code: number): boolean {
  if (cursor.at >= cursor.end || cursor.bytes[cursor.at] !== code) return false;
  cursor.at++;
  return true;
}
