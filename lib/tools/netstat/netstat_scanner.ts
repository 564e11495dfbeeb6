/**
 * Reads netstat's listing chunk by chunk. Memory grows neither with the listing nor with its longest
 * line.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import type { Socket } from "../../model/socket.ts";
import { CARRIAGE_RETURN, LINE_FEED } from "../../text/ascii.ts";
import { ListingReader, type ListingSummary } from "./netstat_listing.ts";

/** Bytes of a line that are read; no row has a tenth of them. */
const LONGEST_LINE = 1 << 16;

/**
 * Reads a listing given in chunks of UTF-8, cut anywhere. A line ends at a line feed, with any carriage
 * returns before it, or at a carriage return alone.
 */
export class NetstatScanner {
  readonly #listing: ListingReader;
  /** The beginning of the last line. */
  #rest: Uint8Array = new Uint8Array();
  /** The number of carriage returns behind it, which may belong to a line feed still to come. */
  #returns = 0;
  #sockets: Socket[] = [];

  /** @param options `mostRejected`: how many rejected lines to keep; the others are only counted. */
  constructor({ mostRejected = Infinity }: { mostRejected?: number } = {}) {
    this.#listing = new ListingReader((socket) => this.#sockets.push(socket), mostRejected);
  }

  /** A summary of what was read so far. */
  get seen(): ListingSummary {
    return this.#listing;
  }

  /**
   * Reads one more chunk, whose memory may be reused afterwards. Returns the sockets known by now: the
   * last row waits for the lines below it.
   */
  push(chunk: Uint8Array): Socket[] {
    const length = textLength(chunk);
    if (length > 0) this.#read(this.#afterRest(chunk.subarray(0, length)));
    this.#returns += chunk.length - length;
    return this.#taken();
  }

  /** Reads what is left and returns the last sockets. */
  finish(): Socket[] {
    this.#readLines(this.#rest);
    this.#listing.finish();
    return this.#taken();
  }

  #taken(): Socket[] {
    const sockets = this.#sockets;
    this.#sockets = [];
    return sockets;
  }

  #afterRest(text: Uint8Array): Uint8Array {
    if (this.#rest.length + this.#returns === 0) return text;
    const returns = new Uint8Array(this.#returns).fill(CARRIAGE_RETURN);
    this.#returns = 0;
    return concat([this.#rest, returns, text]);
  }

  /** Reads the lines that end within some text, which does not end in a carriage return. */
  #read(text: Uint8Array): void {
    const feed = text.lastIndexOf(LINE_FEED) + 1;
    const end = feed + text.subarray(feed).lastIndexOf(CARRIAGE_RETURN) + 1;
    this.#readLines(text.subarray(0, end));
    this.#rest = text.slice(end, end + LONGEST_LINE);
    this.#listing.detach();
  }

  #readLines(bytes: Uint8Array): void {
    const { length } = bytes;
    for (let start = 0; start < length;) {
      let end = start;
      while (end < length && !isLineEnd(bytes[end]!)) end++;
      this.#listing.read(bytes, start, Math.min(end, start + LONGEST_LINE));
      let next = end;
      while (next < length && bytes[next] === CARRIAGE_RETURN) next++;
      const isFeed = next < length && bytes[next] === LINE_FEED;
      // Without a line feed, each further carriage return ends a blank line.
      for (let at = end + 1; !isFeed && at < next; at++) this.#listing.read(bytes, at, at);
      start = isFeed ? next + 1 : Math.max(next, end + 1);
    }
  }
}

function isLineEnd(byte: number): boolean {
  return byte <= CARRIAGE_RETURN && (byte === CARRIAGE_RETURN || byte === LINE_FEED);
}

/** The length without carriage returns at the end. */
function textLength(bytes: Uint8Array): number {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === CARRIAGE_RETURN) length--;
  return length;
}
