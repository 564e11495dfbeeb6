/**
 * Reads the rows of listeners that need no more than a glance: those that English Windows prints with
 * `-ano`, unchanged.
 *
 * @module
 */
import type { Socket } from "../../model/socket.ts";
import { digitsOf, splitWords } from "../../text/ascii.ts";
import { readEndpoint } from "./netstat_endpoint.ts";
import { englishState } from "./netstat_states.ts";

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
  if (englishState(bytes, offsets[6]!, offsets[7]!) !== "LISTENING") return null;
  const pid = digitsOf(bytes, offsets[8]!, offsets[9]!);
  const local = readEndpoint(bytes, offsets[2]!, offsets[3]!, "TCP");
  const remote = readEndpoint(bytes, offsets[4]!, offsets[5]!, "TCP");
  if (pid < 0 || local === null || local.address === null || local.port === null) return null;
  if (remote?.address !== "0.0.0.0" && remote?.address !== "::") return null;
  if (remote.port !== 0) return null;
  return {
    protocol: "TCP",
    localAddress: local.address,
    localPort: local.port,
    remoteAddress: remote.address,
    remotePort: 0,
    remoteHost: null,
    state: "LISTENING",
    pid,
    process: null,
  };
}
