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
import type { Options } from "../cli/options/parsed_options.ts";
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
  options: Options,
  host: Host,
  { people }: DestinationOptions = {},
): Destination {
  const out = options.text("out");
  const path = out === "-" ? null : out;
  const formats = people === undefined ? FORMATS : [...FORMATS, people];
  // Fields are columns: who chooses them wants a table.
  const forPeople = people === undefined || options.has("fields") ? table : people;
  const name = options.text("format") ?? defaultFormat(path, { host, forPeople });
  const format = findFormat(name, formats);
  if (format === people && options.has("fields")) {
    throw new UsageError(`Cannot use --fields with --format ${format.name}: it has no columns`, {
      hint: "Give --format table, or json, ndjson or csv",
    });
  }
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
