/**
 * One end of a socket as netstat prints it: `192.0.2.1:443`, `[fe80::1%12]:445`, `pc-1:https`, `*:*`.
 *
 * @module
 */
import { type PortProtocol, servicePort } from "../../address/ports.ts";
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
export const LARGEST_PORT = 65535;

/** One end of a socket; `*` has neither an address nor a name. */
export interface Endpoint {
  /** The literal address, without brackets. */
  readonly address: string | null;
  readonly host: string | null;
  readonly port: number | null;
  /** Whether a console cut the row within this end. */
  readonly isCut: boolean;
}

/** An end that a console cut off; half an address is no address. */
export const CUT_OFF: Endpoint = { address: null, host: null, port: null, isCut: true };

/** Reads a word; null if it is not an end of a socket. */
export function readEndpoint(
  bytes: Uint8Array,
  start: number,
  end: number,
  protocol: PortProtocol,
): Endpoint | null {
  if (bytes[start] === LEFT_BRACKET) return readBracketed(bytes, start, end, protocol);
  let colon = end - 1;
  while (colon > start && bytes[colon] !== COLON) colon--;
  if (colon === start) return null;
  if (isAsterisk(bytes, start, colon)) {
    return withPort(bytes, colon + 1, end, { protocol, address: null, host: null });
  }
  // Linux prints IPv6 addresses without brackets.
  const isAddress = isIpv4(bytes, start, colon) || isIpv6(bytes, start, colon);
  if (!isAddress && !isName(bytes, start, colon)) return null;
  const text = textOf(bytes, start, colon);
  const [address, host] = isAddress ? [text, null] : [null, text];
  return withPort(bytes, colon + 1, end, { protocol, address, host });
}

function readBracketed(
  bytes: Uint8Array,
  start: number,
  end: number,
  protocol: PortProtocol,
): Endpoint | null {
  let close = start + 1;
  while (close < end && bytes[close] !== RIGHT_BRACKET) close++;
  if (close === end) return CUT_OFF;
  const address = textOf(bytes, start + 1, close);
  // Brackets hold nothing but addresses, so one with a changed digit still counts.
  const hasColons = address.indexOf(":") < address.lastIndexOf(":");
  if (!hasColons || (close + 1 < end && bytes[close + 1] !== COLON)) return null;
  return withPort(bytes, close + 2, end, { protocol, address, host: null });
}

function withPort(
  bytes: Uint8Array,
  start: number,
  end: number,
  { protocol, address, host }: {
    protocol: PortProtocol;
    address: string | null;
    host: string | null;
  },
): Endpoint | null {
  const number = digitsOf(bytes, start, end);
  if (number >= 0) {
    return { address, host, port: number <= LARGEST_PORT ? number : null, isCut: false };
  }
  if (isAsterisk(bytes, start, end)) return { address, host, port: null, isCut: false };
  const port = servicePort(protocol, textOf(bytes, start, end));
  if (port === null && !isServiceName(bytes, start, end)) return null;
  return { address, host, port, isCut: port === null };
}

/**
 * Whether the bytes can be a service's name, perhaps cut. BSD's netstat puts a dot before the port:
 * `fe80::aede:48ff:.49892`, `2001:db8::1.443`.
 */
function isServiceName(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    const lower = byte | 32;
    const isLetterOrDigit = (byte >= ZERO && byte <= NINE) || (lower >= 97 && lower <= 122);
    if (!isLetterOrDigit && byte !== HYPHEN && byte !== UNDERSCORE) return false;
  }
  return true;
}

function isAsterisk(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 1 && bytes[start] === ASTERISK;
}

/** Whether the bytes spell four decimal numbers up to 255 with dots between them. */
function isIpv4(bytes: Uint8Array, start: number, end: number): boolean {
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

/** Whether the bytes spell an IPv6 address, with or without a zone or an IPv4 address at the end. */
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

/** Whether the bytes can be a host's name. Those outside ASCII are letters of some script. */
export function isName(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    const lower = byte | 32;
    const isLetterOrDigit = (byte >= ZERO && byte <= NINE) || (lower >= 97 && lower <= 122);
    const isOther = byte > 127 || byte === DOT || byte === HYPHEN || byte === UNDERSCORE;
    if (!isLetterOrDigit && !isOther) return false;
  }
  return true;
}
