/**
 * The columns of tasklist's tables: by the ruler below the header, or the usual ones. Columns are
 * counted in the cells of a console, where East Asian characters take two.
 *
 * @module
 */
import { eastAsianWidth } from "get-east-asian-width";
import { FIELD_COUNTS } from "./tasklist_process.ts";

/** Where the columns of a table are. The last one takes the rest of the line. */
export interface Columns {
  /** Start and end (exclusive) of each, in cells. */
  readonly spans: readonly (readonly [start: number, end: number])[];
  /** The width of the console that broke every line; null where lines are whole. */
  readonly brokenAt: number | null;
}

/** Makes columns of their widths, one cell apart. */
export function columnsOf(widths: readonly number[], first = 0): Columns {
  let start = first;
  const spans = widths.map((width, index): [number, number] => {
    const end = index + 1 === widths.length ? Number.POSITIVE_INFINITY : start + width;
    const span: [number, number] = [start, end];
    start += width + 1;
    return span;
  });
  return { spans, brokenAt: null };
}

/** The columns of tables without a ruler: those of current systems, then Windows XP's. */
export const USUAL_COLUMNS: readonly Columns[] = [
  columnsOf([25, 8, 16, 11, 12, 15, 50, 12, 72]),
  columnsOf([25, 6, 16, 8, 12, 15, 50, 12, 72]),
];

/** The same for tables of services or modules. */
export const USUAL_LIST_COLUMNS: readonly Columns[] = [
  columnsOf([25, 8, 44]),
  columnsOf([25, 6, 45]),
];

/**
 * Cuts a line, in which the index is the cell, into the texts of its columns. Columns beyond its
 * end are empty.
 *
 * @returns null where text stands between two columns or before the first: they are another table's
 */
export function cutColumns(view: string, { spans }: Columns): string[] | null {
  let before = 0;
  const fields: string[] = [];
  for (const [start, end] of spans) {
    if (!isBlank(view, before, start)) return null;
    fields.push(fromCells(view.slice(start, end)));
    before = end;
  }
  return fields;
}

/** Whether a line holds only spaces from one cell to another (exclusive), or ends before. */
export function isBlank(view: string, start: number, end: number): boolean {
  for (let at = start; at < end && at < view.length; at++) {
    const code = view.charCodeAt(at);
    if (code !== 0x20 && code !== 0xa0) return false;
  }
  return true;
}

/** A ruler, with the header above it. */
export interface Ruler {
  /** Index of the header's first line. */
  readonly headerStart: number;
  /** Index of the ruler's first line; a console narrower than the table gives it several. */
  readonly start: number;
  /** Index after the ruler's last line. */
  readonly end: number;
  /** The columns it draws. */
  readonly columns: Columns;
}

const RULER = /^\s*=+(?: =+)*$/;
const LONGEST = 1000;

/** Finds all rulers, in order. */
export function findRulers(lines: readonly string[]): Ruler[] {
  const rulers: Ruler[] = [];
  let end = 0;
  for (let start = 0; start < lines.length; start = Math.max(start + 1, end)) {
    if (!startsRuler(lines[start]!)) continue;
    const previousEnd = end;
    end = start + 1;
    // A header always stands between two tables, so rulers that touch are one, broken.
    while (end < lines.length && lines[end]!.length < LONGEST && RULER.test(lines[end]!)) end++;
    const columns = columnsOfRuler(lines.slice(start, end));
    if (columns === null) continue;
    // A broken header has at most as many lines as its ruler.
    let headerStart = start;
    const limit = Math.max(previousEnd, start - (end - start));
    while (headerStart > limit && isHeaderText(lines[headerStart - 1]!)) headerStart--;
    rulers.push({ headerStart, start, end, columns });
  }
  return rulers;
}

/** Whether a line starts a ruler: a column of at least ten cells, and another one after it. */
function startsRuler(line: string): boolean {
  return line.length < LONGEST && line.includes("========== =") && RULER.test(line);
}

