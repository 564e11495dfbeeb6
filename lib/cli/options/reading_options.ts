/**
 * The options of the commands that read sockets and processes.
 *
 * @module
 */
import type { SnapshotOptions } from "../../capture/snapshot.ts";
import { UsageError } from "../../errors.ts";
import {
  type Option,
  type OptionEffect,
  type OptionsOf,
  rewordOptions,
} from "../../model/option.ts";
import type { COUNT_OPTIONS } from "../../rows/choose/filters.ts";
import type { SelectionOptions } from "../../rows/choose/selection.ts";
import { ENCODING_NAMES, normalizeEncodingName } from "../../text/code_pages.ts";
import { didYouMean } from "../../text/nearest.ts";

const INPUT = "Input";

/** The options to read saved output. */
const SAVED_OPTIONS = [
  {
    name: "from",
    value: "PATH",
    repeatable: true,
    about: "read saved output of netstat or tasklist, or a snapshot, instead of this computer: a " +
      "file, a folder, or - for standard input; repeatable",
    group: INPUT,
  },
  {
    name: "encoding",
    value: "NAME",
    about: "the encoding of saved output, such as utf-8 or cp850; detected by default",
    group: INPUT,
  },
] as const satisfies readonly Option[];

/** The options to read this computer or a recording of it. */
export const MACHINE_OPTIONS = [
  {
    name: "record",
    value: "FOLDER",
    about: "save everything read from this computer in FOLDER",
    group: INPUT,
  },
  {
    name: "replay",
    value: "FOLDER",
    about: "read a recording in FOLDER instead of this computer",
    group: INPUT,
  },
  {
    name: "timeout",
    value: "SECONDS",
    number: "seconds",
    about: "time-out of each tool, and of all look-ups together; default: 30",
    group: INPUT,
  },
] as const satisfies readonly Option[];

/** The options of every command that reads sockets or processes. */
export const READING_OPTIONS = [...SAVED_OPTIONS, ...MACHINE_OPTIONS] as const;

/** The same, for commands that can read command lines. */
export const PROCESS_READING_OPTIONS = rewordOptions(READING_OPTIONS, {
  about: { record: "save everything read from this computer in FOLDER, but no command lines" },
});

/** For options that choose what to ask tasklist for. */
const ON_WINDOWS = {
  os: "windows",
  without: "from",
  because: "it only chooses what to ask tasklist for on Windows",
} as const satisfies OptionEffect;

/** The switch that skips slow process details. */
export const FAST_OPTION = {
  name: "fast",
  about: "on Windows, leave out services, which are slow to read",
  effect: ON_WINDOWS,
  group: INPUT,
} as const satisfies Option;

/** The switch that reads all that can be told of processes. */
export const DETAILS_OPTION = {
  name: "details",
  about:
    "also read the parent and the command line of each process, which can hold passwords; on " +
    "Windows also user, status, CPU time and window title (tasklist /v), which is slowest",
  effect: { without: "from", because: "it only chooses what to read from this computer" },
  group: INPUT,
} as const satisfies Option;

/** The switches that trade the details of a socket's process for time. */
export const PROCESS_OPTIONS = [
  FAST_OPTION,
  {
    name: "details",
    about:
      "on Windows, also read user, status, CPU time and window title (tasklist /v), which is " +
      "slowest",
    effect: ON_WINDOWS,
    group: INPUT,
  },
] as const satisfies readonly Option[];

/** The default time-out of one tool in seconds; netstat takes 0.1 s. */
const DEFAULT_TIMEOUT = 30;

/** The options of a command that reads; a command may lack some. */
type GivenReadOptions = Partial<
  & OptionsOf<typeof READING_OPTIONS>
  & OptionsOf<typeof PROCESS_OPTIONS>
  & OptionsOf<typeof COUNT_OPTIONS>
  & Pick<SelectionOptions, "user">
>;

/**
 * Checks the input options.
 *
 * @throws {UsageError} if they conflict or the encoding is unknown.
 */
export function parseReadOptions(
  { options, signal }: { options: GivenReadOptions; signal?: AbortSignal },
): Omit<SnapshotOptions, "sockets" | "processes"> {
  const { from = [], encoding = null } = options;
  if (from.length === 0 && encoding !== null) {
    throw new UsageError("Cannot use --encoding without --from: it applies to saved output only");
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
    details: options.details || asksForDetails(options),
    commandLines: options.details || countsBy(options, "commandline"),
    timeoutMilliseconds: readTimeout(options),
    signal,
  };
}

/** The fields that only `--details` reads, in lower case; command lines are apart. */
const DETAIL_FIELDS: ReadonlySet<string> = new Set([
  "parentpid",
  "user",
  "status",
  "cpuseconds",
  "windowtitle",
]);

/** Whether rows are chosen or counted by what only `--details` reads. */
function asksForDetails(options: GivenReadOptions): boolean {
  const { user = [] } = options;
  return user.length > 0 || [...DETAIL_FIELDS].some((name) => countsBy(options, name));
}

function countsBy({ countBy = [] }: GivenReadOptions, field: string): boolean {
  return countBy.some((name) => name.toLowerCase() === field);
}

/** The time-out in milliseconds. */
export function readTimeout({ timeout }: Pick<GivenReadOptions, "timeout">): number {
  return (timeout ?? DEFAULT_TIMEOUT) * 1000;
}
