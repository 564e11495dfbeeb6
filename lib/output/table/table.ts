/**
 * The table format, for people.
 *
 * @module
 */
import { sanitize, wrap } from "../../text/terminal_text.ts";
import { paintDim } from "../colors.ts";
import type { Format, FormatOptions } from "../format.ts";
import { fitColumns } from "./fit_columns.ts";
import { Column, columnOfField } from "./table_column.ts";
import { tableLines } from "./table_lines.ts";

/**
 * Aligned columns: those of the record's view, such as `local` and `remote`, or one for each field
 * without a view or with `allFields`. To fit the terminal, the table leaves out empty columns and
 * light ones, says below which, and cuts long text with `…`. It never cuts an address, a port or a
 * number: where these do not fit, a row takes more lines. Escapes unsafe characters. Without rows the
 * table is a sentence that says so. Writes at the end, because the widths depend on all rows.
 *
 * @example
 * ```ts
 * import { CONNECTION_FIELDS, CONNECTION_VIEW, formatRows, table } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = [{
 *   process: "sshd",
 *   pid: 71,
 *   protocol: "TCP",
 *   localAddress: "::",
 *   localPort: 22,
 *   state: "LISTENING",
 * }];
 * assertEquals(
 *   formatRows(rows, table, { fields: CONNECTION_FIELDS, view: CONNECTION_VIEW }),
 *   "process  pid  proto  local    state\nsshd      71  TCP    [::]:22  LISTENING\n",
 * );
 * ```
 */
export const table: Format & { readonly name: "table" } = {
  name: "table",
  summary: "aligned columns for people, as wide as the terminal",
  extensions: ["txt"],
  appendable: false,
  isAscii: false,
  open(fields, options) {
    const { view, allFields, sorted = false } = options;
    const specs = allFields || view === undefined ? fields.map(columnOfField) : view.columns;
    const all = specs.map((spec) => new Column(spec, options));
    const goesLast = sorted ? undefined : view?.goesLast;
    const last: number[] = [];
    let count = 0;
    return {
      begin: () => "",
      rows(rows) {
        for (const column of all) {
          for (const row of rows) column.add(row);
        }
        if (goesLast !== undefined) {
          for (const [index, row] of rows.entries()) if (goesLast(row)) last.push(count + index);
        }
        count += rows.length;
        return "";
      },
      end() {
        const lines = count === 0
          ? nothingLines(options)
          : filledLines(all, { ...options, order: orderOf(count, last) });
        return lines.map((line) => `${line}\n`).join("");
      },
    };
  },
};

/** The places of all rows, with the last ones at the end. */
function orderOf(count: number, last: readonly number[]): Iterable<number> {
  if (last.length === 0) return Array(count).keys();
  const late = new Set(last);
  return [...Array(count).keys()].filter((row) => !late.has(row)).concat(last);
}

function filledLines(
  all: readonly Column[],
  options: FormatOptions & { order: Iterable<number> },
): string[] {
  if (all.length === 0) return [];
  const layout = fitColumns(all, options);
  return [...tableLines(layout, options), ...leftOutLines(layout.leftOut, options)];
}

/** Says which columns have no room. */
function leftOutLines(
  leftOut: readonly Column[],
  { columns, color }: Pick<FormatOptions, "columns" | "color">,
): string[] {
  if (leftOut.length === 0) return [];
  const names = leftOut.map(({ spec }) => spec.name).join(", ");
  const text = `Not shown: ${names}. Widen the window, or choose with --fields`;
  return wrap(text, columns ?? Infinity).map((line) => color ? paintDim(line) : line);
}

/** Says that there are no rows, and what was asked. */
function nothingLines(
  { view, filters = "", columns }: Pick<FormatOptions, "view" | "filters" | "columns">,
): string[] {
  const noun = view?.noun ?? "rows";
  const text = filters === "" ? `No ${noun}` : `No ${noun} match ${sanitize(filters)}`;
  return wrap(text, columns ?? Infinity);
}
