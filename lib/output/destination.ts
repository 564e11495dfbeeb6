/**
 * The destination and the format of the output.
 *
 * @module
 */
import { assert } from "@std/assert/assert";
import { UsageError } from "../errors.ts";
import type { Facts, Terminal } from "../host/host.ts";
import { listInWords } from "../text/wording.ts";
import { needsAscii } from "./ascii_marks.ts";
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
 * @param command `report`: the command's report, which people get instead of a table; `own`: the formats
 * that no other command has; `isCounted`: whether rows are counted instead of written.
 * @throws {UsageError} if the options conflict.
 */
export function chooseDestination(
  given: OutputOptions,
  host: Pick<
    Facts & Terminal,
    "canColor" | "env" | "isTerminal" | "outputCodePage" | "terminalColumns"
  >,
  { report, own = [], isCounted = false }: {
    report?: Format;
    own?: readonly Format[];
    isCounted?: boolean;
  } = {},
): Destination {
  const { append, bom, excel } = given;
  const hasFields = given.fields !== null;
  const path = given.out === "-" ? null : given.out;
  const withoutColumns = report === undefined ? own : [report, ...own];
  const formats: readonly Format[] = [...report === undefined ? [] : [report], ...FORMATS, ...own];
  // A report has no columns, so --fields and --count-by ask for a table.
  const hasColumns = hasFields || isCounted;
  const forPeople = report === undefined || hasColumns ? table : report;
  const isTerminal = path === null && host.isTerminal("stdout");
  const format = given.format !== null
    ? formats.find(({ name }) => name === given.format)
    : isTerminal
    ? forPeople
    : formatOfFile(path, { formats, forPeople });
  assert(format !== undefined, `there is no format ${given.format}`);
  if (withoutColumns.includes(format) && hasColumns) {
    const name = isCounted ? "count-by" : "fields";
    throw new UsageError(`Cannot use --${name} with --format ${format.name}: it has no columns`, {
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
      ascii: needsAscii(host, { toFile: path !== null }),
      allFields: hasFields,
    },
  };
}

/**
 * The format of a file extension; JSON for a name without one, and for a pipe.
 *
 * @throws {UsageError} if no format has the extension: JSON in a spreadsheet's file would be no use.
 */
function formatOfFile(
  path: string | null,
  { formats, forPeople }: { formats: readonly Format[]; forPeople: Format },
): Format {
  const extension = extensionOf(path);
  if (forPeople.extensions.includes(extension)) return forPeople;
  const wanted = extension === "" ? "json" : extension;
  const format = formats.find(({ extensions }) => extensions.includes(wanted));
  if (format !== undefined) return format;
  const names = formats.map(({ name }) => name);
  throw new UsageError(
    `Cannot tell the format from ${path}: netwho writes ${listInWords(names)}`,
    { hint: `Say which, as in: --format ${nearestFormat(extension)}` },
  );
}

/** What programs for spreadsheets read; JSON elsewhere. */
function nearestFormat(extension: string): string {
  return /^(?:xl\w*|od[st]|numbers|sylk|slk|dif|psv|tab|dat)$/.test(extension) ? "csv" : "json";
}

/** The letters and digits behind the last dot of a name, in lower case. */
function extensionOf(path: string | null): string {
  const extension = /[^\\/]\.([a-z0-9]+)$/i.exec(path ?? "")?.[1]?.toLowerCase() ?? "";
  // A number is no kind of file: it counts or dates them, as in log.1 and netwho.2026-11-25.
  return /^\d+$/.test(extension) ? "" : extension;
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
