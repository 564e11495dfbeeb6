/**
 * Chooses the columns of a table and their widths, so that it fits the terminal.
 *
 * @module
 */
import type { Column } from "./table_column.ts";

/** Spaces between two columns. */
export const GAP = 2;

/** A column and its width. */
export interface FittedColumn {
  /** The column. */
  readonly column: Column;
  /** The width in terminal columns. */
  readonly width: number;
}

/** The limits of the table. */
export interface FitOptions {
  /** The width of the terminal in columns; null for no limit. */
  readonly columns: number | null;
  /** Whether to keep every column, because --fields names it. */
  readonly allFields: boolean;
}

/**
 * Chooses columns and their widths. Drops empty columns, then the columns of least weight, until the
 * others fit at their least useful width. The remaining space widens columns to a comfortable width,
 * heaviest first, then to their natural width, smallest shortfall first. With `allFields` no column is
 * dropped: columns shrink to the width of their headers, and the table may exceed the terminal.
 */
export function fitColumns(
  all: readonly Column[],
  { columns, allFields }: FitOptions,
): FittedColumn[] {
  const shown = allFields ? all : worthShowing(all);
  const room = columns ?? Infinity;
  const byWeight = shown.toSorted((a, b) => weightOf(b) - weightOf(a));
  const chosen = allFields ? byWeight : heaviest(byWeight, room);
  const widths = shareOut(chosen, room);
  return shown
    .filter((column) => widths.has(column))
    .map((column) => ({ column, width: widths.get(column)! }));
}

function worthShowing(all: readonly Column[]): readonly Column[] {
  const filled = all.filter(({ filled }) => filled);
  return filled.length > 0 ? filled : all;
}

function weightOf({ field }: Column): number {
  return field.weight ?? 0;
}

function heaviest(byWeight: readonly Column[], room: number): readonly Column[] {
  let taken = -GAP;
  const end = byWeight.findIndex((column) => (taken += GAP + column.least) > room);
  return end < 0 ? byWeight : byWeight.slice(0, Math.max(end, 1));
}

/** Distributes the width among columns, given heaviest first. */
function shareOut(chosen: readonly Column[], room: number): Map<Column, number> {
  const widths = new Map(chosen.map((column) => [column, column.smallest]));
  let left = room - GAP * (chosen.length - 1);
  for (const width of widths.values()) left -= width;
  const widen = (column: Column, wanted: number) => {
    const width = widths.get(column)!;
    const more = Math.max(0, Math.min(wanted - width, left));
    widths.set(column, width + more);
    left -= more;
  };
  for (const column of chosen) widen(column, column.least);
  for (const column of chosen) widen(column, column.comfortable);
  const lacking = (column: Column) => column.natural - widths.get(column)!;
  for (const column of chosen.toSorted((a, b) => lacking(a) - lacking(b))) {
    widen(column, column.natural);
  }
  // A single column may be wider than a very narrow terminal; a cut number ends with an ellipsis.
  if (chosen.length === 1) widths.set(chosen[0]!, Math.min(widths.get(chosen[0]!)!, room));
  return widths;
}
