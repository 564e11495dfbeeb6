/**
 * What the commands that read share.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { ReadOptions } from "../../capture/snapshot.ts";
import { ENCODING_NAMES, normalizeEncodingName } from "../../text/code_pages.ts";
import { nearest } from "../../text/nearest.ts";
import type { Invocation } from "../command.ts";
import type { Options } from "./parsed_options.ts";

/** Seconds that a tool may take unless told otherwise; netstat takes a tenth of one. */
const DEFAULT_TIMEOUT = 30;

/**
 * Reads the options about reading.
 *
 * @throws {UsageError} where they do not fit together.
 */
export function readReading(
  { options }: Invocation,
  { details }: { details: boolean },
): ReadOptions {
  const from = options.texts("from");
  if (from.length === 0 && options.has("encoding")) {
    throw new UsageError("Cannot use --encoding without --from: it is about saved output");
  }
  return {
    from,
    encoding: readEncoding(options.text("encoding")),
    details,
    fast: options.flag("fast"),
    verbose: options.flag("details"),
    timeoutMilliseconds: readTimeout(options),
  };
}

/** The milliseconds of `--timeout`. */
export function readTimeout(options: Options): number {
  return (options.number("timeout") ?? DEFAULT_TIMEOUT) * 1000;
}

function readEncoding(name: string | null): string | null {
  if (name === null || normalizeEncodingName(name) !== null) return name;
  const near = nearest(name, ENCODING_NAMES);
  throw new UsageError(
    `Unknown encoding ${name}${near === null ? "" : `: did you mean ${near}?`}`,
    { hint: "Examples: utf-8, utf-16le, oem, cp437, cp850, cp866, cp932, cp936, cp949, cp950" },
  );
}
