/**
 * Rows in a format, as text.
 *
 * @module
 */
import { ByteWriter } from "../../lib/output/byte_writer.ts";
import type { Format, FormatOptions } from "../../lib/output/format.ts";
import { objectShape, type RowShape } from "../../lib/output/row_shape.ts";
import type { Field, ObjectRow } from "../../lib/model/field.ts";

/** What a command line without options gives. */
export const PLAIN: FormatOptions = {
  delimiter: ",",
  header: true,
  bom: false,
  excel: false,
  columns: null,
  color: false,
  allFields: false,
};

/** Writes rows of any shape. */
export function emitRows<Row>(
  format: Format,
  { shape, rows, options = {} }: {
    shape: RowShape<Row>;
    rows: readonly Row[];
    options?: Partial<FormatOptions>;
  },
): Uint8Array {
  const out = new ByteWriter(16);
  const emitter = format.open(shape, out, { ...PLAIN, ...options });
  for (const row of rows) emitter.row(row);
  emitter.end();
  return out.take().slice();
}

/** Writes plain objects and returns the text, with its byte order mark if it has one. */
export function emitObjects(
  format: Format,
  { fields, rows, options = {} }: {
    fields: readonly Field[];
    rows: readonly ObjectRow[];
    options?: Partial<FormatOptions>;
  },
): string {
  const bytes = emitRows(format, { shape: objectShape(fields), rows, options });
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
