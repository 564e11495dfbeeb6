/**
 * Rows on their way from a source to a format, without all of them being in memory at once.
 *
 * @module
 */
import type { Field, ObjectRow } from "../model/field.ts";
import { objectShape, type RowShape } from "../output/row_shape.ts";

/** Takes rows from a source. */
export interface RowTaker<Row> {
  /** Takes one row, which may be a view that is reused. */
  row(row: Row): void;
  /** Called between pieces of work, so that what was taken can be written. */
  pause(): Promise<void>;
}

/** Where rows come from. */
export interface RowSource<Row> {
  /** How its rows give their values. */
  readonly shape: RowShape<Row>;
  /** Makes a plain object of a row, to choose and to sort by. */
  readonly toObject: (row: Row) => ObjectRow;
  /** Gives all rows, in order, and returns how many there were. */
  read(taker: RowTaker<Row>): Promise<number>;
}

/** A source of rows that are plain objects already. */
export function objectSource(
  fields: readonly Field[],
  read: RowSource<ObjectRow>["read"],
): RowSource<ObjectRow> {
  return { shape: objectShape(fields), toObject: (row) => row, read };
}

/** A source of plain objects that are all there. */
export function listSource(
  fields: readonly Field[],
  rows: readonly ObjectRow[],
): RowSource<ObjectRow> {
  return objectSource(fields, (taker) => giveRows(rows, { taker, make: (row) => row }));
}

/** Rows between two pauses. */
const ROWS_AT_ONCE = 1000;

/**
 * Gives rows with a pause now and then, so that their output need not be held all at once. Returns how
 * many there were.
 */
export async function giveRows<Part, Row>(
  parts: readonly Part[],
  { taker, make }: { taker: RowTaker<Row>; make: (part: Part) => Row },
): Promise<number> {
  for (const [index, part] of parts.entries()) {
    taker.row(make(part));
    if ((index + 1) % ROWS_AT_ONCE === 0) await taker.pause();
  }
  return parts.length;
}
