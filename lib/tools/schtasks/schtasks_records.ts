/**
 * The records of schtasks' output: rows and headers of its CSV, blocks of its LIST form.
 *
 * Quotation marks in a cell are not doubled, a comment may have several lines, and a console that the
 * output was copied from may have broken every line at its width.
 *
 * @module
 */
import { withoutMarks } from "../../text/marks.ts";
import { displayWidth } from "../../text/terminal_text.ts";

/** Columns of the plain CSV: name, next run, status. */
export const PLAIN_COLUMNS = 3;
/** Columns of the verbose forms, since Windows Vista. */
export const COLUMNS = 28;

/** A row, a header, or a block. */
export interface SchtasksRecord {
  /** Its first line, from 1. */
  readonly line: number;
  /** As many as {@linkcode PLAIN_COLUMNS}, or at least {@linkcode COLUMNS}. */
  readonly cells: readonly string[];
}

/** A line that belongs to no record. */
export interface OtherLine {
  readonly line: number;
  readonly text: string;
}

/** Splits an output into its records. Blank lines and names of folders are left out. Never throws. */
export function readRecords(text: string): { records: SchtasksRecord[]; others: OtherLine[] } {
  const lines = text.split(/\r*\n|\r+/).map((line) => toLine(withoutMarks(line)));
  const width = lines.reduce((most, { raw }) => Math.max(most, displayWidth(raw)), 0);
  const records: SchtasksRecord[] = [];
  const others: OtherLine[] = [];
  for (let at = 0; at < lines.length;) {
    const found = csvRecord(lines, at, width) ?? listRecord(lines, at);
    const { text } = lines[at]!;
    if (found !== null) records.push({ line: at + 1, cells: found.cells });
    else if (text !== "" && !isFolder(text)) others.push({ line: at + 1, text });
    at += found?.length ?? 1;
  }
  return { records, others };
}

const SEPARATOR = '","';

/** A line of the output. */
interface PrintedLine {
  /** With the spaces in front, without those behind. */
  readonly raw: string;
  readonly text: string;
  /** How often one cell ends and another begins. */
  readonly separators: number;
  /** Whether it is a row or a header by itself. */
  readonly isWhole: boolean;
}

function toLine(line: string): PrintedLine {
  const text = line.trim();
  const separators = text.split(SEPARATOR).length - 1;
  const isWhole = text.length > 1 && text.startsWith('"') && endsCell(text) &&
    (separators === PLAIN_COLUMNS - 1 || separators >= COLUMNS - 1);
  return { raw: line.trimEnd(), text, separators, isWhole };
}

/** A record, and how many lines it takes. */
interface Found {
  readonly cells: readonly string[];
  readonly length: number;
}

/** A comment can have many lines. */
const MOST_LINES = 60;

/** The row or header of CSV that starts at a line; null where none does. */
function csvRecord(lines: readonly PrintedLine[], at: number, width: number): Found | null {
  const first = lines[at]!;
  if (first.isWhole) return { cells: cellsOf(first.text), length: 1 };
  if (!first.text.startsWith('"')) return null;
  const begin = /^"[^"]*","\\/.exec(first.text)?.[0];
  let { separators } = first;
  const end = Math.min(lines.length, at + MOST_LINES);
  for (let next = at + 1; next < end; next++) {
    const [above, line] = [lines[next - 1]!, lines[next]!];
    // A row that was cut does not swallow the one after it.
    if (isRow(line) || (begin !== undefined && line.text.startsWith(begin))) return null;
    separators += line.separators + (splitsSeparator(above.text, line.text) ? 1 : 0);
    if (separators >= COLUMNS - 1 && endsCell(line.text)) {
      const pieces = lines.slice(at, next + 1).map(({ raw }) => raw);
      const cells = cellsOf(joinPieces(pieces, width).trim());
      // Spaces between the pieces can part what looked like a separator.
      return cells.length >= COLUMNS ? { cells, length: pieces.length } : null;
    }
  }
  return null;
}

/** Whether a line is more than the piece of a row that happens to have as many cells as the plain form. */
function isRow({ isWhole, separators, text }: PrintedLine): boolean {
  return isWhole && (separators >= COLUMNS - 1 || text.startsWith('"\\'));
}

/** Whether a cell ends with a text, and none begins. */
function endsCell(text: string): boolean {
  return text.endsWith('"') && !text.endsWith(SEPARATOR);
}

function splitsSeparator(above: string, below: string): boolean {
  return (above.endsWith('"') && below.startsWith(',"')) ||
    (above.endsWith('",') && below.startsWith('"'));
}

function cellsOf(row: string): string[] {
  return row.slice(1, -1).split(SEPARATOR);
}

/** How many spaces a console can have lost at the end of a line, at most: more is a shorter line. */
const MOST_LOST = 4;

/**
 * Joins the pieces of a row. A console breaks all lines at its width, and a copy of it loses the spaces
 * at their ends; lines of a comment have any lengths.
 */
function joinPieces(pieces: readonly string[], width: number): string {
  const lost = pieces.slice(0, -1).map((piece) => width - displayWidth(piece));
  if (lost.some((spaces) => spaces > MOST_LOST)) return pieces.join("\n");
  return pieces.map((piece, at) => piece + " ".repeat(lost[at] ?? 0)).join("");
}

/** A line of the LIST form: what the value is called, and the value. */
const LABELLED = /^([^\s"][^:："]{0,100}?)\s?[:：]\s*(.*)$/;
/** Lines of a task in the plain LIST form: its computer, name, next run, status, and mode of log-on. */
const LIST_LINES = 5;

/** The block of the LIST form that starts at a line; null where none does. */
function listRecord(lines: readonly PrintedLine[], at: number): Found | null {
  const name = LABELLED.exec(lines[at + 1]?.text ?? "")?.[2];
  if (!name?.startsWith("\\") || lines[at]!.text.startsWith('"')) return null;
  const values: string[] = [];
  let end = at;
  for (; end < lines.length && end < at + MOST_LINES && lines[end]!.text !== ""; end++) {
    const { text } = lines[end]!;
    const value = LABELLED.exec(text)?.[2];
    // A comment's further lines have no label.
    if (value === undefined && values.length > 0) values.push(`${values.pop()}\n${text}`);
    else values.push(value ?? text);
  }
  const length = end - at;
  if (values.length === LIST_LINES) return { cells: values.slice(1, 1 + PLAIN_COLUMNS), length };
  return values.length >= COLUMNS ? { cells: values, length } : null;
}

/** A line such as `Folder: \\netwho`, in any language. */
function isFolder(text: string): boolean {
  return LABELLED.exec(text)?.[2]?.startsWith("\\") === true;
}