/** Every row holds a number that stands alone or is quoted; no header does. */
function isHeaderText(line: string): boolean {
  return line !== "" && !/(?:^|[\s"])\d+(?:[\s"]|$)/.test(line) && !/^\s*(?:\.{2,}|…)/.test(line);
}

function columnsOfRuler(pieces: readonly string[]): Columns | null {
  const width = pieces[0]!.length;
  if (pieces.length === 1) return columnsIn(pieces[0]!, withCutColumns);
  // A gap in the console's last cell was trimmed: then the console is one cell wider. Two columns that
  // seem to be one look like those of `/apps`.
  const [least = null, wider = null] = [width, width + 1].map((brokenAt) => {
    const parts = pieces.map((piece, at) =>
      at + 1 < pieces.length ? piece.padEnd(brokenAt) : piece
    );
    const columns = columnsIn(parts.join(""));
    return columns && { ...columns, brokenAt };
  });
  return least === null || least.spans.length === 4 ? wider ?? least : least;
}

/** The columns that a ruler draws, made whole; null where they are not tasklist's. */
function columnsIn(ruler: string, whole = (widths: readonly number[]) => widths): Columns | null {
  const widths = whole(ruler.trim().split(/ +/).map((column) => column.length));
  return areTasklists(widths) ? columnsOf(widths, ruler.search(/=/)) : null;
}

/** The widths from the status on, and the greatest that it has; other columns are wider there. */
const [VERBOSE_WIDTHS, WIDEST_STATUS] = [[15, 50, 12, 72], 20];

/** The widths with those that a console cut off, behind a status or within it. */
function withCutColumns(widths: readonly number[]): readonly number[] {
  const [, , , , , status = Infinity] = widths;
  const known = widths.length - 1;
  return status > WIDEST_STATUS || widths.length === 9
    ? widths
    : [...widths.slice(0, known), ...VERBOSE_WIDTHS.slice(known - 5)];
}

/** The least and the greatest width of columns: image, PID, then a list, or session and memory. */
const WIDTHS: Readonly<Record<number, readonly (readonly [least: number, greatest: number])[]>> = {
  3: [[20, 99], [5, 10], [20, 999]],
  4: [[20, 99], [5, 10], [8, 20], [1, 999]],
  5: [[20, 30], [5, 10], [10, 30], [6, 20], [1, 25]],
};

/**
 * Whether the columns of a ruler are tasklist's. `schtasks`, `driverquery`, `openfiles`, `getmac` and
 * `whoami` draw such rulers too, with other columns.
 */
function areTasklists(widths: readonly number[]): boolean {
  if (!FIELD_COUNTS.has(widths.length)) return false;
  const limits = WIDTHS[Math.min(5, widths.length)]!;
  return limits.every(([least, greatest], index) =>
    widths[index]! >= least && widths[index]! <= greatest
  );
}

/** Whether a line is what copying leaves of a ruler: a part, or one that slid behind its header. */
export function isDamagedRuler(line: string): boolean {
  return /={20}$/.test(line);
}

/** Where the heading of the PID column ends: on current systems, on Windows XP. */
const PID_ENDS = [34, 32];
const NAME_WIDTH = 25;

/**
 * Whether a line is a table's header without its ruler, as filters leave it: a heading without
 * digits, one that ends where PIDs do, and a third.
 */
export function isBareHeader(line: string): boolean {
  return cellViews(line.trimStart()).some((view) =>
    PID_ENDS.some((end) =>
      /^[^\d\s][^\d]*\s$/.test(view.slice(0, NAME_WIDTH)) &&
      /^ +[^\s\d]+$/.test(view.slice(NAME_WIDTH, end)) &&
      /^ [^\s\d]/.test(view.slice(end, end + 2))
    )
  );
}

/** Follows a character that takes two cells, so that an index into the string is a cell. */
const FILLER = "\0";
const FILLERS = /\0/g;
/** Below this no character is wide on any console. */
const FIRST_WIDE = /[\u1100-\uFFFF]/;
const FIRST_AMBIGUOUS = /[\u00A1-\uFFFF]/;

