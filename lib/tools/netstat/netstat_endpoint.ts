/**
 * One end of a socket as netstat prints it: `192.0.2.1:443`, `[fe80::1%12]:445`, `pc-1:https`, `*:*`.
 *
 * @module
 */
import { servicePort } from "../../address/ports.ts";
import {
  ASTERISK,
  COLON,
  digitsOf,
  DOT,
  HYPHEN,
  LEFT_BRACKET,
  NINE,
  PERCENT,
  RIGHT_BRACKET,
  textOf,
  UNDERSCORE,
  ZERO,
} from "../../text/ascii.ts";

/** The largest port. */
const LARGEST_PORT = 65535;

/** What stands before the port. */
export const HOST_KIND = {
  /** Nothing: `*`. */
  none: 0,
  /** A literal address. */
  address: 1,
  /** A name. */
  name: 2,
} as const;

/** One end of a socket as offsets into the bytes it was read from; reused from row to row. */
export class Endpoint {
  /** What stands before the port; one of {@linkcode HOST_KIND}. */
  kind: number = HOST_KIND.none;
  /** Where the address or name begins, without brackets. */
  start = 0;
  /** Where it ends. */
  end = 0;
  /** The port, -1 where there is none. */
  port = -1;
  /** Whether the end of it is missing (a console cut the row). */
  cut = false;
  /** Reads a word; returns false if it is not an end of a socket. */
  read(bytes: Uint8Array, start: number, end: number, protocol: "TCP" | "UDP"): boolean {
    this.cut = false;
    return bytes[start] === LEFT_BRACKET
      ? this.#readBracketed(bytes, start, end, protocol)
      : this.#readPlain(bytes, start, end, protocol);
  }

  #readBracketed(bytes: Uint8Array, start: number, end: number, protocol: "TCP" | "UDP"): boolean {
    let close = start + 1;
    let colons = 0;
    while (close < end && bytes[close] !== RIGHT_BRACKET) if (bytes[close++] === COLON) colons++;
    this.start = start + 1;
    this.end = close;
    if (close >= end) {
      // Half an address is no address.
      this.kind = HOST_KIND.none;
      this.port = -1;
      this.cut = true;
      return true;
    }
    // No further check: what stands in brackets is an address, even where someone changed a digit.
    if (colons < 2 || (close + 1 < end && bytes[close + 1] !== COLON)) return false;
    this.kind = HOST_KIND.address;
    this.#readPort(bytes, close + 2, end, protocol);
    return true;
  }

  #readPlain(bytes: Uint8Array, start: number, end: number, protocol: "TCP" | "UDP"): boolean {
    let colon = end - 1;
    while (colon > start && bytes[colon] !== COLON) colon--;
    if (colon === start) return false;
    this.start = start;
    this.end = colon;
    this.kind = kindOf(bytes, start, colon);
    if (this.kind < 0) return false;
    this.#readPort(bytes, colon + 1, end, protocol);
    return true;
  }

  #readPort(bytes: Uint8Array, start: number, end: number, protocol: "TCP" | "UDP"): void {
    const number = digitsOf(bytes, start, end);
    if (number >= 0) this.port = number <= LARGEST_PORT ? number : -1;
    else if (end - start === 1 && bytes[start] === ASTERISK) this.port = -1;
    else {
      this.port = start < end ? servicePort(protocol, textOf(bytes, start, end)) ?? -1 : -1;
      this.cut = this.port < 0;
    }
  }
}

/** What stands before the last colon; -1 where it is none of what can. */
function kindOf(bytes: Uint8Array, start: number, end: number): number {
  if (isIpv4(bytes, start, end)) return HOST_KIND.address;
  if (end - start === 1 && bytes[start] === ASTERISK) return HOST_KIND.none;
  for (let index = start; index < end; index++) {
    if (isNameByte(bytes[index]!)) continue;
    // An IPv6 address that lost its brackets, as Linux prints it.
    return isIpv6(bytes, start, end) ? HOST_KIND.address : -1;
  }
  return HOST_KIND.name;
}

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
