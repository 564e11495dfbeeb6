import { type Columns, columnsOf } from "./columns.ts";

/** A ruler, with the header above it. */
export interface Ruler {
  /** Index of the header's first line. */
  readonly headerStart: number;
  /** Index of the ruler's first line; with a console narrower than the table it has several. */
  readonly start: number;
  /** Index after the ruler's last line. */
  readonly end: number;
  /** The columns it draws. */
  readonly columns: Columns;
}

const RULER = /^\s*=+(?: =+)*$/;
const LONGEST = 1000;
/** The numbers of columns that tasklist prints, of which a broken ruler must give one. */
const COLUMN_COUNTS: ReadonlySet<number> = new Set([3, 4, 5, 7, 9]);

/** Finds all rulers, in order. */
export function findRulers(lines: readonly string[]): Ruler[] {
  const rulers: Ruler[] = [];
  let end = 0;
  for (let start = 0; start < lines.length; start = Math.max(start + 1, end)) {
    if (!isRuler(lines[start]!)) continue;
    const previousEnd = end;
    end = start + 1;
    // A header always stands between two tables, so rulers that touch are one, broken.
    while (end < lines.length && lines[end]!.length < LONGEST && RULER.test(lines[end]!)) end++;
    const columns = columnsOfRuler(lines.slice(start, end));
    if (columns === null) continue;
    const headerStart = headerAbove(lines, start, Math.max(previousEnd, start - (end - start)));
    rulers.push({ headerStart, start, end, columns });
  }
  return rulers;
}

/** Whether a line starts a ruler: its first column is as wide as image names are cut. */
function isRuler(line: string): boolean {
  return line.length < LONGEST && line.includes("========== =") && RULER.test(line);
}

function headerAbove(lines: readonly string[], start: number, limit: number): number {
  let first = start;
  while (first > limit && isHeaderText(lines[first - 1]!)) first--;
  return first;
}

/** No header holds a number alone, or a quoted one, and every row does. */
function isHeaderText(line: string): boolean {
  return line !== "" && !/(?:^|[\s"])\d+(?:[\s"]|$)/.test(line) && !/^\s*(?:\.{2,}|…)/.test(line);
}

function columnsOfRuler(pieces: readonly string[]): Columns | null {
  const width = pieces[0]!.length;
  // Where a gap fell on the console's last cell it was trimmed: then the width is one more.
  for (const brokenAt of pieces.length > 1 ? [width, width + 1] : [width]) {
    const ruler = pieces.map((piece, index) =>
      index + 1 < pieces.length ? piece.padEnd(brokenAt) : piece
    ).join("");
    const widths = ruler.trim().split(/ +/).map((column) => column.length);
    if (!COLUMN_COUNTS.has(widths.length)) continue;
    const columns = columnsOf(widths, ruler.search(/=/));
    return pieces.length > 1 ? { ...columns, brokenAt } : columns;
  }
  return null;
}
