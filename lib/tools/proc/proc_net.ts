/**
 * Parses the kernel's socket tables, `/proc/net/tcp`, `tcp6`, `udp` and `udp6`.
 *
 * @module
 */
import { formatAddress } from "../../address/address.ts";
import { atOnce, type Steps } from "../../model/steps.ts";
import type { Parsed, Rejected } from "../../model/parsed.ts";
import type { Socket, State } from "../../model/socket.ts";
import {
  COLON,
  digitsOf,
  LINE_FEED,
  NINE,
  SPACE,
  splitWords,
  textOf,
  ZERO,
} from "../../text/ascii.ts";

/** A socket as the kernel prints it. Its inode identifies the owner. */
export interface ProcSocket {
  /** The socket, with a null PID. */
  readonly socket: Socket;
  /** Its inode; 0 if no process holds it. */
  readonly inode: number;
  /** The user that opened it. */
  readonly uid: number;
}

/** The kernel's tables. The IPv6 tables are missing if IPv6 is disabled. */
export const PROC_NET_TABLES = [
  { path: "/proc/net/tcp", protocol: "TCP", optional: false },
  { path: "/proc/net/tcp6", protocol: "TCP", optional: true },
  { path: "/proc/net/udp", protocol: "UDP", optional: false },
  { path: "/proc/net/udp6", protocol: "UDP", optional: true },
] as const;

/** The TCP states for the kernel's codes, from 1 (`include/net/tcp_states.h`). */
const STATE_WORDS: readonly State[] = [
  "ESTABLISHED",
  "SYN_SENT",
  "SYN_RECEIVED",
  "FIN_WAIT_1",
  "FIN_WAIT_2",
  "TIME_WAIT",
  "CLOSED",
  "CLOSE_WAIT",
  "LAST_ACK",
  "LISTENING",
  "CLOSING",
  "SYN_RECEIVED", // TCP_NEW_SYN_RECV: a request that is not a socket yet
];

/**
 * Parses a socket table and skips its header. A TCP listener has the remote address `0.0.0.0` or
 * `::` and port 0, as in netstat; an unconnected UDP socket has nulls there. `stateText` is null,
 * because the kernel prints only a code; for the state `UNKNOWN` it is that code. The kernel prints
 * no zones.
 *
 * Runs in linear time and never throws.
 *
 * @example
 * ```ts
 * import { parseProcNet } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows } = parseProcNet(
 *   "  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0 7731 1",
 *   "TCP",
 * );
 * assertEquals(rows[0]?.socket.localAddress, "127.0.0.1");
 * assertEquals(rows[0]?.socket.localPort, 8080);
 * assertEquals(rows[0]?.socket.state, "LISTENING");
 * assertEquals(rows[0]?.inode, 7731);
 * ```
 */
export function parseProcNet(
  table: Uint8Array | string,
  protocol: "TCP" | "UDP",
): Parsed<ProcSocket> {
  const bytes = typeof table === "string" ? new TextEncoder().encode(table) : table;
  return atOnce(procNetSteps(bytes, protocol));
}

/** How many lines are a step. */
const LINES_A_STEP = 500;

/** The same as {@linkcode parseProcNet}, in steps. */
export function* procNetSteps(
  bytes: Uint8Array,
  protocol: "TCP" | "UDP",
): Steps<Parsed<ProcSocket>> {
  const rows: ProcSocket[] = [];
  const rejected: Rejected[] = [];
  const reader = new TableReader(bytes, protocol);
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    const row = reader.read(start, end);
    if (typeof row === "string") {
      rejected.push({ line, text: UTF8.decode(bytes.subarray(start, end)), reason: row });
    } else if (row !== null) rows.push(row);
    start = end + 1;
    if (line % LINES_A_STEP === 0) yield;
  }
  return { rows, rejected };
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The positions of the words that are used. Between state and uid are queues, timer,
 * retransmissions.
 */
const WORD = { local: 1, remote: 2, state: 3, uid: 7, inode: 9 } as const;
const WORDS = 10;

/** Parses lines as bytes, because a table can have very many rows. */
class TableReader {
  readonly #bytes: Uint8Array;
  readonly #protocol: "TCP" | "UDP";
  /** The start and end of each word of the line. */
  readonly #offsets = new Int32Array(2 * WORDS);
  /** Addresses already parsed; most occur often. IPv4 keys are numbers, which saves a string. */
  readonly #addresses = new Map<number | string, string | null>();

  constructor(bytes: Uint8Array, protocol: "TCP" | "UDP") {
    this.#bytes = bytes;
    this.#protocol = protocol;
  }

