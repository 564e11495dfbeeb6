/**
 * Tells literal addresses and names by their bytes.
 *
 * @module
 */
import { COLON, DOT, HYPHEN, NINE, PERCENT, UNDERSCORE, ZERO } from "../../text/ascii.ts";

/** Whether the bytes spell four decimal numbers up to 255 with dots between them. */
export function isIpv4(bytes: Uint8Array, start: number, end: number): boolean {
  let dots = 0;
  let value = -1;
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    if (byte >= ZERO && byte <= NINE) {
      value = (value < 0 ? 0 : value * 10) + byte - ZERO;
      if (value > 255) return false;
    } else if (byte === DOT && value >= 0) {
      dots++;
      value = -1;
    } else return false;
  }
  return dots === 3 && value >= 0;
}

/** Whether the bytes spell an IPv6 address, perhaps with a zone, perhaps ending in an IPv4 address. */
export function isIpv6(bytes: Uint8Array, start: number, end: number): boolean {
  let groups = 0;
  let digits = 0;
  let hasGap = false;
  let at = start;
  for (; at < end && bytes[at] !== PERCENT; at++) {
    const byte = bytes[at]!;
    if (isHex(byte)) {
      if (++digits > 4) return false;
    } else if (byte === COLON) {
      if (digits > 0) groups++;
      else if (at > start) return false;
      digits = 0;
      if (bytes[at + 1] === COLON && at + 1 < end && !hasGap) {
        hasGap = true;
        at++;
      } else if (groups === 0 || at + 1 === end || bytes[at + 1] === PERCENT) return false;
    } else if (byte === DOT && digits > 0) {
      const zone = zoneStart(bytes, at, end);
      if (!isIpv4(bytes, at - digits, zone)) return false;
      groups++;
      at = zone - 1;
    } else return false;
  }
  if (digits > 0) groups++;
  if (at + 1 === end) return false;
  return hasGap ? groups < 8 : groups === 8;
}

function zoneStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== PERCENT) at++;
  return at;
}

function isHex(byte: number): boolean {
  const lower = byte | 32;
  return (byte >= ZERO && byte <= NINE) || (lower >= 97 && lower <= 102);
}

/** Whether a byte can stand in a host's name; those outside ASCII are letters of some script. */
export function isNameByte(byte: number): boolean {
  const lower = byte | 32;
  return (byte >= ZERO && byte <= NINE) || (lower >= 97 && lower <= 122) || byte > 127 ||
    byte === DOT || byte === HYPHEN || byte === UNDERSCORE;
}
