/**
 * Reads netstat's listing chunk by chunk. Memory does not grow with the listing, nor with any line of
 * it.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { CARRIAGE_RETURN, LINE_FEED } from "../../text/ascii.ts";
import { Listing, type Seen } from "./netstat_listing.ts";
import { readRow } from "./netstat_line.ts";
import type { Socket } from "../../model/socket.ts";

/** Bytes of a line that are looked at; no row is a tenth as long. */
const LONGEST_LINE = 1 << 16;

/**
 * Reads a listing given in chunks of UTF-8, cut anywhere. A line ends at a line feed, with any carriage
 * returns before it, or at a carriage return alone.
 */
export class NetstatScanner {
  readonly #listing: Listing;
  /** What follows the last line feed, in pieces: joining them each time would take square time. */
  #pieces: Uint8Array[] = [];
  #length = 0;
  /** The length from which on the pieces are looked at although no line feed came. */
  #mostLength = LONGEST_LINE;

  #sockets: Socket[] = [];

  /** @param options `mostRejected`: how many rejected lines to keep; the rest is only counted. */
  constructor({ mostRejected }: { mostRejected?: number } = {}) {
    this.#listing = new Listing((socket) => this.#sockets.push(socket), mostRejected);
  }

  /** What was read so far. */
  get seen(): Seen {
    return this.#listing;
  }

  /**
   * Reads one more chunk, whose memory may be reused afterwards. Returns the sockets known by now: the
   * last row waits for the lines below it.
   */
  push(chunk: Uint8Array): Socket[] {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    let start = 0;
    if (end > 0 && this.#pieces.length > 0) {
      start = chunk.indexOf(LINE_FEED) + 1;
      this.#readLines(this.#joined(chunk.subarray(0, start)));
    }
    if (end > start) this.#readLines(chunk.subarray(start, end));
    this.#keep(chunk.slice(end));
    if (this.#length > this.#mostLength) this.#readReturns();
    this.#listing.detach();
    return this.#taken();
  }

  /** Reads what is left and returns the last sockets. */
  finish(): Socket[] {
    this.#readLines(this.#joined(new Uint8Array()));
    this.#listing.finish();
    return this.#taken();
  }

  #taken(): Socket[] {
    const sockets = this.#sockets;
    this.#sockets = [];
    return sockets;
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** All pieces and one more as one run of bytes; none are left. */
  #joined(last: Uint8Array): Uint8Array {
    const pieces = this.#pieces;
    if (pieces.length === 0) return last;
    this.#pieces = [];
    this.#length = 0;
    this.#mostLength = LONGEST_LINE;
    pieces.push(last);
    return concat(pieces);
  }

  /** Reads the lines among the pieces that end in a bare carriage return, and shortens the last. */
  #readReturns(): void {
    const bytes = this.#joined(new Uint8Array());
    const end = textEnd(bytes, bytes.length);
    const start = end === 0 ? 0 : bytes.lastIndexOf(CARRIAGE_RETURN, end - 1) + 1;
    this.#readLines(bytes.subarray(0, start), start);
    this.#keep(bytes.slice(start, Math.min(end, start + LONGEST_LINE)));
    this.#keep(bytes.slice(end));
    this.#mostLength = 2 * Math.max(LONGEST_LINE, this.#length);
  }

  /** Reads whole lines. Those behind the last line feed end at `lastEnd`, or at returns before it. */
  #readLines(bytes: Uint8Array, lastEnd = textEnd(bytes, bytes.length)): void {
    const listing = this.#listing;
    let start = 0;
    while (start < bytes.length) {
      const feed = bytes.indexOf(LINE_FEED, start);
      const end = feed < 0 ? lastEnd : textEnd(bytes, feed, start);
      start = readLine(listing, bytes, start, end) + 1;
      while (start < end) start = readLine(listing, bytes, start, end) + 1;
      start = feed < 0 ? bytes.length : feed + 1;
    }
  }
}

/** Reads a line, or the first of several with bare carriage returns between them; says where it ends. */
function readLine(listing: Listing, bytes: Uint8Array, start: number, end: number): number {
  const row = listing.spare;
  listing.line++;
  const isRow = readRow(bytes, start, end, row);
  const { lineEnd } = row;
  if (lineEnd - start > LONGEST_LINE) {
    readLongLine(listing, bytes.subarray(0, start + LONGEST_LINE), start);
  } else if (isRow) listing.row(bytes, start, lineEnd);
  else listing.other(bytes, start, lineEnd);
  return lineEnd;
}

function readLongLine(listing: Listing, bytes: Uint8Array, start: number): void {
  const row = listing.spare;
  const end = bytes.length;
  if (readRow(bytes, start, end, row)) listing.row(bytes, start, end);
  else listing.other(bytes, start, end);
}

/** Where the text before a line end ends: any carriage returns there are part of the line end. */
function textEnd(bytes: Uint8Array, lineEnd: number, start = 0): number {
  let end = lineEnd;
  while (end > start && bytes[end - 1] === CARRIAGE_RETURN) end--;
  return end;
}
