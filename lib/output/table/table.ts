/**
 * The table format, for people.
 *
 * @module
 */
import { paintHeader, paintState } from "../colors.ts";
import { displayWidth, shorten } from "../../text/terminal_text.ts";
import type { Format } from "../format.ts";
import { fitColumns, type FittedColumn, GAP } from "./fit_columns.ts";
import { Column } from "./table_column.ts";

/**
 * Aligned columns under the names of the fields. To fit the terminal, the table drops empty columns and
 * columns of little weight, and cuts long cells with `…`. Escapes unsafe characters. Null becomes an
 * empty cell; without rows only the header is written. Writes at the end, because the widths depend on
 * all rows.
 *
 * @example
 * ```ts
 * import { table } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const fields = [
 *   { name: "process", kind: "text", about: "", weight: 1 },
 *   { name: "pid", kind: "integer", about: "", weight: 2 },
 * ] as const;
 * const plain = { delimiter: ",", header: true, bom: false, excel: false, columns: 80 };
 * const writer = table.open(fields, { ...plain, color: false, allFields: false });
 * writer.rows([{ process: "sshd", pid: 71 }]);
 * assertEquals(writer.end(), "process  pid\nsshd      71\n");
 * ```
 */
export const table = {
  name: "table",
  summary: "aligned columns for people, as wide as the terminal",
  extensions: ["txt"],
  appendable: false,
  isAscii: false,
  open(fields, options) {
    const { header, color, allFields } = options;
    const all = fields
      .filter(({ weight }) => allFields || weight !== undefined)
      .map((field) => new Column(field, { header }));
    let count = 0;
    return {
      begin: () => "",
      rows(rows) {
        count += rows.length;
        for (const column of all) {
          for (const row of rows) column.add(row[column.field.name] ?? null);
        }
        return "";
      },
      end() {
        const columns = fitColumns(all, options);
        return columns.length === 0 ? "" : tableLines(columns, { rows: count, header, color });
      },
    };
  },
} as const satisfies Format;

/** Formats the header and the rows, one line each, without trailing spaces. */
function tableLines(
  columns: readonly FittedColumn[],
  { rows, header, color }: { rows: number; header: boolean; color: boolean },
): string {
  const layouts = columns.map((fitted) => layoutOf(fitted, color));
  const lines = header ? [headerLine(layouts, color)] : [];
  for (let row = 0; row < rows; row++) lines.push(line(layouts, row));
  return lines.map((line) => `${line}\n`).join("");
}

/** The properties of a column that every line needs, computed once. */
interface Layout {
  readonly name: string;
  readonly cells: readonly string[];
  readonly width: number;
  readonly right: boolean;
  readonly fits: boolean;
  readonly plain: boolean;
  readonly cut: FittedColumn["column"]["cut"];
  readonly painted: boolean;
}

function layoutOf({ column, width }: FittedColumn, color: boolean): Layout {
  return {
    name: shorten(column.field.name, width),
    cells: column.cells,
    width,
    right: column.numeric,
    fits: column.natural <= width,
    plain: column.plain,
    cut: column.cut,
    painted: color && column.field.name === "state",
  };
}

function headerLine(layouts: readonly Layout[], color: boolean): string {
  let text = "";
  let padding = 0;
  for (const { name, width, right } of layouts) {
    const room = width - displayWidth(name);
    text += " ".repeat(padding + (right ? room : 0)) + name;
    padding = GAP + (right ? 0 : room);
  }
  return color ? paintHeader(text) : text;
}

function line(layouts: readonly Layout[], row: number): string {
  let text = "";
  let padding = 0;
  for (const layout of layouts) {
    const whole = layout.cells[row]!;
    const cell = layout.fits ? whole : layout.cut(whole, layout.width);
    if (cell === "") {
      padding += layout.width + GAP;
      continue;
    }
    const cut = cell !== whole;
    const cellWidth = layout.plain && !cut ? cell.length : displayWidth(cell);
    const room = layout.width - cellWidth;
    const shown = layout.painted ? paintState(cell, whole) : cell;
    text += " ".repeat(padding + (layout.right ? room : 0)) + shown;
    padding = GAP + (layout.right ? 0 : room);
  }
  return text;
}
