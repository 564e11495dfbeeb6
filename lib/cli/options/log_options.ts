/**
 * The options of the command that adds to the history.
 *
 * @module
 */
import { type Option, rewordOptions } from "../../model/option.ts";
import { CACHE_OPTIONS, RESOLVE_OPTIONS, SERVER_OPTIONS } from "./lookup_options.ts";
import { PROCESS_OPTIONS, READING_OPTIONS } from "./reading_options.ts";
import { REPORT_SHAPE_OPTIONS } from "./shape_options.ts";

const HISTORY = "History";

/** When to look, and what to keep. */
const KEEPING_OPTIONS = [
  {
    name: "every",
    value: "DURATION",
    about: "keep running, and look again every DURATION, such as 10s or 5m; Ctrl+C ends it",
    effect: { without: "from", because: "saved output stays the same" },
    group: HISTORY,
  },
  {
    name: "for",
    value: "DURATION",
    about: "with --every: end after DURATION, such as 8h",
    effect: { needs: ["every"], because: "without it there is only one look" },
    group: HISTORY,
  },
  {
    name: "keep",
    value: "DURATION",
    about:
      "delete what was seen longer ago; default: what this history was given last, 90d at first; " +
      "with --from nothing is deleted",
    group: HISTORY,
  },
  {
    name: "db",
    value: "FILE",
    about:
      "the history in FILE, made where it is missing, instead of the one in your data folder; " +
      "needed with --record and --replay",
    group: HISTORY,
  },
] as const satisfies readonly Option[];

/** The options of the command that adds to the history. */
export const LOG_OPTIONS = [
  ...KEEPING_OPTIONS,
  ...REPORT_SHAPE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...SERVER_OPTIONS,
  ...CACHE_OPTIONS,
  ...rewordOptions(READING_OPTIONS, {
    about: {
      from:
        "add what was saved instead of this computer: a file of netwho snapshot, or rows that " +
        "netwho wrote, which tell their time; repeatable",
    },
  }),
  ...PROCESS_OPTIONS,
] as const;
