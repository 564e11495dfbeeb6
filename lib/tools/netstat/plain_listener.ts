/**
 * Reads the rows of listeners that need no more than a glance: those that English Windows prints with
 * `-ano`, unchanged.
 *
 * @module
 */
import type { Socket } from "../../model/socket.ts";
import { digitsOf, splitWords } from "../../text/ascii.ts";
import { LARGEST_PORT, readEndpoint } from "./netstat_endpoint.ts";

/** What a listener's row tells, as far as it matters for who began a connection. */
export type ListenerRow = Pick<
  Socket,
  | "protocol"
  | "localAddress"
  | "localPort"
  | "remoteAddress"
  | "remotePort"
  | "remoteHost"
  | "state"
  | "pid"
  | "process"
>;

/** Protocol, both ends, state, process ID, and one more, which no such row has. */
const offsets = new Int32Array(2 * 6);

/** Reads a line that begins with `TCP`; null if it is any other than such a row. */
export function plainListener(bytes: Uint8Array, start: number, end: number): ListenerRow | null {
  if (splitWords(bytes, start, end, offsets) !== 5) return null;
  if (!isWord(bytes, 3, LISTENING)) return null;
  if (!isWord(bytes, 2, NO_IPV4_END) && !isWord(bytes, 2, NO_IPV6_END)) return null;
  const pid = digitsOf(bytes, offsets[8]!, offsets[9]!);
  const [from, to] = [offsets[2]!, offsets[3]!];
  const local = anyEnd(bytes, from, to) ?? readEndpoint(bytes, from, to, "TCP");
  if (pid < 0 || local === null || local.address === null || local.port === null) return null;
  return {
    protocol: "TCP",
    localAddress: local.address,
    localPort: local.port,
    remoteAddress: null,
    remotePort: 0,
    remoteHost: null,
    state: "LISTENING",
    pid,
    process: null,
  };
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const [LISTENING, NO_IPV4_END, NO_IPV6_END] = ["LISTENING", "0.0.0.0:0", "[::]:0"].map(bytesOf) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const ANY_ENDS = [["0.0.0.0", bytesOf("0.0.0.0:")], ["::", bytesOf("[::]:")]] as const;

function isWord(bytes: Uint8Array, word: number, text: Uint8Array): boolean {
  const start = offsets[2 * word]!;
  return offsets[2 * word + 1]! - start === text.length && beginsWith(bytes, start, text);
}

function beginsWith(bytes: Uint8Array, start: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[start + index] !== text[index]) return false;
  }
  return true;
}

/** Reads the end that most listeners have, without making text of it. */
function anyEnd(bytes: Uint8Array, start: number, end: number) {
  for (const [address, text] of ANY_ENDS) {
    if (!beginsWith(bytes, start, text)) continue;
    const port = digitsOf(bytes, start + text.length, end);
    return port >= 0 && port <= LARGEST_PORT ? { address, port } : null;
  }
  return null;
}
