/**
 * Finds the listening sockets of a listing without reading all of its rows.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { ASTERISK, COLON, LINE_FEED, NINE, SPACE, TAB, textOf, ZERO } from "../../text/ascii.ts";
import { isMillisecondsHeader } from "./netstat_headings.ts";
import { protocolOf } from "./netstat_prefix.ts";
import { NetstatScanner } from "./netstat_scanner.ts";
import { type ListenerRow, plainListener } from "./plain_listener.ts";

/** Bytes that wait for the lines below them; no row and what belongs to it has a tenth of them. */
const MOST_WAITING = 1 << 16;

/**
 * What a line is: a plain listener, which {@linkcode plainListener} reads, perhaps another, a row to pass
 * over, or none that begins as a row does.
 */
type LineKind = "plain" | "listener" | "passedOver" | "other";

/**
 * Reads a listing given in chunks of UTF-8, cut anywhere, but passes over rows that have another end:
 * the only remote ends of listeners are a port 0 and an asterisk. A line that does not begin as a row
 * does is read together with the row above it, of which it may be a part.
 */
export class ListenerScanner {
  /** Whether rows of UDP sockets with another end were passed over. */
  hasUdpPeers = false;
  readonly #scanner = new NetstatScanner({ mostRejected: 0 });
  readonly #withUdp: boolean;
  /** What waits for more: the last row that the scanner did not get, and what stands below it. */
  #rest: Uint8Array = new Uint8Array();
  /** The plain listener that the last row is; null if it is any other. */
  #plain: ListenerRow | null = null;
  /** Whether a number at the end of a row may be another than the process ID. */
  #hasMilliseconds = false;
  /** Whether the beginning of a line was read already, since it is longer than any row. */
  #isWithinLine = false;

  /** @param options `withUdp`: whether to look for UDP sockets without another end too. */
  constructor({ withUdp }: { readonly withUdp: boolean }) {
    this.#withUdp = withUdp;
  }

  /**
   * Reads one more chunk, whose memory may be reused afterwards. Returns sockets among which are all
   * the listening ones known by now.
   */
  push(chunk: Uint8Array): ListenerRow[] {
    const bytes = this.#rest.length === 0 ? chunk : concat([this.#rest, chunk]);
    const found: ListenerRow[] = [];
    const chosen: Uint8Array[] = [];
    const take = (from: number, to: number) => chosen.push(bytes.subarray(from, to));
    let start = 0;
    /** Where the row begins that waits; -1 if none does. Nothing but blank lines stands below it. */
    let waiting = -1;
    for (let end = lineEnd(bytes, start); end > 0; end = lineEnd(bytes, start)) {
      const plain = this.#plain;
      const kind = this.#isWithinLine ? "listener" : this.#kindOf(bytes, start, end);
      this.#isWithinLine = false;
      if (kind !== "other") {
        if (waiting >= 0 && plain !== null) found.push(plain);
        if (kind === "listener") take(start, end);
        waiting = kind === "listener" ? -1 : start;
      } else if (waiting < 0) take(start, end);
      else if (!isBlank(bytes, start, end)) {
        take(waiting, end);
        waiting = -1;
      }
      start = end;
    }
    const from = waiting < 0 ? start : waiting;
    this.#rest = bytes.slice(from);
    if (this.#rest.length > MOST_WAITING || this.#isWithinLine) {
      take(from, bytes.length);
      this.#isWithinLine ||= start < bytes.length;
      this.#rest = new Uint8Array();
    }
    if (chosen.length > 0) found.push(...this.#scanner.push(concat(chosen)));
    return found;
  }

  /** Reads what is left and returns the last sockets. */
  finish(): ListenerRow[] {
    const found = this.push(new Uint8Array([LINE_FEED]));
    if (this.#rest.length > 0 && this.#plain !== null) found.push(this.#plain);
    return [...found, ...this.#scanner.finish()];
  }

  #kindOf(bytes: Uint8Array, start: number, end: number): LineKind {
    let at = start;
    while (bytes[at] === SPACE || bytes[at] === TAB) at++;
    let word = at;
    while (word < end && word - at < LONGEST_PROTOCOL && bytes[word]! > SPACE) word++;
    const protocol = protocolOf(bytes, at, word);
    if (protocol === null) {
      this.#hasMilliseconds ||= isMillisecondsHeader(textOf(bytes, start, end));
      return "other";
    }
    this.#plain = null;
    const isListener = hasListeningEnd(bytes, word, end);
    if (protocol === "UDP" && !isListener) this.hasUdpPeers = true;
    if (!isListener || (protocol === "UDP" && !this.#withUdp)) return "passedOver";
    if (protocol === "TCP" && !this.#hasMilliseconds) this.#plain = plainListener(bytes, at, end);
    return this.#plain === null ? "listener" : "plain";
  }
}

/** `tcpv6` is followed by a blank. */
const LONGEST_PROTOCOL = 6;

/** The place behind the line that begins at an offset; 0 if its end is not there. */
function lineEnd(bytes: Uint8Array, start: number): number {
  return start >= bytes.length ? 0 : bytes.indexOf(LINE_FEED, start) + 1;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! > SPACE) return false;
  return true;
}

/** Whether `:0` or `:*` stands somewhere, with nothing behind it that goes on with an address. */
function hasListeningEnd(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== COLON) continue;
    const port = bytes[at + 1];
    if ((port === ZERO || port === ASTERISK) && !mayGoOn(bytes[at + 2] ?? SPACE)) return true;
  }
  return false;
}

/** Whether a byte can follow a 0 in an address or a port. */
function mayGoOn(byte: number): boolean {
  const lower = byte | 32;
  return (byte >= ZERO && byte <= NINE) || byte === COLON || (lower >= 97 && lower <= 102);
}
