/**
 * The columns of tasklist's tables: by the ruler below the header, or the usual ones.
 *
 * @module
 */
import { cellViews, fromCells } from "./tasklist_cells.ts";
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
  // A gap in the console's last cell was trimmed: then the console is one cell wider.
  for (const brokenAt of pieces.length > 1 ? [width, width + 1] : [width]) {
    const ruler = pieces.map((piece, index) =>
      index + 1 < pieces.length ? piece.padEnd(brokenAt) : piece
    ).join("");
    const widths = ruler.trim().split(/ +/).map((column) => column.length);
    if (!FIELD_COUNTS.has(widths.length)) continue;
    const columns = columnsOf(widths, ruler.search(/=/));
    return pieces.length > 1 ? { ...columns, brokenAt } : columns;
  }
  return null;
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
