/**
 * The lines of a table: the headings, and one line for each row, or more where a row does not fit.
 *
 * @module
 */
import { displayWidth, shorten } from "../../text/terminal_text.ts";
import { paintDim, paintHeader, paintState, paintStrong } from "../colors.ts";
import { belowLines, type Part } from "./below_lines.ts";
import { type FittedColumn, GAP, INDENT, type Layout } from "./fit_columns.ts";
import type { Column } from "./table_column.ts";

/** How to write the lines. */
export interface LinesOptions {
  /** The rows, by their places in the columns, from top to bottom. */
  readonly order: Iterable<number>;
  /** Whether to write the headings. */
  readonly header: boolean;
  /** Whether to colour. */
  readonly color: boolean;
  /** The width of the terminal in columns; null for no limit. */
  readonly columns: number | null;
}

/** Formats the headings and the rows, without trailing spaces. */
export function tableLines(layout: Layout, options: LinesOptions): string[] {
  const { order, header, color, columns } = options;
  const { below, isBelowFirst } = layout;
  const room = columns ?? Infinity;
  const slots = slotsOf(layout.columns);
  const tight = slots.filter(({ column, width }) => column.spec.below && column.natural > width);
  const lines: string[] = [];
  const push = (line: string, others: readonly string[]) => {
    if (line === "" && others.length > 0) lines.push(...others);
    else if (isBelowFirst) lines.push(...others, " ".repeat(INDENT) + line);
    else lines.push(line, ...others);
  };
  const paint = color ? paintCell : plainCell;
  if (header) {
    const names = below.map((column): Part => ({ ...headingOf(column), paint: paintName(color) }));
    push(headerLine(slots, color), belowLines(names, room));
  }
  for (const row of order) {
    const broken = tight.find((slot) => isBroken(slot, { row, slots }));
    const end = broken?.place ?? Infinity;
    const others = broken === undefined
      ? below
      : slots.slice(end).map(({ column }) => column).filter(({ spec }) => spec.below);
    push(
      rowLine(slots, { row, end, paint }),
      others.length === 0 ? [] : belowLines(partsOf(others, { row, paint }), room),
    );
  }
  return lines;
}

/** A column and its place in the lines, computed once. */
interface Slot extends FittedColumn {
  /** Its index. */
  readonly place: number;
  /** How many terminal columns are left of it. */
  readonly offset: number;
  /** Whether every cell fits. */
  readonly fits: boolean;
}

function slotsOf(columns: readonly FittedColumn[]): Slot[] {
  let offset = 0;
  return columns.map(({ column, width }, place) => {
    const slot = { column, width, place, offset, fits: column.natural <= width };
    offset += width + GAP;
    return slot;
  });
}

function headerLine(slots: readonly Slot[], color: boolean): string {
  let text = "";
  for (const { column, width, offset } of slots) {
    const name = shorten(column.heading, width);
    if (name === "") continue;
    const left = column.isRight ? width - displayWidth(name) : 0;
    text = text.padEnd(offset + left) + name;
  }
  return color && text !== "" ? paintHeader(text) : text;
}

/** Colours a cell that may have been cut. */
type PaintCell = (cell: string, place: { column: Column; row: number }) => string;

const plainCell: PaintCell = (cell) => cell;

const paintCell: PaintCell = (cell, { column, row }) => {
  if (column.spec.shows === "state") return paintState(cell, column.cells[row]!);
  if (column.spec.shows === "note") return paintDim(cell);
  return column.strong.has(row) ? paintStrong(cell) : cell;
};

/** Writes the cells of a row in their columns, without those of `below` columns from `end` on. */
function rowLine(
  slots: readonly Slot[],
  { row, end, paint }: { row: number; end: number; paint: PaintCell },
): string {
  let text = "";
  let at = 0;
  for (const { column, width, place, offset, fits } of slots) {
    const whole = column.cells[row]!;
    if (whole === "" || (place >= end && column.spec.below)) continue;
    const cell = fits || !column.mayCut(row) ? whole : column.cut(whole, width);
    const cellWidth = column.plain && cell === whole ? cell.length : displayWidth(cell);
    const start = column.isRight ? offset + width - cellWidth : offset;
    // A cell to the left runs over this one, which holds nothing.
    if (at > 0 && start < at + GAP) continue;
    text += " ".repeat(start - at) + paint(cell, { column, row });
    at = start + cellWidth;
  }
  return text;
}

/** Whether a cell needs a line of its own: it is too wide, and there is something on its right. */
function isBroken(
  { column, place, width }: Slot,
  { row, slots }: { row: number; slots: readonly Slot[] },
): boolean {
  if (!column.overflows(row, width)) return false;
  let room = width;
  for (const next of slots.slice(place + 1)) {
    if (!next.column.spec.below || !next.column.isNothing(row)) break;
    room += GAP + next.width;
  }
  return column.widthOf(row) > room;
}

function headingOf({ heading, spec }: Column): Omit<Part, "paint"> {
  return { text: heading, lead: spec.lead ?? "" };
}

function paintName(color: boolean): (text: string) => string {
  return (text) => color ? paintHeader(text) : text;
}

function partsOf(
  columns: readonly Column[],
  { row, paint }: { row: number; paint: PaintCell },
): Part[] {
  return columns.flatMap((column) => {
    const text = column.cells[row]!;
    if (column.isNothing(row)) return [];
    return [
      {
        text,
        lead: column.leadOf(row),
        cut: column.mayCut(row) ? (width) => column.cut(text, width) : undefined,
        wraps: column.spec.shows === "prose",
        paint: (cell) => paint(cell, { column, row }),
      } satisfies Part,
    ];
  });
}
