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
  LEFT_BRACKET,
  RIGHT_BRACKET,
  textOf,
} from "../../text/ascii.ts";
import { isIpv4, isIpv6, isNameByte } from "./literal.ts";

/** The largest port there is. */
export const LARGEST_PORT = 65535;

/** What stands before the port. */
export const HOST_KIND = {
  /** Nothing: `*`. */
  none: 0,
  /** A literal address. */
  address: 1,
  /** A name. */
  name: 2,
} as const;

/** One end of a socket, as offsets into the bytes it was read from. Reused from row to row. */
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
  /** An IPv4 address as a number from 0 to 4294967295, where it is known without more work; else -1. */
  ipv4 = -1;

  /** Reads a word; false where it is not an end of a socket. */
  read(bytes: Uint8Array, start: number, end: number, protocol: "TCP" | "UDP"): boolean {
    this.cut = false;
    this.ipv4 = -1;
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
