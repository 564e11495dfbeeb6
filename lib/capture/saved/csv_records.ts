/**
 * Reads CSV (RFC 4180) and recovers from broken records.
 *
 * @module
 */
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";

/** A record: its cells and the number of its first line. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The records of a text and its rejected lines. Blank lines are skipped. */
export interface CsvText {
  readonly records: readonly CsvRecord[];
  readonly rejected: readonly Rejected[];
}

/** The most characters in a quoted cell. Beyond that, a closing quote is assumed to be missing. */
const LONGEST_CELL = 1 << 16;

/**
 * Splits text into records, and records into cells. Never throws. If a record has a misplaced quote,
 * its first line is rejected, and reading continues with the next line.
 */
export function readCsv(text: string, delimiter: string): CsvText {
  const records: CsvRecord[] = [];
  const rejected: Rejected[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    const record = readRecord(text, at, delimiter);
    if (record === null) {
      const end = lineEnd(text, at);
      const broken = text.slice(at, Math.min(end, at + LONGEST_REJECTED)).trimEnd();
      rejected.push({ line, text: broken, reason: "quotes in the wrong place" });
      at = end + 1;
      line++;
      continue;
    }
    const { cells, end, breaks } = record;
    if (cells.length > 1 || text.slice(at, end).trim() !== "") records.push({ line, cells });
    at = end;
    line += breaks;
  }
  return { records, rejected };
}

interface Taken {
  readonly cells: string[];
  /** Where the next record begins. */
  readonly end: number;
  /** The number of line breaks before it. */
  readonly breaks: number;
}

function readRecord(text: string, start: number, delimiter: string): Taken | null {
  const cells: string[] = [];
  let breaks = 1;
  for (let at = start;;) {
    const quoted = text[at] === '"';
    const end = quoted ? quotedEnd(text, at) : plainEnd(text, at, delimiter);
    if (end === null) return null;
    const cell = quoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end);
    if (quoted) breaks += countBreaks(cell);
    else if (cell.includes('"')) return null;
    cells.push(cell);
    if (text[end] === delimiter) {
      at = end + 1;
      continue;
    }
    const next = nextLine(text, end);
    return next === null ? null : { cells, end: next, breaks };
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

/** Finds the start of the next line if this line ends here, with LF or CRLF; else null. */
function nextLine(text: string, at: number): number | null {
  if (at >= text.length) return text.length;
  if (text[at] === "\n") return at + 1;
  return text[at] === "\r" && text[at + 1] === "\n" ? at + 2 : null;
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
