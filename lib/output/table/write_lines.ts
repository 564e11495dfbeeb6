/**
 * Writes the lines of a table whose columns have been fitted.
 *
 * @module
 */
import { displayWidth, shorten } from "../../text/width.ts";
import type { ByteWriter } from "../byte_writer.ts";
import { paintHeader, paintState } from "./colors.ts";
import { type FittedColumn, GAP } from "./fit_columns.ts";

/** Lines put together before they are turned into bytes. */
const LINES_AT_ONCE = 512;

/** How to write the lines. */
export interface LineOptions {
  /** How many rows there are. */
  readonly rows: number;
  /** Whether the first line names the fields. */
  readonly header: boolean;
  /** Whether to colour. */
  readonly color: boolean;
}

/** Writes the header and the rows, each as a line without trailing spaces. */
export function writeLines(
  columns: readonly FittedColumn[],
  out: ByteWriter,
  { rows, header, color }: LineOptions,
): void {
  const layouts = columns.map((fitted) => layoutOf(fitted, color));
  let lines = header ? headerLine(layouts, color) : "";
  for (let row = 0; row < rows; row++) {
    lines += `${line(layouts, row)}\n`;
    if (row % LINES_AT_ONCE === 0) {
      out.text(lines);
      lines = "";
    }
  }
  out.text(lines);
}

/** What writing a column's cells takes, looked up once. */
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
  return `${color ? paintHeader(text) : text}\n`;
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
