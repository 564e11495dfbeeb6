/**
 * The kernel's socket tables, `/proc/net/tcp`, `tcp6`, `udp` and `udp6`.
 *
 * @module
 */
import type { Parsed, Rejected } from "../../model/parsed.ts";
import type { Socket, State } from "../../model/socket.ts";
import {
  ADDRESS_DIGITS,
  COLON,
  type Cursor,
  procAddress,
  readDecimal,
  readHex,
  skipByte,
  skipSpaces,
  skipWords,
  SPACE,
} from "./proc_columns.ts";

/** A socket as the kernel prints it. Its inode leads to the owner. */
export interface ProcSocket {
  /** The socket, with a null PID. */
  readonly socket: Socket;
  /** Its inode; 0 where no process holds it. */
  readonly inode: number;
  /** The user that opened it. */
  readonly uid: number;
}

/** netstat's words for the kernel's state codes, from 1 (`include/net/tcp_states.h`). */
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

const LINE_FEED = 0x0a;
const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Reads a socket table. The header is skipped; lines that are not understood are in `rejected`. A TCP
 * listener has the remote end `0.0.0.0` or `::`, port 0, as netstat prints it; a UDP socket without a
 * remote end has nulls there. `stateText` is null, as the kernel prints no word; with the state
 * `UNKNOWN` it is the kernel's code. The kernel prints no zones.
 *
 * Takes time linear in the text and never throws.
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
  const rows: ProcSocket[] = [];
  const rejected: Rejected[] = [];
  const cursor: TableCursor = { bytes, protocol, at: 0, end: 0, addresses: new Map() };
  for (let start = 0, line = 1; start < bytes.length; start = cursor.end + 1, line++) {
    const newline = bytes.indexOf(LINE_FEED, start);
    cursor.at = start;
    cursor.end = newline < 0 ? bytes.length : newline;
    skipSpaces(cursor);
    if (cursor.at === cursor.end || isHeader(cursor)) continue;
    const row = readRow(cursor);
    if (typeof row !== "string") rows.push(row);
    else rejected.push({ line, text: UTF8.decode(bytes.subarray(start, cursor.end)), reason: row });
  }
  return { rows, rejected };
}

/** A place in a table, with the table's protocol and addresses. */
interface TableCursor extends Cursor {
  readonly protocol: "TCP" | "UDP";
  /** Addresses already seen: most occur often. The key of IPv4 is a number, which saves a string. */
  readonly addresses: Map<number | string, string | null>;
}

/** Reads a row; returns the reason where the line is none. */
function readRow(cursor: TableCursor): ProcSocket | string {
  if (readDecimal(cursor) < 0 || !skipByte(cursor, COLON)) return "no row number";
  skipSpaces(cursor);
  const localAddress = readAddress(cursor);
  const localPort = readPort(cursor);
  if (localAddress === null || localPort < 0) return "no local address and port";
  const remoteAddress = readAddress(cursor);
  const remotePort = readPort(cursor);
  if (remoteAddress === null || remotePort < 0) return "no remote address and port";
  const code = readHex(cursor, 2);
  if (code < 0) return "no state";
  skipSpaces(cursor);
  skipWords(cursor, 3); // the queues, the timer, retransmissions
  const uid = readDecimal(cursor);
  skipSpaces(cursor);
  skipWords(cursor, 1); // probes without an answer
  const inode = readDecimal(cursor);
  if (uid < 0 || inode < 0) return "no user and inode";
  const isTcp = cursor.protocol === "TCP";
  const state = isTcp ? STATE_WORDS[code - 1] ?? "UNKNOWN" : null;
  const isUnconnected = !isTcp && remotePort === 0 && isAny(remoteAddress);
  const socket: Socket = {
    protocol: cursor.protocol,
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

function isAny(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

/** Whether the line is the table's title line, which starts with the word `sl`. */
function isHeader({ bytes, at }: TableCursor): boolean {
  return bytes[at] === 0x73 && bytes[at + 1] === 0x6c && bytes[at + 2] === SPACE;
}

/** Reads an address and the colon after it. */
function readAddress(cursor: TableCursor): string | null {
  const { bytes, addresses, at } = cursor;
  const isIpv4 = bytes[at + ADDRESS_DIGITS.ipv4] === COLON;
  const end = at + (isIpv4 ? ADDRESS_DIGITS.ipv4 : ADDRESS_DIGITS.ipv6);
  if (end >= cursor.end || bytes[end] !== COLON) return null;
  const key = isIpv4 ? readHex(cursor, ADDRESS_DIGITS.ipv4) : UTF8.decode(bytes.subarray(at, end));
  cursor.at = end + 1;
  let address = addresses.get(key);
  if (address === undefined) {
    address = procAddress(UTF8.decode(bytes.subarray(at, end)));
    addresses.set(key, address);
  }
  return address;
}

/** Reads a port and the space after it. */
function readPort(cursor: TableCursor): number {
  const port = readHex(cursor, 4);
  return skipByte(cursor, SPACE) ? port : -1;
}
