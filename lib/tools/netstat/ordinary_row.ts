/**
 * The quick way through an ordinary line: what `netstat -an` and `-ano` print on nearly every line.
 * One pass over its bytes and few decisions, so that the just-in-time compiler has it ready early.
 * What is in any way unusual is left to {@linkcode readRow}, which reads everything; for ordinary
 * lines the two agree, which is tested.
 *
 * @module
 */
import {
  ASTERISK,
  CARRIAGE_RETURN,
  COLON,
  DOT,
  LARGEST_NUMBER,
  LEFT_BRACKET,
  LINE_FEED,
  MOST_DIGITS,
  RIGHT_BRACKET,
  SPACE,
  ZERO,
} from "../../text/ascii.ts";
import { type Endpoint, HOST_KIND, LARGEST_PORT } from "./endpoint.ts";
import { englishState, type NetstatRow } from "./row.ts";

const [T, C, U, D, P] = [84, 67, 85, 68, 80];
/** Bytes up to the last word of an ordinary line, at most. */
const LONGEST = 1024;

/**
 * Reads a line that begins at `start` into a row. Returns where the next line begins; -1 where the
 * line is not an ordinary row, or has no line feed, and then the row means nothing.
 */
export function readOrdinaryRow(bytes: Uint8Array, start: number, row: NetstatRow): number {
  let at = start;
  while (bytes[at] === SPACE) at++;
  const isTcp = bytes[at] === T;
  // Reading beyond the end would slow down all reading that follows.
  if (at + 3 >= bytes.length || bytes[at + 2] !== P || bytes[at + 3] !== SPACE) return -1;
  if (isTcp ? bytes[at + 1] !== C : bytes[at] !== U || bytes[at + 1] !== D) return -1;

  row.clear(bytes);
  row.protocol = isTcp ? "TCP" : "UDP";
  at = readEnd(bytes, at + 4, row.local);
  if (at > 0) at = row.local.kind === HOST_KIND.none ? -1 : readEnd(bytes, at, row.remote);
  if (at > 0 && isTcp) at = readState(bytes, at, row);
  if (at > 0) at = readPid(bytes, at, row);
  // How a longer line is cut is decided elsewhere.
  return at < 0 || at - start > LONGEST ? -1 : readLineEnd(bytes, at, row);
}

/** Reads `192.0.2.1:443`, `[fe80::1%12]:445` or `*:*` behind spaces. Returns where it ends, or -1. */
function readEnd(bytes: Uint8Array, from: number, end: Endpoint): number {
  let at = from;
  while (bytes[at] === SPACE) at++;
  end.cut = false;
  end.ipv4 = -1;
  if (bytes[at] === ASTERISK) return readNothing(bytes, at, end);
  end.kind = HOST_KIND.address;
  at = bytes[at] === LEFT_BRACKET ? readIpv6(bytes, at + 1, end) : readIpv4(bytes, at, end);
  return at < 0 || bytes[at] !== COLON ? -1 : readPort(bytes, at + 1, end);
}

/** `*:*` */
function readNothing(bytes: Uint8Array, at: number, end: Endpoint): number {
  end.kind = HOST_KIND.none;
  end.port = -1;
  return bytes[at + 1] === COLON && bytes[at + 2] === ASTERISK && isSpace(bytes[at + 3])
    ? at + 3
    : -1;
}

function readIpv6(bytes: Uint8Array, from: number, end: Endpoint): number {
  let at = from;
  let colons = 0;
  for (; bytes[at] !== RIGHT_BRACKET; at++) {
    if (bytes[at] === COLON) colons++;
    else if (isSpace(bytes[at])) return -1;
  }
  end.start = from;
  end.end = at;
  return colons < 2 ? -1 : at + 1;
}

function readIpv4(bytes: Uint8Array, from: number, end: Endpoint): number {
  let at = from;
  let dots = 0;
  let number = -1;
  let value = 0;
  for (; bytes[at] !== COLON; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      number = number < 0 ? digit : number * 10 + digit;
      if (number > 255) return -1;
    } else if (bytes[at] === DOT && number >= 0) {
      dots++;
      value = value * 256 + number;
      number = -1;
    } else return -1;
  }
  if (dots !== 3 || number < 0) return -1;
  end.start = from;
  end.end = at;
  end.ipv4 = value * 256 + number;
  return at;
}

function readPort(bytes: Uint8Array, from: number, end: Endpoint): number {
  let at = from;
  let port = 0;
  for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[at]! - ZERO) {
    port = port * 10 + digit;
    at++;
  }
  end.port = port;
  const digits = at - from;
  return digits > 0 && digits <= MOST_DIGITS && port <= LARGEST_PORT && isSpace(bytes[at])
    ? at
    : -1;
}

/** Reads netstat's English word for a state behind spaces. Returns where it ends, or -1. */
function readState(bytes: Uint8Array, from: number, row: NetstatRow): number {
  let at = from;
  while (bytes[at] === SPACE) at++;
  row.stateStart = at;
  while (!isSpace(bytes[at])) at++;
  row.stateEnd = at;
  row.state = englishState(bytes, row.stateStart, at);
  row.stateIsEnglish = true;
  return row.state === null ? -1 : at;
}

/** Reads a process ID behind spaces, where there is one. Returns where the line's text ends, or -1. */
function readPid(bytes: Uint8Array, from: number, row: NetstatRow): number {
  let at = from;
  while (bytes[at] === SPACE) at++;
  const start = at;
  let pid = -1;
  for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[at]! - ZERO) {
    pid = pid < 0 ? digit : pid * 10 + digit;
    at++;
  }
  row.pid = pid;
  return pid > LARGEST_NUMBER || at - start > MOST_DIGITS ? -1 : at;
}

function readLineEnd(bytes: Uint8Array, from: number, row: NetstatRow): number {
  let at = from;
  while (bytes[at] === SPACE && at - from < LONGEST) at++;
  row.lineEnd = at;
  while (bytes[at] === CARRIAGE_RETURN) at++;
  return bytes[at] === LINE_FEED ? at + 1 : -1;
}

/** Whether a byte ends a word: a space, a line end, or there is none. */
function isSpace(byte: number | undefined): boolean {
  return byte === undefined || byte <= SPACE;
}
