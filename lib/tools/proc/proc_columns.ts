/**
 * The columns of a `/proc/net` table, read from its bytes without strings or regular expressions, as
 * a table can have very many rows.
 *
 * @module
 */
import { formatAddress } from "../../address/address.ts";

/** A place in a line. Reading moves it on; a missing number reads as -1. */
export interface Cursor {
  /** All bytes. */
  readonly bytes: Uint8Array;
  /** Where the next byte is. */
  at: number;
  /** Where the line ends. */
  end: number;
}

/** Separates columns. */
export const SPACE = 0x20;
/** Separates an address from its port. */
export const COLON = 0x3a;
/** More digits than any number of these tables has, and few enough to stay exact. */
const MAX_DIGITS = 15;

/** The values of hexadecimal digits by character code below 256; -1 for all other characters. */
export const HEX_VALUES: Int8Array = Int8Array.from({ length: 256 }, (_, code) => {
  const digit = String.fromCharCode(code);
  return /^[0-9a-fA-F]$/.test(digit) ? Number.parseInt(digit, 16) : -1;
});

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

/** Reads decimal digits up to the first other byte. */
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
  return next === at || next - at > MAX_DIGITS ? -1 : value;
}

/** Skips words and the spaces after each. */
export function skipWords(cursor: Cursor, words: number): void {
  const { bytes, end } = cursor;
  for (let word = 0; word < words; word++) {
    let next = cursor.at;
    while (next < end && bytes[next]! > SPACE) next++;
    cursor.at = next;
    skipSpaces(cursor);
  }
}

/** Skips spaces, and the carriage return of a copy from another system. */
export function skipSpaces(cursor: Cursor): void {
  const { bytes, end } = cursor;
  let next = cursor.at;
  while (next < end && bytes[next]! <= SPACE) next++;
  cursor.at = next;
}

/** Skips the byte if it is the given one, and tells whether it is. */
export function skipByte(cursor: Cursor, byte: number): boolean {
  if (cursor.at >= cursor.end || cursor.bytes[cursor.at] !== byte) return false;
  cursor.at++;
  return true;
}

/** The number of digits of an address, by IP version. */
export const ADDRESS_DIGITS = { ipv4: 8, ipv6: 32 } as const;

/**
 * Converts an address of `/proc/net`, where each 32-bit word is in the machine's byte order, to its
 * usual text: dotted for IPv4, RFC 5952 for IPv6 with IPv4-mapped ones as `::ffff:192.0.2.1`. Null for
 * anything but 8 or 32 hexadecimal digits.
 *
 * Little-endian machines only (x86, ARM, RISC-V): the text does not tell the byte order.
 *
 * @example
 * ```ts
 * import { formatAddress } from "../../address/address.ts";
import { procAddress } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(procAddress("0100007F"), "127.0.0.1");
 * assertEquals(procAddress("B80D0120000000000000000001000000"), "2001:db8::1");
 * ```
 */
export function procAddress(hex: string): string | null {
  if (hex.length !== ADDRESS_DIGITS.ipv4 && hex.length !== ADDRESS_DIGITS.ipv6) return null;
  const groups: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    const high = swappedGroup(hex, word + 4);
    const low = swappedGroup(hex, word);
    if (high < 0 || low < 0) return null;
    groups.push(high, low);
  }
  return formatAddress({ family: groups.length === 2 ? 4 : 6, groups, zone: null });
}

/** The 16 bits of four digits, their two bytes swapped; negative where they are no digits. */
function swappedGroup(hex: string, at: number): number {
  const low = digitAt(hex, at) << 4 | digitAt(hex, at + 1);
  const high = digitAt(hex, at + 2) << 4 | digitAt(hex, at + 3);
  return high << 8 | low;
}

function digitAt(hex: string, at: number): number {
  return HEX_VALUES[hex.charCodeAt(at)] ?? -1;
}
