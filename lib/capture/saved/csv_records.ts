/**
 * Reads CSV as RFC 4180 has it, and goes on behind what is broken.
 *
 * @module
 */
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";

/** A record's cells, and the line it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** All records of a text, and the lines that are none. Blank lines are neither. */
export interface CsvText {
  readonly records: readonly CsvRecord[];
  readonly rejected: readonly Rejected[];
}

/** Characters in one quoted cell. Beyond that a quote was forgotten, and the record ends with its line. */
const LONGEST_CELL = 1 << 16;

/**
 * Splits text into records and these into cells. Never throws. A record with a quote in the wrong
 * place is rejected, and reading goes on with the line after the one it begins on.
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
  /** The line breaks up to there. */
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

/** Where a quoted cell ends; null where no quote ends it. */
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

/** Where the next line begins if this one ends here, with LF or CRLF; null if it does not. */
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
