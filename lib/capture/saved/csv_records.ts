/**
 * Reads CSV (RFC 4180) and recovers from broken records.
 *
 * @module
 */
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";

/** A record. */
export interface CsvRecord {
  /** The number of its first line. */
  readonly line: number;
  /** Its cells; null for one without text and without quotes. */
  readonly cells: readonly (string | null)[];
  /** Whether every cell with text stands in quotes. */
  readonly isQuoted: boolean;
}

/** The records of a text and its rejected lines. Blank lines are skipped. */
export interface CsvText {
  readonly records: readonly CsvRecord[];
  readonly rejected: readonly Rejected[];
  /** How the text ends: after a line; in a line, which may be whole; or within quotes. */
  readonly ending: "line" | "noLineEnd" | "quotes";
  /** Whether reading stopped before the end, at more than there may be. */
  readonly isFull: boolean;
}

/** The most characters in a quoted cell. Beyond that, a closing quote is assumed to be missing. */
const LONGEST_CELL = 1 << 16;

/**
 * Splits text into records, and records into cells. Never throws. If a record has a misplaced quote,
 * its first line is rejected, and reading continues with the next line.
 *
 * @param options `most`: after how many records and rejected lines it stops.
 */
export function readCsv(
  text: string,
  delimiter: string,
  { most = Infinity }: { most?: number } = {},
): CsvText {
  const records: CsvRecord[] = [];
  const rejected: Rejected[] = [];
  let line = 1;
  let ending: CsvText["ending"] = endsWithLine(text) ? "line" : "noLineEnd";
  const isFull = () => records.length + rejected.length > most;
  for (let at = 0; at < text.length && !isFull();) {
    const record = readRecord(text, at, delimiter);
    if (typeof record === "string") {
      const end = lineEnd(text, at);
      const broken = text.slice(at, Math.min(end, at + LONGEST_REJECTED)).trimEnd();
      if (record === UNCLOSED) ending = "quotes";
      rejected.push({ line, text: broken, reason: record });
      at = end + 1;
      line++;
      continue;
    }
    const { cells, isQuoted, end, breaks } = record;
    if (cells.length > 1 || text.slice(at, end).trim() !== "") {
      records.push({ line, cells, isQuoted });
    }
    at = end;
    line += breaks;
  }
  return { records, rejected, ending, isFull: isFull() };
}

/** Reads the first record of a text, without quotes in wrong places; null if there is none. */
export function readHeader(text: string, delimiter: string): CsvRecord["cells"] | null {
  const record = readRecord(text, 0, delimiter);
  return typeof record === "string" ? null : record.cells;
}

/** Why a record is broken. */
const MISPLACED = "quotes in the wrong place";
const UNCLOSED = "its quotes are not closed";

/** A carriage return at the very end is half a line end. */
function endsWithLine(text: string): boolean {
  return text === "" || text.endsWith("\n");
}

interface Taken {
  readonly cells: (string | null)[];
  readonly isQuoted: boolean;
  /** Where the next record begins. */
  readonly end: number;
  /** The number of line breaks before it. */
  readonly breaks: number;
}

function readRecord(
  text: string,
  start: number,
  delimiter: string,
): Taken | typeof MISPLACED | typeof UNCLOSED {
  const cells: (string | null)[] = [];
  let isQuoted = true;
  let breaks = 1;
  for (let at = start;;) {
    const quoted = text[at] === '"';
    const end = quoted ? quotedEnd(text, at) : plainEnd(text, at, delimiter);
    if (end === null) return UNCLOSED;
    const cell = quoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end);
    if (quoted) breaks += countBreaks(cell);
    else if (cell.includes('"')) return MISPLACED;
    if (!quoted && cell !== "") isQuoted = false;
    cells.push(!quoted && cell === "" ? null : cell);
    if (text[end] === delimiter) {
      at = end + 1;
      continue;
    }
    const next = nextLine(text, end);
    return next === null ? MISPLACED : { cells, isQuoted, end: next, breaks };
  }
}

/** Finds the end of a quoted cell; null if the closing quote is missing. */
function quotedEnd(text: string, open: number): number | null {
  let at = text.indexOf('"', open + 1);
  while (at >= 0 && text[at + 1] === '"' && at - open < LONGEST_CELL) {
    at = text.indexOf('"', at + 2);
  }
  return at < 0 || at - open > LONGEST_CELL ? null : at + 1;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

function plainEnd(text: string, start: number, delimiter: string): number {
  const separator = delimiter.charCodeAt(0);
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === separator || code === LINE_FEED) return at;
    if (code === CARRIAGE_RETURN && nextLine(text, at) !== null) return at;
  }
  return text.length;
}

/** Finds the start of the next line if this line ends here, with LF, CRLF or half of that; else null. */
function nextLine(text: string, at: number): number | null {
  if (at >= text.length) return text.length;
  if (text[at] === "\n") return at + 1;
  if (text[at] !== "\r") return null;
  return text[at + 1] === "\n" ? at + 2 : at + 1 === text.length ? at + 1 : null;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end;
}

function countBreaks(cell: string): number {
  let breaks = 0;
  for (let at = cell.indexOf("\n"); at >= 0; at = cell.indexOf("\n", at + 1)) breaks++;
  return breaks;
}
