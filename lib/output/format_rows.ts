/**
 * Formats rows as text, for scripts.
 *
 * @module
 */
import type { Field, ObjectRow } from "../model/field.ts";
import { encodeAscii } from "./encode.ts";
import type { Format, FormatOptions } from "./format.ts";

/**
 * Formats rows as text.
 *
 * @param options `fields`: the fields to write, in order; the others are the options of the format.
 *
 * @example
 * ```ts
 * import { csv, formatRows, PROCESS_FIELDS } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const fields = PROCESS_FIELDS.filter(({ name }) => name === "pid" || name === "process");
 * const text = formatRows([{ process: "日本.exe", pid: 4711 }], csv, { fields });
 * assertEquals(text, "process,pid\r\n日本.exe,4711\r\n");
 * ```
 */
export function formatRows(
  rows: readonly ObjectRow[],
  format: Format,
  { fields, ...options }: { fields: readonly Field[] } & Partial<FormatOptions>,
): string {
  const writer = format.open(fields, { ...FORMAT_DEFAULTS, ...options });
  const text = writer.begin() + writer.rows(rows) + writer.end();
  return format.isAscii ? new TextDecoder().decode(encodeAscii(text)) : text;
}

/** The options of a format that nobody has chosen any for. */
export const FORMAT_DEFAULTS: FormatOptions = {
  delimiter: ",",
  header: true,
  bom: false,
  excel: false,
  columns: null,
  color: false,
  allFields: false,
};
