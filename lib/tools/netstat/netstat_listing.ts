/**
 * Keeps track of where in a listing we are: which row the lines below it belong to, which lines are
 * titles and headers, and which are not understood.
 *
 * @module
 */
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";
import type { Socket } from "../../model/socket.ts";
import { textOf } from "../../text/ascii.ts";
import {
  hasLetter,
  headingsAmong,
  indentOf,
  type SingleNumber,
  singleNumberBelow,
  type TextLine,
} from "./netstat_headings.ts";
import {
  beginsLikeRow,
  cleanLine,
  isBelow,
  LINE_NUMBER,
  OpenLine,
  ownershipIn,
  programOf,
  readText,
} from "./netstat_continuations.ts";
import { moveRow, NetstatRow, toSocket } from "./netstat_row.ts";

/** Text lines kept while it is open what they are; more than any listing has in one place. */
const MOST_BELOW = 64;

/** What was read so far. Every line that is not blank is counted in exactly one of the numbers. */
export interface Seen {
  /** How many rows were handed on or are held. */
  readonly rows: number;
  /** How many lines are parts of rows: what `-b` prints below them, the rests of wrapped ones. */
  readonly parts: number;
  /** How many lines are titles and column headers. */
  readonly headings: number;
  /** How many lines were not understood. */
  readonly rejectedCount: number;
  /** The first of them; in order once the listing is finished. */
  readonly rejected: Rejected[];
}

/** The listing at the point that was reached. */
export class Listing implements Seen {
  rows = 0;
  parts = 0;
  headings = 0;
  rejectedCount = 0;
  readonly rejected: Rejected[] = [];
  /** The number of the line at hand, from 1. */
  line = 0;
  /** The row to read the next line into. */
  spare: NetstatRow = new NetstatRow();

  readonly #take: (socket: Socket) => void;
  readonly #mostRejected: number;
  /** The last row, held back until the lines below it have been seen. */
  #last: NetstatRow = new NetstatRow();
  #held = false;
  /** Where the line of the last row stands in its bytes. */
  #lastStart = 0;
  #lastEnd = 0;
  /** Lines below the last row that may belong to it, to the next one, or to none. */
  #below: TextLine[] = [];
  /** What a single number at the end of a row is, here. */
  #singleNumber: SingleNumber = "pid";
  /** What the line at hand may be the rest of; null stands for the last row's line. */
  #open: OpenLine | null = OpenLine.closed();
  #afterBlank = true;
  /** Whether no two lines so far had no blank line between them: blank lines then mean nothing. */
  #isSpread = true;

  constructor(take: (socket: Socket) => void, mostRejected = Infinity) {
    this.#take = take;
    this.#mostRejected = mostRejected;
  }

