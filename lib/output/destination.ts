/**
 * Where output goes and in which format.
 *
 * @module
 */
import type { Format, FormatOptions } from "./format.ts";
import { FORMATS } from "./formats.ts";
import { table } from "./table.ts";
import { UsageError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { decideColor } from "../cli/terminal.ts";

/** Where output goes and in which format. */
export interface Destination {
  readonly format: Format;
  readonly options: Omit<FormatOptions, "allFields">;
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

/** What a command's own ways to write are. */
export interface DestinationOptions {
  /** A format besides those of all commands that people get instead of a table. @default none */
  readonly people?: Format;
}

/** Names of files that tell their format; `txt` tells that people will read it. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  json: "json",
  ndjson: "ndjson",
  jsonl: "ndjson",
  csv: "csv",
  tsv: "csv",
};

/**
 * Reads the options about the output.
 *
 * @throws {UsageError} where they do not fit together.
 */
export function readDestination(
  options: OutputOptions,
  host: Host,
  { people }: DestinationOptions = {},
): Destination {
  const { append, bom, excel } = options;
  const path = options.out === "-" ? null : options.out;
  const formats = people === undefined ? FORMATS : [...FORMATS, people];
  // Fields are columns: who chooses them wants a table.
  const forPeople = people === undefined || options.fields !== null ? table : people;
  const name = options.format ?? defaultFormat(path, { host, forPeople });
  const format = findFormat(name, formats);
  if (format === people && options.fields !== null) {
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
  const terminal = path === null && host.isTerminal("stdout");
  return {
    format,
    path,
    append,
    options: {
      delimiter: readDelimiter(options.delimiter, path),
      header: !options.noHeader,
      bom,
      excel,
      columns: terminal ? host.terminalColumns() : null,
      color: decideColor(options.color, host, { toFile: path !== null }),
    },
  };
}

function defaultFormat(
  path: string | null,
  { host, forPeople }: { host: Host; forPeople: Format },
): string {
  if (path === null) return host.isTerminal("stdout") ? forPeople.name : "json";
  const extension = extensionOf(path);
  return extension === "txt" ? forPeople.name : EXTENSIONS[extension] ?? "json";
}

function extensionOf(path: string): string {
  return /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
}

function findFormat(name: string, formats: readonly Format[]): Format {
  const format = formats.find((format) => format.name === name);
  if (format === undefined) throw new UsageError(`Unknown format ${name}`);
  return format;
}

function readDelimiter(given: string | null, path: string | null): string {
  if (given === null) return path !== null && extensionOf(path) === "tsv" ? "\t" : ",";
  const delimiter = given === "\\t" || given.toLowerCase() === "tab" ? "\t" : given;
  if (!/^[\t -~]$/.test(delimiter) || /[\w"]/.test(delimiter)) {
    throw new UsageError(
      `Cannot use "${given}" as --delimiter: one character such as , ; | or tab was wanted`,
    );
  }
  return delimiter;
}
