/**
 * Follows a listing line by line: finds out which row the lines below it belong to, which lines are
 * titles and headers, and which are rejected.
 *
 * @module
 */
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";
import type { Socket } from "../../model/socket.ts";
import { type UnreadKind, UnreadTally } from "../../model/unread_tally.ts";
import { textOf } from "../../text/ascii.ts";
import {
  beginsLikeRow,
  cleanLine,
  holdsMarks,
  isBelow,
  LINE_NUMBER,
  mayBeComponent,
  OpenLine,
  ownershipIn,
  programOf,
  QUOTE_MARKS,
} from "./netstat_continuations.ts";
import {
  hasLetter,
  headingsAmong,
  indentOf,
  isMillisecondsHeader,
  type TextLine,
} from "./netstat_headings.ts";
import { bareRow } from "./netstat_copies.ts";
import { CutEnds } from "./netstat_cut.ts";
import { RowReader } from "./netstat_line.ts";
import { RepeatedListings } from "./repeated_listings.ts";
import { CUT_ADDRESSES, CUT_PORTS, STRAY_WORDS } from "./netstat_unread.ts";

/** The most lines below a row that wait for a decision; no listing has more in one place. */
const MOST_BELOW = 64;

/** What was read so far. Each line that is not blank is counted in exactly one of the numbers. */
export type ListingSummary = Pick<
  ListingReader,
  "rows" | "parts" | "headings" | "rejectedCount" | "rejected" | "unread" | "listings"
>;

/** Reads a listing line by line. */
export class ListingReader {
  /** How many rows were handed on or are held. */
  rows = 0;
  /** How many lines are parts of rows: what `-b` prints below them, the rests of wrapped ones. */
  parts = 0;
  /** How many lines are titles and column headers. */
  headings = 0;
  /** How many lines were not understood. */
  rejectedCount = 0;
  /** The first of them; in order once the listing is finished. */
  readonly rejected: Rejected[] = [];
  /** What stands in the rows and could not be read. */
  readonly unread: UnreadTally;
  /** The listings that stand one below another. */
  readonly listings: RepeatedListings = new RepeatedListings();

  readonly #ends: CutEnds;
  readonly #mostRejected: number;
  readonly #reader = new RowReader();
  /** The number of the current line, from 1. */
  #line = 0;
  /** The last row, held until the lines below it have been seen. */
  #last: Socket | null = null;
  /** The last row's line: some bytes, and where in them it begins and ends. */
  #lastBytes: Uint8Array = new Uint8Array();
  #lastStart = 0;
  #lastEnd = 0;
  #lastLineNumber = 0;
  /** What could not be read of the last row; null for nearly all. */
  #remark: Remark | null = null;
  /** Whether Linux' netstat printed the last row: nothing below belongs to it. */
  #isLinux = false;
  /** Whether the last program stood as deep as its row, as on Windows XP. */
  #isFlat = false;
  /** Lines below the last row that may belong to it, to the next one, or to none. */
  #below: TextLine[] = [];
  /** Whether a single number at the end of a row is the milliseconds in the state, not the PID. */
  #hasMilliseconds = false;
  /** What the current line may continue: the last row's line, a damaged row, or nothing. */
  #open: OpenLine | "row" | null = null;
  #afterBlank = true;
  /** Whether a blank line stood between any two lines so far: blank lines then mean nothing. */
  #isSpread = true;

