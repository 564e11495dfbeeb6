/**
 * The destination and the format of the output.
 *
 * @module
 */
import { assert } from "@std/assert/assert";
import { UsageError } from "../errors.ts";
import type { Facts, Terminal } from "../host/host.ts";
import { decideColor } from "./colors.ts";
import type { Format, FormatOptions } from "./format.ts";
import { FORMATS } from "./formats.ts";
import { table } from "./table/table.ts";

/** The destination and the format of the output. */
export interface Destination {
  /** The format. */
  readonly format: Format;
  /** The options of the format. */
  readonly options: FormatOptions;
  /** The file to write; null for standard output. */
  readonly path: string | null;
  /** Whether to append to the file. */
  readonly append: boolean;
}

/** The values of the output options. */
export interface OutputOptions {
  /** The name of a format; null for the default. */
  readonly format: string | null;
  /** The fields to write; true to list them instead; null for all. */
  readonly fields: readonly string[] | true | null;
  /** The file to write; null or `-` for standard output. */
  readonly out: string | null;
  /** Whether to append to the file. */
  readonly append: boolean;
  /** CSV: the separator; null for a comma, or a tab in `.tsv`. */
  readonly delimiter: string | null;
  /** Whether to omit the header line. */
  readonly noHeader: boolean;
  /** CSV: whether to start with a byte order mark. */
  readonly bom: boolean;
  /** CSV: whether to prevent spreadsheets from running values as formulas. */
  readonly excel: boolean;
  /** When to colour; null for `auto`. */
  readonly color: string | null;
}

/**
 * Chooses the destination and the format from the options, the file extension, and whether standard
 * output is a terminal.
 *
 * @param command `report`: the command's report, which people get instead of a table.
 * @throws {UsageError} if the options conflict.
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
  // A report has no columns, so --fields asks for a table.
  const forPeople = report === undefined || hasFields ? table : report;
  const isTerminal = path === null && host.isTerminal("stdout");
  const format = given.format !== null
    ? formats.find(({ name }) => name === given.format)
    : isTerminal
    ? forPeople
    : formatOfFile(path, { formats, forPeople });
  assert(format !== undefined, `there is no format ${given.format}`);
  if (format === report && hasFields) {
    throw new UsageError(`Cannot use --fields with --format ${format.name}: it has no columns`, {
      hint: "Use --format table, json, ndjson or csv",
    });
  }
  if (append && path === null) {
    throw new UsageError("Cannot use --append without --out: there is no file to append to");
  }
  if (append && !format.appendable) {
    throw new UsageError(
      `Cannot use --append for ${format.name}: only csv and ndjson can be appended`,
    );
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

/** The format of a file extension; JSON for other extensions and for a pipe. */
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
      `Cannot use "${given}" for --delimiter: it must be one character such as , ; | or tab`,
    );
  }
  return delimiter;
}
