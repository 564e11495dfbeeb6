/**
 * Reports for people, which commands show in place of a table.
 *
 * @module
 */
import type { ObjectRow } from "../model/field.ts";
import type { Format, FormatOptions } from "./format.ts";

/** Makes the format `text` of a report, which is written after the last row. */
export function textReport(
  write: (rows: readonly ObjectRow[], options: FormatOptions) => string,
): Format {
  return {
    name: "text",
    summary: "a report for people, as wide as the terminal",
    extensions: ["txt"],
    appendable: false,
    isAscii: false,
    open(_fields, options) {
      const all: ObjectRow[] = [];
      return {
        begin: () => "",
        rows(rows) {
          for (const row of rows) all.push(row);
          return "";
        },
        end: () => write(all, options),
      };
    },
  };
}