  constructor(take: (socket: Socket) => void, mostRejected: number) {
    this.#mostRejected = mostRejected;
    this.unread = new UnreadTally(mostRejected);
    this.#ends = new CutEnds({
      take,
      tell: ({ line, text, local, remote }) => {
        const count = Number(local !== undefined) + Number(remote !== undefined);
        this.#count(CUT_ADDRESSES, { line, text }, count);
      },
    });
  }

  /** Reads the line between two offsets. */
  read(bytes: Uint8Array, start: number, end: number): void {
    this.#line++;
    const reader = this.#reader;
    const socket = reader.read(bytes, start, end);
    if (socket === null) this.#addOther(textOf(bytes, start, end));
    else if (isOdd(socket, reader)) this.#addOddRow(textOf(bytes, start, end));
    else this.#addRow(bytes, start, end, socket);
  }

  /** Copies what is still needed of the bytes read so far, so that they may be changed. */
  detach(): void {
    this.#lastBytes = this.#lastBytes.slice(this.#lastStart, this.#lastEnd);
    this.#lastEnd -= this.#lastStart;
    this.#lastStart = 0;
  }

  /** Hands on the last row and decides about the last lines. */
  finish(): void {
    if (this.#below.length > 0) this.#settle(null);
    this.#handOnLast();
    this.#ends.finish();
    this.rejected.sort((one, other) => one.line - other.line);
  }

  #handOnLast(): void {
    const socket = this.#last;
    if (socket === null) return;
    if (this.#remark !== null) this.#tell(socket, this.#remark);
    this.#ends.handOn(socket);
    this.#last = null;
  }

  /** Tells what of the last row could not be read. */
  #tell(socket: Socket, { cut, isWide, unread, endsInPort }: Remark): void {
    const place = { line: this.#lastLineNumber, text: this.#lastLine() };
    if (cut !== null) this.#ends.suspect({ socket, ...place, ...cut });
    else if (isWide) this.#ends.settle(false);
    if (unread > 0) this.#count(STRAY_WORDS, place);
    if (endsInPort) this.#count(CUT_PORTS, place);
  }

  #count(kind: UnreadKind, { line, text }: Omit<Rejected, "reason">, count = 1): void {
    this.unread.add(kind, { line, text: text.trim() }, count);
  }

  #addRow(bytes: Uint8Array, start: number, end: number, socket: Socket): void {
    if (this.#below.length > 0) this.#settle(textOf(bytes, start, end));
    this.#handOnLast();
    const { cut, isWide, unread, endsInPort } = this.#reader;
    const isPlain = cut === null && !isWide && unread === 0 && !endsInPort;
    this.#remark = isPlain ? null : { cut, isWide, unread, endsInPort };
    this.#isLinux = this.#reader.isLinux;
    if (this.#hasMilliseconds) takeNumberAsTime(socket);
    this.#last = socket;
    this.#lastBytes = bytes;
    this.#lastStart = start;
    this.#lastEnd = end;
    this.#lastLineNumber = this.#line;
    this.#open = "row";
    if (!this.#afterBlank) this.#isSpread = false;
    this.#afterBlank = false;
    this.listings.add(socket);
    this.rows++;
  }

  /** Adds a row in which something is left over, perhaps of what a copy put around it. */
  #addOddRow(raw: string): void {
    const left = this.#reader.unread;
    const cleaned = cleanLine(raw);
    const bare = bareRow(cleaned) ?? (cleaned === raw ? null : cleaned);
    if (!this.#addBare(bare, left === 0 ? Infinity : left)) this.#addText(raw);
  }

  /** Adds a row without what a copy put around it, if less than `left` words of it are left over. */
  #addBare(bare: string | null, left = Infinity): boolean {
    const reader = this.#reader;
    if (bare === null || reader.readText(bare) === null) return false;
    if (reader.isCut || reader.unread >= left) return false;
    this.#addText(bare);
    // A console does not wrap what stands in code.
    this.#open = null;
    return true;
  }

  /** Adds a row that stands in some text; returns false if none does. */
  #addText(text: string): boolean {
    const socket = this.#reader.readText(text);
    if (socket === null) return false;
    const bytes = encoder.encode(text);
    this.#addRow(bytes, 0, bytes.length, socket);
    return true;
  }

  /** Adds a line that is not a row. */
  #addOther(raw: string): void {
    const cleaned = cleanLine(raw);
    // In a listing without numbers, `0:` can be a piece of an address that was wrapped.
    const text = this.#withoutMark(cleaned);
    if (text.trim() === "") {
      this.#afterBlank = true;
      return;
    }
    const unnumbered = cleaned.replace(LINE_NUMBER, "");
    if (unnumbered !== raw && this.#addText(unnumbered)) return;
    if (this.#addBare(bareRow(cleaned))) return;
    if (PAGER.test(text)) return this.#reject({ line: this.#line, raw, text });
    const afterBlank = this.#afterBlank;
    if (!afterBlank) this.#isSpread = false;
    this.#afterBlank = false;
    const isApart = afterBlank && !this.#isSpread;
    const line = { line: this.#line, raw, text, afterBlank, isApart };
    if (this.#takeProgram(line) || this.#takeRest(line)) return;
    this.#below.push(line);
    if (this.#below.length > MOST_BELOW) this.#reject(this.#below.shift()!);
  }

  /** Takes `[svchost.exe]`, which ends what `-b` prints below a row. */
  #takeProgram(line: TextLine): boolean {
    if (this.#last === null || this.#isLinux || this.#last.process !== null) return false;
    if (!isBracketed(line.text)) return false;
    const rowIndent = this.#rowIndent();
    const name = programOf(line.text, rowIndent);
    if (name === null) return false;
    if (![...this.#below, line].every((below) => isBelow(below, rowIndent))) return false;
    if (!this.#below.every(({ text }) => !hasLetter(text) || mayBeComponent(text))) return false;
    const components = this.#rejectUnless(this.#below, isWorded).map(({ text }) => text.trim());
    this.#last.process = name;
    this.#isFlat = rowIndent > 1 && indentOf(line.text) === rowIndent;
    if (components.length > 0) this.#last.components = components;
    this.parts += components.length + 1;
    this.#below = [];
    this.#open = null;
    return true;
  }

  /** Takes the rest of a row that a console wrapped. */
  #takeRest({ raw, text, isApart }: TextLine): boolean {
    const reader = this.#reader;
    if (isApart) this.#open = null;
    if (this.#open === "row") this.#open = new OpenLine(this.#lastLine(), { reader, isRow: true });
    const open = this.#open;
    // Mail breaks lines at spaces alone, and then quotes each part.
    const whole = open?.add(QUOTE_MARKS.test(raw) ? ` ${text}` : text);
    if (open && whole) {
      this.#below.splice(this.#below.length - open.lines, open.lines);
      this.parts += open.lines;
      if (open.isRow) {
        // The whole row replaces its first line.
        this.#last = null;
        this.rows--;
        this.parts++;
      }
      return this.#addText(whole);
    }
    if (beginsLikeRow(text)) this.#open = new OpenLine(text, { reader, isRow: false });
    return false;
  }

  /** Decides what the lines below the last row are, once a row or the end follows them. */
  #settle(row: string | null): void {
    const lines = this.#rejectUnless(this.#below, isWorded);
    this.#below = [];
    const others = lines.slice(this.#takeOwnership(lines));
    const { headings, header } = headingsAmong(others, { row, isFirst: this.rows === 0 });
    if (header !== null) {
      if (row !== null) this.listings.begin(this.rows);
      this.#hasMilliseconds = isMillisecondsHeader(header);
      this.#handOnLast();
      this.#ends.finish();
    }
    this.headings += headings.size;
    this.#rejectUnless(others, (line) => headings.has(line));
  }

  /** Takes what `-b` prints below a row without a program. Returns how many lines that is. */
  #takeOwnership(lines: readonly TextLine[]): number {
    if (this.#last === null || this.#isLinux || this.#last.process !== null || lines.length === 0) {
      return 0;
    }
    const { components, lines: count } = ownershipIn(lines, {
      rowIndent: this.#rowIndent(),
      isFlat: this.#isFlat,
    });
    if (components.length > 0) this.#last.components = components;
    this.parts += count;
    return count;
  }

  /** A line without its number or its marks of a quote, if the lines before it have some too. */
  #withoutMark(text: string): string {
    const mark = [LINE_NUMBER, QUOTE_MARKS].find((mark) => mark.test(text));
    if (mark === undefined) return text;
    const before = this.#last === null ? this.#below.map(({ raw }) => raw) : [this.#lastLine()];
    return before.every((line) => mark.test(line)) ? text.replace(mark, "") : text;
  }

  #rowIndent(): number {
    return indentOf(this.#withoutMark(cleanLine(this.#lastLine())));
  }

  #lastLine(): string {
    return textOf(this.#lastBytes, this.#lastStart, this.#lastEnd);
  }

  #rejectUnless(lines: readonly TextLine[], keeps: (line: TextLine) => boolean): TextLine[] {
    for (const line of lines) if (!keeps(line)) this.#reject(line);
    return lines.filter(keeps);
  }

  #reject({ line, raw, text }: Pick<TextLine, "line" | "raw" | "text">): void {
    this.rejectedCount++;
    if (this.rejected.length >= this.#mostRejected) return;
    const reason = beginsLikeRow(text) && /[:[]/.test(text) ? "a damaged row" : "not a row";
    this.rejected.push({ line, text: raw.trimEnd().slice(0, LONGEST_REJECTED), reason });
  }
}

/** What the reader says of a row of which something could not be read. */
type Remark = Pick<RowReader, "cut" | "isWide" | "unread" | "endsInPort">;

/** Whether a row may hold marks that a copy put around it: words are left over, or stand in a name. */
function isOdd(socket: Socket, reader: RowReader): boolean {
  const { process, state, stateText, localHost, remoteHost } = socket;
  return reader.unread > 0 || (remoteHost !== null && holdsMarks(remoteHost)) ||
    (localHost !== null && holdsMarks(localHost)) ||
    (process !== null && (reader.hasPrefix || MARKS_OF_COPIES.test(process))) ||
    (state === "UNKNOWN" && stateText !== null && MARKS_OF_COPIES.test(stateText));
}

// deno-lint-ignore no-control-regex -- it is looked for
const MARKS_OF_COPIES = /[\\<\t\u001b]|(?:\s|\^M)\$$/;

const encoder = new TextEncoder();

/** What `more` leaves between two pages, in any language. */
const PAGER = /^--\s?\p{L}+\s*(?:\(\d+\s?%\)\s*)?--\s*(?:\(\d+\s?%\)\s*)?$/u;

function isBracketed(text: string): boolean {
  return text.trimStart().startsWith("[");
}

/** Under a header without PIDs (`-i` without `-o`) the number of a row is its time. */
function takeNumberAsTime(socket: Socket): void {
  if (socket.protocol !== "TCP" || socket.stateMilliseconds !== null) return;
  socket.stateMilliseconds = socket.pid;
  socket.pid = null;
}

function isWorded({ text }: TextLine): boolean {
  return hasLetter(text);
}
