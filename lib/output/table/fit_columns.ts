/**
 * Chooses the columns of a table and their widths, so that it fits the terminal.
 *
 * @module
 */
import type { Column } from "./table_column.ts";

/** Spaces between two columns. */
export const GAP = 2;

/** Spaces before a line that continues a row. */
export const INDENT = 2;

/** A column and its width. */
export interface FittedColumn {
  /** The column. */
  readonly column: Column;
  /** The width in terminal columns. */
  readonly width: number;
}

/** The arrangement of a table. */
export interface Layout {
  /** The columns of a row's first line, from left to right. */
  readonly columns: readonly FittedColumn[];
  /** The columns whose cells all stand on lines of their own; empty if they have columns. */
  readonly below: readonly Column[];
  /** Whether the `below` columns come first, so that the others continue the row. */
  readonly isBelowFirst: boolean;
  /** The columns that have values but no room, from left to right. */
  readonly leftOut: readonly Column[];
}

/** The limits of the table. */
export interface FitOptions {
  /** The width of the terminal in columns; null for no limit. */
  readonly columns: number | null;
  /** Whether to keep every column, because --fields names it. */
  readonly allFields: boolean;
}

/** A lighter column has to wait until the columns that always show can be read. */
const READABLE_WEIGHT = 82;

/** A lighter column has to wait until they are comfortable. */
const COMFORT_WEIGHT = 60;

/** Columns as heavy as this, such as states and owners, are worth a second line where they differ. */
const WEIGHT_WORTH_A_LINE = 85;

/**
 * Chooses columns and their widths. Drops empty columns, then the lightest ones, until the others fit
 * at their least useful width. The remaining space widens columns to a comfortable width, heaviest
 * first, then to their natural width, `below` columns first, then the smallest shortfall first.
 *
 * Where the columns that always show and those worth a line do not fit next to each other, or most
 * rows would not, the `below` columns get lines of their own. With `allFields` no column is dropped:
 * columns shrink, and the table may exceed the terminal.
 */
export function fitColumns(
  all: readonly Column[],
  { columns, allFields }: FitOptions,
): Layout {
  const room = columns ?? Infinity;
  if (allFields) {
    return { columns: shareOut(all, room), below: [], isBelowFirst: false, leftOut: [] };
  }
  const filled = all.filter(({ filled }) => filled);
  const shown = filled.length > 0 ? filled : all;
  const inLine = choose(shown, room);
  if (inLine !== null && !without(shown, inLine).some(isWorthLine)) {
    const fitted = shareOut(inLine, room);
    if (!mostRowsOverflow(fitted)) {
      return { columns: fitted, below: [], isBelowFirst: false, leftOut: without(shown, inLine) };
    }
  }
  const below = shown.filter(({ spec }) => spec.below);
  const others = shown.filter(({ spec }) => !spec.below);
  const isBelowFirst = shown[0]?.spec.below ?? false;
  const rest = isBelowFirst ? room - INDENT : room;
  const chosen = choose(others, rest) ?? others.filter(({ weight }) => weight === Infinity);
  const leftOut = without(others, chosen);
  return { columns: squeeze(shareOut(chosen, rest), rest), below, isBelowFirst, leftOut };
}

function isWorthLine({ weight, varies }: Column): boolean {
  return varies && weight >= WEIGHT_WORTH_A_LINE;
}

function without(all: readonly Column[], some: readonly Column[]): readonly Column[] {
  return all.filter((column) => !some.includes(column));
}

/** Chooses the heaviest columns that fit; null if not even those do that always show. */
function choose(all: readonly Column[], room: number): readonly Column[] | null {
  const demands = all.flatMap((column) => [
    { column, width: column.least, weight: column.weight },
    ...column.weight === Infinity
      ? [
        { column, width: column.readable, weight: READABLE_WEIGHT },
        { column, width: column.comfortable, weight: COMFORT_WEIGHT },
      ]
      : [],
  ]).sort(heavierFirst);
  const widths = new Map<Column, number>();
  let taken = -GAP;
  for (const { column, width, weight } of demands) {
    taken += width - (widths.get(column) ?? -GAP);
    if (taken > room) {
      if (weight === Infinity) return null;
      break;
    }
    widths.set(column, width);
  }
  return all.filter((column) => widths.has(column));
}

/** The order of weights; a difference of two that are infinite would be no number. */
function heavierFirst(a: { readonly weight: number }, b: { readonly weight: number }): number {
  return Number(a.weight < b.weight) - Number(a.weight > b.weight);
}

/** Distributes the width among columns. */
function shareOut(chosen: readonly Column[], room: number): FittedColumn[] {
  const byWeight = chosen.toSorted(heavierFirst);
  const widths = new Map(chosen.map((column) => [column, column.smallest]));
  let left = room - GAP * (chosen.length - 1);
  for (const width of widths.values()) left -= width;
  const widen = (column: Column, wanted: number) => {
    const width = widths.get(column)!;
    const more = Math.max(0, column.usefulWidth(Math.min(wanted, width + left)) - width);
    widths.set(column, width + more);
    left -= more;
  };
  for (const column of byWeight) widen(column, column.least);
  for (const column of byWeight) widen(column, column.comfortable);
  for (const column of byWeight.filter(({ spec }) => spec.below)) widen(column, column.natural);
  const lacking = (column: Column) => column.natural - widths.get(column)!;
  for (const column of byWeight.toSorted((a, b) => lacking(a) - lacking(b))) {
    widen(column, column.natural);
  }
  return chosen.map((column) => ({ column, width: widths.get(column)! }));
}

/** Narrows what may be cut where even the columns that always show are too wide for the terminal. */
function squeeze(fitted: readonly FittedColumn[], room: number): readonly FittedColumn[] {
  let excess = fitted.reduce((sum, { width }) => sum + width + GAP, -GAP) - room;
  return excess <= 0 ? fitted : fitted.map(({ column, width }) => {
    if (!column.canShrink) return { column, width };
    const narrower = Math.max(1, width - Math.max(0, excess));
    excess -= width - narrower;
    return { column, width: narrower };
  });
}

/** Whether most rows do not fit in their columns, so that every row may as well be broken. */
function mostRowsOverflow(columns: readonly FittedColumn[]): boolean {
  const tight = columns.filter(({ column, width }) => column.spec.below && column.natural > width);
  if (tight.length === 0) return false;
  const below = columns.filter(({ column }) => column.spec.below);
  let overflowing = 0;
  let filled = 0;
  for (const row of tight[0]!.column.cells.keys()) {
    if (tight.some(({ column, width }) => column.overflows(row, width))) overflowing++;
    if (below.some(({ column }) => column.cells[row] !== "")) filled++;
  }
  return overflowing > filled / 2;
}
