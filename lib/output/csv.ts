/**
 * CSV as in RFC 4180: a header, CRLF line ends, quotes where needed. Null is an empty value and empty
 * text a quoted one (`""`); the items of a list are joined with `; `. A pipe and a file get every
 * character as it is; on a terminal values are escaped as in a table.
 *
 * @module
 */
import { stringify } from "@std/csv/stringify";
import type { FieldValue } from "../model/field.ts";
import { guard, joinList, looksGuarded } from "../text/csv_cell.ts";
import { sanitize } from "../text/terminal_text.ts";
import type { Format } from "./format.ts";

/** CSV, for Excel, Import-Csv and ConvertFrom-Csv. */
export const csv: Format & { readonly name: "csv" } = {
  name: "csv",
  summary: "comma-separated values, for ConvertFrom-Csv, Import-Csv and Excel",
  extensions: ["csv", "tsv"],
  appendable: true,
  isAscii: false,
  open(fields, { delimiter, header, bom, excel, forTerminal = false }) {
    const names = fields.map(({ name }) => name);
    const plainText = excel ? guardedText : cellText;
    const textOf = forTerminal ? (value: FieldValue) => safeText(plainText(value)) : plainText;
    const lines = (cells: readonly Cells[]) => csvLines(cells, { separator: delimiter, excel });
    return {
      begin: () => (bom || excel ? "\ufeff" : "") + (header ? lines([names]) : ""),
      rows: (rows) => lines(rows.map((row) => names.map((name) => textOf(row[name] ?? null)))),
      end: () => "",
    };
  },
};

/** The cells of a line; null for an absent value. */
type Cells = readonly (string | null)[];

function cellText(value: FieldValue): string | null {
  if (value === null) return null;
  return typeof value === "object" ? joinList(value) : String(value);
}

/** Text that a spreadsheet does not take for a formula. */
function guardedText(value: FieldValue): string | null {
  const text = cellText(value);
  return text === null ? null : guard(text);
}

/** Text that a terminal only shows. */
function safeText(text: string | null): string | null {
  return text === null ? null : sanitize(text);
}

/**
 * Text that `@std/csv` does not quote: empty text, which must differ from null, and what PowerShell
 * would misread. ConvertFrom-Csv trims spaces at both ends, interprets `#TYPE`, and ends a line at a
 * carriage return.
 */
const NEEDS_QUOTES = /^$|\r|^\s|\s$|^#/;

interface CsvOptions {
  readonly separator: string;
  readonly excel: boolean;
}

function csvLines(lines: readonly Cells[], options: CsvOptions): string {
  const { separator } = options;
  const plain = (lines: readonly Cells[]) => stringify(lines, { headers: false, separator });
  if (!lines.some((cells) => needsCare(cells, options))) return plain(lines);
  return lines.map((cells) => {
    if (!needsCare(cells, options)) return plain([cells]);
    const quotesAll = cells.length === 1 || holdsGuarded(cells, options);
    return cells.map((cell) => {
      // Readers skip blank lines, so a single absent value is quoted too.
      if (cell === null) return cells.length === 1 ? '""' : "";
      return quotesAll || NEEDS_QUOTES.test(cell)
        ? `"${cell.replaceAll('"', '""')}"`
        : plain([[cell]]).slice(0, -"\r\n".length);
    }).join(separator) + "\r\n";
  }).join("");
}

function needsCare(cells: Cells, { excel }: CsvOptions): boolean {
  return cells.some((cell) =>
    cell === null ? cells.length === 1 : NEEDS_QUOTES.test(cell) || (!excel && looksGuarded(cell))
  );
}

/**
 * Whether a row has text that only looks guarded against formulas. Such a row is quoted throughout,
 * which tells readers that its apostrophes are its own.
 */
function holdsGuarded(cells: Cells, { excel }: CsvOptions): boolean {
  return !excel && cells.some((cell) => cell !== null && looksGuarded(cell));
}
