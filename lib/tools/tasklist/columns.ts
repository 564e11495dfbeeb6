import { fromCells } from "./cells.ts";

/** Where the columns of a table are. The last one takes the rest of the line. */
export interface Columns {
  /** Start and end (exclusive) of each, in cells. */
  readonly spans: readonly (readonly [start: number, end: number])[];
  /** The console's width where it broke every line; null where lines are whole. */
  readonly brokenAt: number | null;
}

const LAST = Number.POSITIVE_INFINITY;

/** Makes columns of their widths, one cell apart. */
export function columnsOf(widths: readonly number[], first = 0): Columns {
  let start = first;
  const spans = widths.map((width): [number, number] => {
    const span: [number, number] = [start, start + width];
    start += width + 1;
    return span;
  });
  if (spans.length > 0) spans.at(-1)![1] = LAST;
  return { spans, brokenAt: null };
}

/** The columns of tables whose ruler is missing: those of current systems, then Windows XP's. */
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
 * @returns null where text stands between two columns or before the first: they are not its own
 */
export function cut(view: string, { spans }: Columns): string[] | null {
  let before = 0;
  const fields: string[] = [];
  for (const [start, end] of spans) {
    if (!isBlank(view, before, start)) return null;
    fields.push(fromCells(view.slice(start, end)));
    before = end;
  }
  return fields;
}

function isBlank(view: string, start: number, end: number): boolean {
  for (let at = start; at < end && at < view.length; at++) {
    const code = view.charCodeAt(at);
    if (code !== 0x20 && code !== 0xa0) return false;
  }
  return true;
}