  /** Parses a line. Returns a row, null for a blank line or the header, or the reason for rejection. */
  read(start: number, end: number): ProcSocket | string | null {
    // Missing words are empty.
    this.#offsets.fill(0);
    const words = splitWords(this.#bytes, start, end, this.#offsets);
    if (words === 0 || this.#isHeader()) return null;
    if (!this.#isNumbered()) return "no row number";
    const localAddress = this.#address(WORD.local);
    const localPort = this.#port(WORD.local);
    if (localAddress === null || localPort < 0) return "no local address and port";
    const remoteAddress = this.#address(WORD.remote);
    const remotePort = this.#port(WORD.remote);
    if (remoteAddress === null || remotePort < 0) return "no remote address and port";
    const code = this.#state();
    if (code < 0) return "no state";
    const uid = this.#number(WORD.uid);
    const inode = this.#number(WORD.inode);
    if (uid < 0 || inode < 0) return "no user and inode";
    const isTcp = this.#protocol === "TCP";
    const state = isTcp ? STATE_WORDS[code - 1] ?? "UNKNOWN" : null;
    const isUnconnected = !isTcp && remotePort === 0 && isAny(remoteAddress);
    const socket: Socket = {
      protocol: this.#protocol,
      localAddress,
      localPort,
      localHost: null,
      remoteAddress: isUnconnected ? null : remoteAddress,
      remotePort: isUnconnected ? null : remotePort,
      remoteHost: null,
      state,
      stateText: state === "UNKNOWN" ? code.toString(16).toUpperCase().padStart(2, "0") : null,
      pid: null,
      process: null,
      components: null,
      offloadState: null,
      stateMilliseconds: null,
    };
    return { socket, inode, uid };
  }

  /** Whether the line is the header, which starts with the word `sl`. */
  #isHeader(): boolean {
    const bytes = this.#bytes;
    const start = this.#offsets[0]!;
    return bytes[start] === 0x73 && bytes[start + 1] === 0x6c && bytes[start + 2] === SPACE;
  }

  #isNumbered(): boolean {
    const last = this.#offsets[1]! - 1;
    return this.#bytes[last] === COLON && digitsOf(this.#bytes, this.#offsets[0]!, last) >= 0;
  }

  /** Reads the address of a word. The last five bytes of the word are a colon and the port. */
  #address(word: number): string | null {
    const bytes = this.#bytes;
    const start = this.#offsets[2 * word]!;
    const end = this.#offsets[2 * word + 1]! - 5;
    if (bytes[end] !== COLON) return null;
    const key = end - start === 8 ? hexOf(bytes, start, end) : textOf(bytes, start, end);
    let address = this.#addresses.get(key);
    if (address === undefined) {
      address = procAddress(textOf(bytes, start, end));
      this.#addresses.set(key, address);
    }
    return address;
  }

  #port(word: number): number {
    const end = this.#offsets[2 * word + 1]!;
    return hexOf(this.#bytes, end - 4, end);
  }

  #state(): number {
    const start = this.#offsets[2 * WORD.state]!;
    const end = this.#offsets[2 * WORD.state + 1]!;
    return end - start === 2 ? hexOf(this.#bytes, start, end) : -1;
  }

  #number(word: number): number {
    return digitsOf(this.#bytes, this.#offsets[2 * word]!, this.#offsets[2 * word + 1]!);
  }
}

/** Reads the hexadecimal number between two offsets; -1 if there is anything but digits. */
function hexOf(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    const digit = byte <= NINE ? byte - ZERO : (byte | 32) - LETTER_A + 10;
    if (digit < 0 || digit > 15 || (byte > NINE && digit < 10)) return -1;
    value = value * 16 + digit;
  }
  return value;
}

const LETTER_A = 97;

function isAny(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

/**
 * Converts an address of `/proc/net`, where each 32-bit word is in the machine's byte order, to its
 * usual text: dotted decimal for IPv4, RFC 5952 for IPv6, IPv4-mapped addresses as
 * `::ffff:192.0.2.1`. Null for anything but 8 or 32 hexadecimal digits.
 *
 * Assumes a little-endian machine (x86, ARM, RISC-V), because the text does not show the byte order.
 */
export function procAddress(hex: string): string | null {
  if (!/^(?:[0-9a-f]{8}|[0-9a-f]{32})$/i.test(hex)) return null;
  const groups: number[] = [];
  for (let at = 0; at < hex.length; at += 8) {
    const word = Number.parseInt(hex.slice(at, at + 8), 16);
    groups.push(swapBytes(word & 0xffff), swapBytes(word >>> 16));
  }
  return formatAddress({ family: groups.length === 2 ? 4 : 6, groups, zone: null });
}

function swapBytes(group: number): number {
  return (group & 0xff) << 8 | group >>> 8;
}