  /** Takes the row that was just read into {@linkcode Listing.spare} from a line. */
  row(bytes: Uint8Array, start: number, end: number): void {
    if (this.#below.length > 0) this.#settle(textOf(bytes, start, end));
    if (this.#held) this.#take(toSocket(this.#last));
    const row = this.spare;
    if (this.#singleNumber === "milliseconds") takeNumberAsTime(row);
    this.spare = this.#last;
    this.#last = row;
    this.#held = true;
    this.#lastStart = start;
    this.#lastEnd = end;
    this.#open = null;
    if (!this.#afterBlank) this.#isSpread = false;
    this.#afterBlank = false;
    this.rows++;
  }

  /** Takes a line that is not a row. */
  other(bytes: Uint8Array, start: number, end: number): void {
    const raw = start === end ? "" : textOf(bytes, start, end);
    const cleaned = cleanLine(raw);
    const unnumbered = cleaned.replace(LINE_NUMBER, "");
    if (unnumbered.trim() === "") {
      this.#afterBlank = true;
      return;
    }
    if (unnumbered !== raw && readText(unnumbered, this.spare)) {
      return this.row(this.spare.bytes, 0, this.spare.bytes.length);
    }
    const text = this.#withoutNumber(cleaned);
    const afterBlank = this.#afterBlank;
    if (!afterBlank) this.#isSpread = false;
    this.#afterBlank = false;
    const isApart = afterBlank && !this.#isSpread;
    const line = { line: this.line, raw, text, afterBlank, isApart };
    if (this.#isProgram(line) || this.#isRest(line)) return;
    this.#below.push(line);
    if (this.#below.length > MOST_BELOW) this.#reject(this.#below.shift()!);
  }

  /** Keeps what is needed of the bytes read so far, which may be changed from now on. */
  detach(): void {
    if (!this.#held) return;
    const bytes = this.#last.bytes.slice(this.#lastStart, this.#lastEnd);
    moveRow(this.#last, { bytes, by: this.#lastStart });
    this.#lastEnd -= this.#lastStart;
    this.#lastStart = 0;
  }

  /** Hands on the last row and decides about the last lines. */
  finish(): void {
    if (this.#below.length > 0) this.#settle(null);
    if (this.#held) this.#take(toSocket(this.#last));
    this.#held = false;
    this.rejected.sort((one, other) => one.line - other.line);
  }

  /** Takes `[svchost.exe]`, which ends what `-b` prints below a row. */
  #isProgram(line: TextLine): boolean {
    if (!this.#held || this.#last.process !== null) return false;
    const name = programOf(line.text);
    if (name === null) return false;
    const rowIndent = this.#rowIndent();
    if (![...this.#below, line].every((below) => isBelow(below, rowIndent))) return false;
    const components = this.#rejectUnless(this.#below, isWorded).map(({ text }) => text.trim());
    this.#last.process = name;
    if (components.length > 0) this.#last.components = components;
    this.parts += components.length + 1;
    this.#below = [];
    this.#open = OpenLine.closed();
    return true;
  }

  /** Takes the rest of a row that a console wrapped. */
  #isRest({ text, isApart }: TextLine): boolean {
    const open = this.#open ??= new OpenLine(this.#lastLine(), { isRow: true });
    if (isApart) open.close();
    const held = open.isRow ? this.#last : null;
    if (open.add(text, held, { row: this.spare })) {
      this.#below.splice(this.#below.length - open.lines, open.lines);
      this.parts += open.lines;
      if (held !== null) {
        // The whole row takes the place of its first line.
        this.#held = false;
        this.rows--;
        this.parts++;
      }
      this.row(this.spare.bytes, 0, this.spare.bytes.length);
      return true;
    }
    if (beginsLikeRow(text)) this.#open = new OpenLine(text, { isRow: false });
    return false;
  }

  /** Decides what the lines below the last row are, now that a row or the end follows them. */
  #settle(row: string | null): void {
    const lines = this.#rejectUnless(this.#below, isWorded);
    this.#below = [];
    const others = lines.slice(this.#takeOwnership(lines));
    const around = { row, isFirst: this.rows === 0 };
    const { headings, header } = headingsAmong(others, around);
    if (header !== null) this.#singleNumber = singleNumberBelow(header);
    this.headings += headings.size;
    this.#rejectUnless(others, (line) => headings.has(line));
  }

  /** Takes what `-b` prints below a row without a program. Returns how many lines that is. */
  #takeOwnership(lines: readonly TextLine[]): number {
    if (!this.#held || this.#last.process !== null || lines.length === 0) return 0;
    const { components, lines: count } = ownershipIn(lines, this.#rowIndent());
    if (components.length > 0) this.#last.components = components;
    this.parts += count;
    return count;
  }

  /** A line without the number that `findstr /n` put before all lines, the last one too. */
  #withoutNumber(text: string): string {
    if (!LINE_NUMBER.test(text)) return text;
    const before = this.#held ? this.#lastLine() : this.#below.at(-1)?.raw;
    return before === undefined || LINE_NUMBER.test(before) ? text.replace(LINE_NUMBER, "") : text;
  }

  #rowIndent(): number {
    return indentOf(this.#withoutNumber(cleanLine(this.#lastLine())));
  }

  /** The line of the last row. */
  #lastLine(): string {
    return textOf(this.#last.bytes, this.#lastStart, this.#lastEnd);
  }

  #rejectUnless(lines: readonly TextLine[], keeps: (line: TextLine) => boolean): TextLine[] {
    for (const line of lines) if (!keeps(line)) this.#reject(line);
    return lines.filter(keeps);
  }

  #reject({ line, raw, text }: TextLine): void {
    this.rejectedCount++;
    if (this.rejected.length >= this.#mostRejected) return;
    const reason = beginsLikeRow(text) && /[:[]/.test(text) ? "a damaged row" : "not a row";
    this.rejected.push({ line, text: raw.trimEnd().slice(0, LONGEST_REJECTED), reason });
  }
}

/** Under a header without process IDs (`-i` without `-o`) the number of a row is its time. */
function takeNumberAsTime(row: NetstatRow): void {
  if (row.protocol !== "TCP" || row.stateMilliseconds >= 0) return;
  row.stateMilliseconds = row.pid;
  row.pid = -1;
}

function isWorded({ text }: TextLine): boolean {
  return hasLetter(text);
}
