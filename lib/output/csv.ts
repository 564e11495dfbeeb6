/**
 * CSV as in RFC 4180: a header, CRLF line ends, quotes where needed. Null and empty text both become an
 * empty value; the items of a list are joined with `; `.
 *
 * @module
 */
import { stringify } from "@std/csv/stringify";
import { type FieldValue, LIST_SEPARATOR } from "../model/field.ts";
import type { Format } from "./format.ts";

/** CSV, for Excel, Import-Csv and ConvertFrom-Csv. */
export const csv = {
  name: "csv",
  summary: "comma-separated values, for ConvertFrom-Csv, Import-Csv and Excel",
  extensions: ["csv", "tsv"],
  appendable: true,
  isAscii: false,
  open(fields, { delimiter, header, bom, excel, resumed = false }) {
    const names = fields.map(({ name }) => name);
    const textOf = excel ? (value: FieldValue) => guarded(cellText(value)) : cellText;
    return {
      begin: () =>
        resumed
          ? ""
          : (bom || excel ? "\ufeff" : "") + (header ? csvLines([names], delimiter) : ""),
      rows: (rows) =>
        csvLines(rows.map((row) => names.map((name) => textOf(row[name] ?? null))), delimiter),
      end: () => "",
    };
  },
} as const satisfies Format;

function cellText(value: FieldValue): string {
  if (value === null) return "";
  return typeof value === "object" ? value.join(LIST_SEPARATOR) : String(value);
}

/** The start of a formula: OWASP's list, and the fullwidth signs that Excel accepts too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Puts an apostrophe before a formula, so that a spreadsheet shows it as text. */
function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/**
 * Text that `@std/csv` does not quote and PowerShell would misread: ConvertFrom-Csv trims spaces at
 * both ends, interprets `#TYPE`, and ends a line at a carriage return.
 */
const NEEDS_QUOTES = /\r|^\s|\s$|^#/;

function csvLines(lines: readonly (readonly string[])[], separator: string): string {
  const plain = (lines: readonly (readonly string[])[]) =>
    stringify(lines, { headers: false, separator });
  if (!lines.some(needsCare)) return plain(lines);
  return lines.map((cells) =>
    needsCare(cells)
      ? cells.map((cell) =>
        NEEDS_QUOTES.test(cell) || cells.length === 1
          ? `"${cell.replaceAll('"', '""')}"`
          : plain([[cell]]).slice(0, -"\r\n".length)
      ).join(separator) + "\r\n"
      : plain([cells])
  ).join("");
}

/** A single empty value needs quotes too, because readers skip blank lines. */
function needsCare(cells: readonly string[]): boolean {
  return cells.some((cell) => NEEDS_QUOTES.test(cell)) || (cells.length === 1 && cells[0] === "");
}
