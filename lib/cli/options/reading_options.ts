/**
 * The options of the commands that read sockets and processes.
 *
 * @module
 */
import type { SnapshotOptions } from "../../capture/snapshot.ts";
import { UsageError } from "../../errors.ts";
import type { Option, OptionsOf } from "../../model/option.ts";
import { ENCODING_NAMES, normalizeEncodingName } from "../../text/code_pages.ts";
import { didYouMean } from "../../text/nearest.ts";

const READING = "Reading";

/** Saved output instead of this computer. */
const SAVED_OPTIONS = [
  {
    name: "from",
    value: "PATH",
    repeatable: true,
    about: "saved output of netstat or tasklist instead of this computer: a file, a folder, or - " +
      "for standard input; may be given several times",
    group: READING,
  },
  {
    name: "encoding",
    value: "NAME",
    about: "the encoding of saved files, such as utf-8 or cp850; found out unless given",
    group: READING,
  },
] as const satisfies readonly Option[];

/** Reading this computer, or a recording of it. */
export const MACHINE_OPTIONS = [
  {
    name: "record",
    value: "FOLDER",
    about: "keep all that is read from this computer in FOLDER",
    group: READING,
  },
  {
    name: "replay",
    value: "FOLDER",
    about: "read what --record kept in FOLDER instead of this computer",
    group: READING,
  },
  {
    name: "timeout",
    value: "SECONDS",
    number: "seconds",
    about: "how long one tool may take, or all look-ups together; 30 unless given",
    group: READING,
  },
] as const satisfies readonly Option[];

/** The sources of rows. */
export const READING_OPTIONS = [...SAVED_OPTIONS, ...MACHINE_OPTIONS] as const;

/** Less about processes, in less time. */
export const FAST_OPTION = {
  name: "fast",
  about: "on Windows, leave out services, which take long to read",
  group: READING,
} as const satisfies Option;

/** More or less about processes, in more or less time. */
export const PROCESS_OPTIONS = [
  FAST_OPTION,
  {
    name: "details",
    about: "on Windows, ask for user, status, processor time and window title too (tasklist /v), " +
      "which takes longest",
    group: READING,
  },
] as const satisfies readonly Option[];

/** Seconds for one tool unless told otherwise; netstat takes a tenth of one. */
const DEFAULT_TIMEOUT = 30;

/** The options of a command that reads; it need not have all. */
type GivenReadOptions = Partial<
  OptionsOf<typeof READING_OPTIONS> & OptionsOf<typeof PROCESS_OPTIONS>
>;

/**
 * Checks the options about reading.
 *
 * @throws {UsageError} where they do not fit together.
 */
export function parseReadOptions(
  { options }: { options: GivenReadOptions },
): Omit<SnapshotOptions, "sockets" | "processes"> {
  const { from = [], encoding = null } = options;
  if (from.length === 0 && encoding !== null) {
    throw new UsageError("Cannot use --encoding without --from: it is about saved output");
  }
  if (encoding !== null && normalizeEncodingName(encoding) === null) {
    throw new UsageError(`Unknown encoding ${encoding}${didYouMean(encoding, ENCODING_NAMES)}`, {
      hint: "Examples: utf-8, utf-16le, oem, cp437, cp850, cp866, cp932, cp936, cp949, cp950",
    });
  }
  return {
    from,
    encoding,
    fast: options.fast ?? false,
    details: options.details ?? false,
    timeoutMilliseconds: readTimeout(options),
  };
}

/** The milliseconds of `--timeout`. */
export function readTimeout({ timeout }: Pick<GivenReadOptions, "timeout">): number {
  return (timeout ?? DEFAULT_TIMEOUT) * 1000;
}
