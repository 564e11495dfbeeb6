/**
 * `netwho log`: adds what is seen to the history.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { LOG_FIELDS, LOG_VIEW } from "../../model/logged_run.ts";
import { firstGiven, type Option, type OptionsOf, rewordOptions } from "../../model/option.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { listRows } from "../list_rows.ts";
import { readLength } from "../options/duration_options.ts";
import {
  CACHE_OPTIONS,
  readLookups,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
} from "../options/lookup_options.ts";
import { parseReadOptions, PROCESS_OPTIONS, READING_OPTIONS } from "../options/reading_options.ts";
import { REPORT_SHAPE_OPTIONS } from "../options/shape_options.ts";

const HISTORY = "History";

const LOG_OPTIONS = [
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

const OPTIONS = [
  ...LOG_OPTIONS,
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

/** The command that adds to the history. */
export const log = defineCommand({
  name: "log",
  summary: "add the connections of this moment to the history",
  details:
    "Looks once, or again and again with --every, and keeps what it saw in a database: one row for " +
    "the time that a connection was there, however often it was seen. Each look that is printed is on " +
    "the disk: killing netwho or losing power does not undo it.\n\n" +
    "A connection that opens and closes between two looks is not seen, unless it leaves a TIME_WAIT " +
    "behind: these are kept too, though they do not name their program. To catch what lives for " +
    "seconds, look every few seconds: netwho log --every 10s. For a general history, let the system " +
    "start netwho log: netwho schedule add --every 5m -- log.\n\n" +
    "With --every, looks keep to the time of the first one. One that takes too long makes the next " +
    "ones fall out, never pile up; missed counts them, also those during which the computer slept. A " +
    "look that fails is told on standard error, and the next one is made all the same; the exit code " +
    "at the end is then 3. Several netwho log may add to the same history at once.\n\n" +
    "The history is a file in your data folder, for you alone: it shows with whom the programs of " +
    "this computer talked. It never leaves this computer. What is older than --keep is deleted; the " +
    "history remembers it for the looks that do not give it. To delete all of it, delete the file; " +
    "netwho doctor says where it is.",
  options: OPTIONS,
  examples: [
    ["netwho log", "look once"],
    ["netwho log --every 10s", "look every ten seconds until Ctrl+C"],
    ["netwho log --every 2s --for 8h --db C:\\case\\pc7.db", "watch closely for a working day"],
    ["netwho log --resolve --keep 1w", "with the names of the peers, for a week only"],
    ["netwho log --from pc7.json --db pc7.db", "add a snapshot of another computer"],
    [
      "netwho log --every 1m | ForEach-Object { ($_ | ConvertFrom-Json).opened }",
      "follow it in PowerShell",
    ],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { options } = invocation;
  const plan = readPlan(options);
  const lookups = readLookups(invocation, { switches: ["resolve"] });
  const wanted = {
    ...parseReadOptions(invocation),
    sockets: true,
    processes: "owners",
    commandLines: false,
    directions: true,
  } as const;
  const { historyPath, logReport, lookAndLog } = await import("../run_log.ts");
  const path = historyPath(invocation.host, options.db);
  const shaped = { ...invocation, options: { ...options, format: formatOf(invocation) } };
  return await listRows(shaped, {
    fields: LOG_FIELDS,
    view: LOG_VIEW,
    report: logReport({ ...plan, path, isSaved: wanted.from.length > 0 }),
    find: (diagnostics) =>
      Promise.resolve(lookAndLog(invocation, { ...plan, path, wanted, lookups, diagnostics })),
  });
}

function readPlan(options: OptionsOf<typeof OPTIONS>) {
  const every = readLength(options.every, { option: "every", least: 1000 });
  const lasts = readLength(options.for, { option: "for" });
  const given = readLength(options.keep, { option: "keep", units: ["d", "w"] });
  const taped = firstGiven(options, ["record", "replay"]);
  if (every !== null && taped !== undefined) {
    throw new UsageError(`Cannot use --every with --${taped}: a recording holds one moment`);
  }
  if (options.db === null && taped !== undefined) {
    throw new UsageError(`Cannot use --${taped} without --db: your own history is not used then`, {
      hint: "Give a file: --db FILE",
    });
  }
  if (every !== null && lasts === null) checkEndless(options);
  const unsaid = options.from.length > 0 ? "all" as const : "remembered" as const;
  return { every, lasts, keep: given ?? unsaid };
}

/**
 * Refuses output that would never be complete.
 *
 * @throws {UsageError} for a file or a format that is whole only at the end.
 */
function checkEndless({ out, format }: Pick<OptionsOf<typeof OPTIONS>, "out" | "format">): void {
  const hint = "Use --format ndjson or csv and redirect it, or set an end with --for DURATION";
  const [option, thing] = out !== null && out !== "-"
    ? ["--out", "the file"]
    : format === "json" || format === "table"
    ? [`--format ${format}`, "it"]
    : [null, ""];
  if (option === null) return;
  throw new UsageError(
    `Cannot use ${option} with --every: ${thing} would be complete only at the end, and there is none`,
    { hint },
  );
}

/** Rows go out one by one while it runs. */
function formatOf({ options, host }: Invocation<typeof OPTIONS>): typeof options.format {
  const { format, every, out, fields } = options;
  if (format !== null || every === null || (out !== null && out !== "-")) return format;
  return host.isTerminal("stdout") && fields === null ? "text" : "ndjson";
}
