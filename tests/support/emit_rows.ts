/**
 * Rows in a format, as text.
 *
 * @module
 */
import type { Field, ObjectRow } from "../../lib/model/field.ts";
import { encodeAscii, encodeUtf8 } from "../../lib/output/encode.ts";
import type { Format, FormatOptions } from "../../lib/output/format.ts";
import { FORMAT_DEFAULTS } from "../../lib/output/format_rows.ts";

/**
 * Writes rows and returns the text, with its byte order mark if it has one. Batches of one row each
 * give the same as one batch.
 */
export function emitObjects(
  format: Format,
  { fields, rows, options = {} }: {
    fields: readonly Field[];
    rows: readonly ObjectRow[];
    options?: Partial<FormatOptions>;
  },
): string {
  const writer = format.open(fields, { ...FORMAT_DEFAULTS, ...options });
  const written = writer.begin() + rows.map((row) => writer.rows([row])).join("") + writer.end();
  const bytes = (format.isAscii ? encodeAscii : encodeUtf8)(written);
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
