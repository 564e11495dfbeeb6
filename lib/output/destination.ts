/**
 * Where the output goes, and in which format.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { Facts, Terminal } from "../host/host.ts";
import { decideColor } from "./colors.ts";
import type { Format, FormatOptions } from "./format.ts";
import { FORMATS } from "./formats.ts";
import { table } from "./table/table.ts";

/** Where the output goes, and in which format. */
export interface Destination {
  /** The format. */
  readonly format: Format;
  /** How the format writes. */
  readonly options: FormatOptions;
  /** The file to write; null for standard output. */
  readonly path: string | null;
  /** Whether to add to the file. */
  readonly append: boolean;
}

/** The options about the output. */
export interface OutputOptions {
  /** The name of a format; null for the usual one. */
  readonly format: string | null;
  /** The fields to write; true to list them instead; null for all. */
  readonly fields: readonly string[] | true | null;
  /** The file to write; null or `-` for standard output. */
  readonly out: string | null;
  /** Whether to add to the file. */
  readonly append: boolean;
  /** CSV: the character between two values; null for a comma, or a tab in `.tsv`. */
  readonly delimiter: string | null;
  /** Whether to leave out the line of field names. */
  readonly noHeader: boolean;
  /** CSV: whether to start with a byte order mark. */
  readonly bom: boolean;
  /** CSV: whether to keep spreadsheets from reading values as formulas. */
  readonly excel: boolean;
  /** When to colour; null for `auto`. */
  readonly color: string | null;
}

/**
 * Decides where the output goes: by the options, the ending of the file, and whether there is a
 * terminal.
 *
 * @param command `report`: the command's own format that people get instead of a table.
 * @throws {UsageError} the options do not fit together.
 */
export function chooseDestination(
  given: OutputOptions,
  host: Pick<Facts & Terminal, "env" | "isTerminal" | "terminalColumns">,
  { report }: { report?: Format } = {},
): Destination {
  const { append, bom, excel } = given;
  const hasFields = given.fields !== null;
  const path = given.out === "-" ? null : given.out;
  const formats: readonly Format[] = report === undefined ? FORMATS : [report, ...FORMATS];
  // Fields are columns: who chooses them wants a table.
  const forPeople = report === undefined || hasFields ? table : report;
  const isTerminal = path === null && host.isTerminal("stdout");
  const format = given.format !== null
    ? formats.find(({ name }) => name === given.format)!
    : isTerminal
    ? forPeople
    : formatOfFile(path, { formats, forPeople });
  if (format === report && hasFields) {
    throw new UsageError(`Cannot use --fields with --format ${format.name}: it has no columns`, {
      hint: "Give --format table, or json, ndjson or csv",
    });
  }
  if (append && path === null) {
    throw new UsageError("Cannot --append: there is no --out FILE to add to");
  }
  if (append && !format.appendable) {
    throw new UsageError(`Cannot --append as ${format.name}: only csv and ndjson can be added to`);
  }
  return {
    format,
    path,
    append,
    options: {
      delimiter: readDelimiter(given.delimiter, path),
      header: !given.noHeader,
      bom,
      excel,
      columns: isTerminal ? host.terminalColumns() : null,
      color: decideColor(given.color, host, { toFile: path !== null }),
      allFields: hasFields,
    },
  };
}

/** The format that a file's ending means; JSON for others and for a pipe. */
function formatOfFile(
  path: string | null,
  { formats, forPeople }: { formats: readonly Format[]; forPeople: Format },
): Format {
  const extension = extensionOf(path);
  if (forPeople.extensions.includes(extension)) return forPeople;
  return formats.find(({ extensions }) => extensions.includes(extension)) ??
    formats.find(({ name }) => name === "json")!;
}

function extensionOf(path: string | null): string {
  return /\.([a-z]+)$/i.exec(path ?? "")?.[1]?.toLowerCase() ?? "";
}

function readDelimiter(given: string | null, path: string | null): string {
  if (given === null) return extensionOf(path) === "tsv" ? "\t" : ",";
  const delimiter = given === "\\t" || given.toLowerCase() === "tab" ? "\t" : given;
  if (!/^[\t -~]$/.test(delimiter) || /[\w"]/.test(delimiter)) {
    throw new UsageError(
      `Cannot use "${given}" as --delimiter: one character such as , ; | or tab was wanted`,
    );
  }
  return delimiter;
}
