/**
 * Where output goes and in which format.
 *
 * @module
 */
import type { Format, FormatOptions } from "../emit/format.ts";
import { FORMATS } from "../emit/emit.ts";
import { UsageError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { Options } from "./parsed_options.ts";
import { decideColor } from "./terminal.ts";

/** Where output goes and in which format. */
export interface Destination {
  readonly format: Format;
  readonly options: Omit<FormatOptions, "allFields">;
  /** The file to write; null for standard output. */
  readonly path: string | null;
  /** Whether to add to the file. */
  readonly append: boolean;
}

/** Names of files that tell their format. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  json: "json",
  ndjson: "ndjson",
  jsonl: "ndjson",
  csv: "csv",
  tsv: "csv",
  txt: "table",
};

/**
 * Reads the options about the output.
 *
 * @throws {UsageError} where they do not fit together.
 */
export function readDestination(options: Options, host: Host): Destination {
  const out = options.text("out");
  const path = out === "-" ? null : out;
  const format = findFormat(options.text("format") ?? defaultFormat(path, host));
  const append = options.flag("append");
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
      delimiter: readDelimiter(options, path),
      header: !options.flag("no-header"),
      bom: options.flag("bom"),
      excel: options.flag("excel"),
      columns: terminal ? host.terminalColumns() : null,
      color: decideColor(options.text("color"), host, { toFile: path !== null }),
    },
  };
}

function defaultFormat(path: string | null, host: Host): string {
  if (path === null) return host.isTerminal("stdout") ? "table" : "json";
  return EXTENSIONS[extensionOf(path)] ?? "json";
}

function extensionOf(path: string): string {
  return /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
}

function findFormat(name: string): Format {
  const format = FORMATS.find((format) => format.name === name);
  if (format === undefined) throw new UsageError(`Unknown format ${name}`);
  return format;
}

function readDelimiter(options: Options, path: string | null): string {
  const given = options.text("delimiter");
  if (given === null) return path !== null && extensionOf(path) === "tsv" ? "\t" : ",";
  const delimiter = given === "\\t" || given.toLowerCase() === "tab" ? "\t" : given;
  if (!/^[\t -~]$/.test(delimiter) || /[\w"]/.test(delimiter)) {
    throw new UsageError(
      `Cannot use "${given}" as --delimiter: one character such as , ; | or tab was wanted`,
    );
  }
  return delimiter;
}
