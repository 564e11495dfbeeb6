/**
 * What was found about the remote end of a row, and how the row gets it.
 *
 * @module
 */
import type { FieldValue, ObjectRow } from "../model/field.ts";

/** The values of fields. */
export type Values = Readonly<Record<string, FieldValue>>;

/** Adds what was found about the remote end of a row to its null fields, and its note to the row's. */
export function addFound<Row extends ObjectRow>(row: Row, found: Values): Row {
  const { note = null, ...values } = found;
  const filled = fillRow(row, values);
  const old = row.note;
  if (typeof note !== "string" || old === undefined) return filled;
  // Rows that were written by an earlier run can have it.
  if (typeof old === "string" && old.includes(note)) return filled;
  return { ...filled, note: typeof old === "string" ? `${old}; ${note}` : note };
}

/**
 * Fills the null fields of a row with values. Returns the same row if there is nothing to fill.
 */
export function fillRow<Row extends ObjectRow>(row: Row, values: Values = {}): Row {
  const added = Object.entries(values)
    .filter(([field, value]) => value !== null && row[field] === null);
  return added.length === 0 ? row : { ...row, ...Object.fromEntries(added) };
}

/** Whether one of these fields of a row is null. */
export function lacksAny(row: ObjectRow, fields: readonly string[]): boolean {
  return fields.some((field) => row[field] === null);
}
