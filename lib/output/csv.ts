/**
 * CSV as in RFC 4180: a header, CRLF line ends, quotes where needed. Null and an empty text are both
 * an empty value; a list is its values with `; ` between them.
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

/** The start of what a spreadsheet runs: OWASP's list, with the wide signs that Excel takes too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** An apostrophe makes a formula text. */
function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/**
 * What PowerShell needs quoted and `@std/csv` leaves bare: ConvertFrom-Csv trims spaces at the ends,
 * takes `#TYPE` for itself, and ends a line at a carriage return.
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

/** Readers skip blank lines, so a row of one empty value needs quotes too. */
function needsCare(cells: readonly string[]): boolean {
  return cells.some((cell) => NEEDS_QUOTES.test(cell)) || (cells.length === 1 && cells[0] === "");
}
