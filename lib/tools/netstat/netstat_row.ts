/**
 * A row of netstat's listing as offsets into the bytes it was read from, and the record made of it.
 *
 * @module
 */
import { type Socket, type State, STATES } from "../../model/socket.ts";
import { textOf } from "../../text/ascii.ts";
import { Endpoint, HOST_KIND } from "./netstat_endpoint.ts";

/** A row while it is read; reused from line to line. */
export class NetstatRow {
  /** What the offsets point into; UTF-8. */
  bytes: Uint8Array = new Uint8Array();
  /** Where its line ends, as an offset. */
  lineEnd = 0;
  /** The protocol. */
  protocol: "TCP" | "UDP" = "TCP";
  /** The local end. */
  readonly local: Endpoint = new Endpoint();
  /** The remote end. */
  readonly remote: Endpoint = new Endpoint();
  /** The state; null for UDP. */
  state: State | null = null;
  /** Where the state's word begins; -1 where none was printed. */
  stateStart = -1;
  /** Where the state's word ends. */
  stateEnd = -1;
  /** Whether the state's bytes are its English word. */
  stateIsEnglish = false;
  /** The owning process; -1 where none was printed. */
  pid = -1;
  /** The owning program (`-b`). */
  process: string | null = null;
  /** What stands between socket and program (`-b`). */
  components: readonly string[] | null = null;
  /** The offload state (`-t`). */
  offloadState: string | null = null;
  /** Milliseconds in the state (`-i`); -1 where none were printed. */
  stateMilliseconds = -1;
  /** How many words right of the two ends no field has taken. */
  unread = 0;

  /** Forgets what an earlier line left. */
  clear(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.state = null;
    this.stateStart = this.stateEnd = -1;
    this.stateIsEnglish = false;
    this.pid = -1;
    this.process = this.components = this.offloadState = null;
    this.stateMilliseconds = -1;
    this.unread = 0;
  }
}

/** Makes a row's offsets point into other bytes, in which all stands `by` bytes further left. */
export function moveRow(
  row: NetstatRow,
  { bytes, by }: { bytes: Uint8Array; by: number },
): void {
  row.bytes = bytes;
  row.lineEnd -= by;
  for (const end of [row.local, row.remote]) {
    end.start -= by;
    end.end -= by;
  }
  if (row.stateStart < 0) return;
  row.stateStart -= by;
  row.stateEnd -= by;
}

/** The row as a plain record of its own. */
export function toSocket(row: NetstatRow): Socket {
  const { bytes, local, remote } = row;
  return {
    protocol: row.protocol,
    localAddress: endText(bytes, local, HOST_KIND.address),
    localPort: numberOrNull(local.port),
    localHost: endText(bytes, local, HOST_KIND.name),
    remoteAddress: endText(bytes, remote, HOST_KIND.address),
    remotePort: numberOrNull(remote.port),
    remoteHost: endText(bytes, remote, HOST_KIND.name),
    state: row.state,
    stateText: stateText(row),
    pid: numberOrNull(row.pid),
    process: row.process,
    components: row.components,
    offloadState: row.offloadState,
    stateMilliseconds: numberOrNull(row.stateMilliseconds),
  };
}

function endText(bytes: Uint8Array, end: Endpoint, kind: number): string | null {
  return end.kind === kind ? textOf(bytes, end.start, end.end) : null;
}

function stateText(row: NetstatRow): string | null {
  if (row.stateStart < 0) return null;
  return row.stateIsEnglish ? row.state : textOf(row.bytes, row.stateStart, row.stateEnd);
}

function numberOrNull(value: number): number | null {
  return value < 0 ? null : value;
}

const STATE_BYTES = STATES.map((state) => [state, new TextEncoder().encode(state)] as const);

/** The state whose English word stands between two offsets, or null. */
export function englishState(bytes: Uint8Array, start: number, end: number): State | null {
  const first = bytes[start];
  for (const [state, word] of STATE_BYTES) {
    if (word.length === end - start && word[0] === first && sameBytes(bytes, start, word)) {
      return state;
    }
  }
  return null;
}

function sameBytes(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index++) {
    if (bytes[start + index] !== word[index]) return false;
  }
  return true;
}