/**
 * The units in which a line's columns may be counted: display cells, display cells of an East Asian
 * console (where Cyrillic or `…` are wide too), characters. Each view is a string in which the index
 * is the column. The likeliest comes first; each is made on demand.
 */
export function* cellViews(line: string): Generator<string, void> {
  const view = cellView(line);
  yield view;
  if (!FIRST_AMBIGUOUS.test(line)) return;
  const plain = withoutFillers(line);
  if (view !== plain) yield plain;
  const eastAsian = toCells(plain, true);
  if (eastAsian !== view) yield eastAsian;
}

/** The line as a string in which the index is the display cell. */
export function cellView(line: string): string {
  return FIRST_WIDE.test(line) ? toCells(withoutFillers(line), false) : line;
}

/** The text of a piece of a view. */
export function fromCells(piece: string): string {
  return (piece.includes(FILLER) ? piece.replace(FILLERS, "") : piece).trim();
}

/** How many cells a line takes. */
export function cellCount(line: string): number {
  return cellView(line).length;
}

function withoutFillers(line: string): string {
  return line.includes(FILLER) ? line.replace(FILLERS, " ") : line;
}

function toCells(line: string, ambiguousAsWide: boolean): string {
  // Beyond the basic plane a character is two code units, and two cells nearly always.
  return line.replace(/[\u0080-\uD7FF\uE000-\uFFFF]/g, (character) => {
    const width = eastAsianWidth(character.charCodeAt(0), { ambiguousAsWide });
    return width === 2 ? character + FILLER : character;
  });
}

/** Narrower than any console in use. */
const NARROWEST = 40;

/**
 * The width of the console that broke lines: that of the widest lines, if there are several; null
 * where no line seems broken.
 */
export function brokenWidth(lines: readonly string[]): number | null {
  let width = NARROWEST;
  let count = 0;
  for (const line of lines) {
    const cells = cellCount(line);
    if (cells === width) count++;
    if (cells > width) [width, count] = [cells, 1];
  }
  return count > 1 ? width : null;
}

const CPU_TIME = /(?:^|\s)\d{1,9}:\d{2}:\d{2}(?=\s|$)/;
/** Where the CPU time ends in a verbose table. */
const CPU_TIME_END = 156;
/** A CPU time stands no further into the second line of a row. */
const REACH = 200;

/**
 * The width of the console that broke a verbose row without a ruler, from the CPU time in the row's
 * second line: it always ends in the same cell.
 *
 * @returns null where the line is not a row's second one
 */
export function widthFromSecondLine(first: string, second: string): number | null {
  const match = CPU_TIME.exec(second.slice(0, REACH));
  if (match === null) return null;
  const width = CPU_TIME_END - cellCount(second.slice(0, match.index + match[0].length));
  return width >= cellCount(first) && width >= NARROWEST ? width : null;
}

/**
 * Index of a broken row's last piece. After the CPU time, only a line as wide as the console has a
 * continuation (or one cell less: copying loses a space at the end).
 */
export function lastPiece(pieces: readonly string[], width: number): number {
  const withTime = pieces.findIndex((piece) => CPU_TIME.test(piece));
  if (withTime < 0) return pieces.length - 1;
  const end = pieces.findIndex((piece, at) => at >= withTime && cellCount(piece) < width - 1);
  return end < 0 ? pieces.length - 1 : end;
}

/** Joins the pieces of a line that a console broke after so many cells. */
export function joinBroken(pieces: readonly string[], width: number): string {
  let line = "";
  for (const [index, piece] of pieces.entries()) {
    const missing = Math.max(0, width - cellCount(piece));
    // A wide character that did not fit left the last cell empty: there was no space.
    const isMoved = missing === 1 && cellView(pieces[index + 1] ?? "").charAt(1) === FILLER;
    const isLast = index + 1 === pieces.length;
    line += isLast || isMoved ? piece : piece + " ".repeat(missing);
  }
  return line;
}
