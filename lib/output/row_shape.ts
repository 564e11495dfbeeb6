/**
 * How rows give their values to a format. Rows are plain objects nearly everywhere; a view onto
 * captured bytes can give its values without ever making strings of them, which is what keeps
 * 100,000 rows cheap. Formats see only this seam and so serve both.
 *
 * @module
 */
import type { Field, FieldValue, ObjectRow } from "../model/field.ts";

/** Takes the values of a row one at a time, in the order of its fields. */
export interface ValueSink {
  /** Takes an absent value. */
  none(): void;
  /** Takes a number. */
  number(value: number): void;
  /** Takes true or false. */
  boolean(value: boolean): void;
  /** Takes a string. */
  text(value: string): void;
  /** Takes a string given as UTF-8 bytes from `start` up to `end`. */
  span(bytes: Uint8Array, start: number, end: number): void;
  /** Takes a list of strings. */
  list(values: readonly string[]): void;
}

/** Gives one value of a row to a sink. */
export type ValueWriter<Row> = (row: Row, to: ValueSink) => void;

/** What rows of one kind consist of, and how they give their values. */
export interface RowShape<Row> {
  /** The fields, in order. */
  readonly fields: readonly Field[];
  /** One writer a field, in the same order. */
  readonly writers: readonly ValueWriter<Row>[];
}

/** The shape of plain objects with the given fields. */
export function objectShape(fields: readonly Field[]): RowShape<ObjectRow> {
  return { fields, writers: fields.map(({ name }) => (row, to) => writeValue(row[name], to)) };
}

/** The same rows with only some of their fields, in another order. Names must exist. */
export function pickFields<Row>(shape: RowShape<Row>, names: readonly string[]): RowShape<Row> {
  const indexes = names.map((name) => shape.fields.findIndex((field) => field.name === name));
  return {
    fields: indexes.map((index) => shape.fields[index]!),
    writers: indexes.map((index) => shape.writers[index]!),
  };
}

function writeValue(value: FieldValue | undefined, to: ValueSink): void {
  if (value === null || value === undefined) to.none();
  else if (typeof value === "string") to.text(value);
  else if (typeof value === "number") to.number(value);
  else if (typeof value === "boolean") to.boolean(value);
  else to.list(value);
}
