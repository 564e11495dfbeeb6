/**
 * The run of `netwho log`, loaded by that command alone (ADR 5).
 *
 * @module
 */
import { Diagnostics } from "../capture/diagnostics.ts";
import { readSnapshot, readWhole, type WholeSnapshot } from "../capture/snapshot.ts";
import type { SnapshotOptions } from "../capture/source.ts";
import { EXIT, UsageError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { keepLogging, logSnapshots } from "../history/keep_logging.ts";
import { historyPath } from "../history/history_path.ts";
import { logReport } from "../history/log_report.ts";
import type { Keep } from "../history/kept_history.ts";
import { readSavedLooks } from "../history/saved_looks.ts";
import type { LookupPlan } from "../lookup/lookup.ts";
import type { Connection } from "../model/connection.ts";
import { LOG_FIELDS, LOG_VIEW, type LoggedRun } from "../model/logged_run.ts";
import { firstGiven, type OptionsOf } from "../model/option.ts";
import type { Rows } from "../rows/rows.ts";
import type { Invocation } from "./command.ts";
import { listRows } from "./list_rows.ts";
import { tellDiagnostics } from "./messages.ts";
import { openLookup } from "./open_lookup.ts";
import { readLength } from "./options/duration_options.ts";
import type { LOG_OPTIONS } from "./options/log_options.ts";
import { readLookups } from "./options/lookup_options.ts";
import { parseReadOptions } from "./options/reading_options.ts";
import { TroubleTeller } from "./trouble_teller.ts";

type LogInvocation = Invocation<typeof LOG_OPTIONS>;
type Given = OptionsOf<typeof LOG_OPTIONS>;

/** What to look at, how often, and where to add it. */
interface LogRunPlan {
  readonly path: string;
  readonly keep: Keep;
  readonly every: number | null;
  readonly lasts: number | null;
  readonly wanted: SnapshotOptions;
  readonly lookups: LookupPlan;
  readonly diagnostics: Diagnostics;
}

/** Looks, adds what was seen to the history, and resolves to the exit code. */
export async function runLog(invocation: LogInvocation): Promise<number> {
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

function readPlan(options: Given) {
  const { every, for: lasts, keep } = readLengths(options);
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
  return { every, lasts, keep: keep ?? unsaid };
}

const LENGTHS = [
  { option: "every", least: 1000 },
  { option: "for" },
  { option: "keep", units: ["d", "w"] },
] as const;

/** The lengths of time among the options, in milliseconds; null where one was not given. */
function readLengths(options: Given): Record<typeof LENGTHS[number]["option"], number | null> {
  const entries = LENGTHS.map((length) => {
    const text = options[length.option];
    return [length.option, text === null ? null : readLength(text, length)];
  });
  return Object.fromEntries(entries);
}

/**
 * Refuses output that would never be complete.
 *
 * @throws {UsageError} for a file or a format that is whole only at the end.
 */
function checkEndless({ out, format }: Pick<Given, "out" | "format">): void {
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
function formatOf({ options, host }: LogInvocation): typeof options.format {
  const { format, every, out, fields } = options;
  if (format !== null || every === null || (out !== null && out !== "-")) return format;
  return host.isTerminal("stdout") && fields === null ? "text" : "ndjson";
}

/** Looks, adds what was seen to the history, and yields a row for each look as soon as it was added. */
async function* lookAndLog(
  invocation: Pick<Invocation, "host" | "signal" | "verbose">,
  plan: LogRunPlan,
): Rows<LoggedRun> {
  const { every } = plan;
  const runs = every === null
    ? logSnapshots(invocation.host, looksAt(invocation.host, plan), plan)
    : keepLooking(invocation, { ...plan, every });
  for await (const run of runs) yield [run];
}

/** Looks again and again. What each look has to say is told with it: a long run must not keep it. */
async function* keepLooking(
  { host, signal, verbose }: Pick<Invocation, "host" | "signal" | "verbose">,
  plan: LogRunPlan & { readonly every: number },
): AsyncGenerator<LoggedRun> {
  const { diagnostics } = plan;
  const troubles = new TroubleTeller(host);
  const looks = keepLogging(host, {
    ...plan,
    signal,
    look: async () => {
      const own = new Diagnostics();
      const snapshot = await lookAt(host, { ...plan, diagnostics: own });
      if (own.exitCode !== EXIT.ok) diagnostics.fail(own.exitCode);
      troubles.tell((terminal) => tellDiagnostics(own, terminal, { verbose }));
      return snapshot;
    },
    onFailure: (error) => {
      diagnostics.fail(EXIT.capture);
      troubles.fail(error);
    },
  });
  for await (const run of looks) {
    troubles.succeed();
    yield run;
  }
}

/** Looks at the computer, or at all that was saved. */
async function* looksAt(host: Host, plan: LogRunPlan): AsyncGenerator<WholeSnapshot> {
  const { wanted, diagnostics } = plan;
  if (wanted.from.length === 0) return yield await lookAt(host, plan);
  for (const look of await readSavedLooks(host, wanted, diagnostics)) {
    yield await withNames(host, look, plan);
  }
}

async function lookAt(host: Host, plan: LogRunPlan): Promise<WholeSnapshot> {
  const { wanted, diagnostics } = plan;
  const snapshot = await readWhole(await readSnapshot(host, wanted, diagnostics));
  // Nothing where nothing could be read is no state of a computer.
  diagnostics.requireRows(snapshot.connections.length);
  return await withNames(host, snapshot, plan);
}

/** Adds the names of the peers. Each look asks anew, so that a long run keeps none. */
async function withNames(
  host: Host,
  snapshot: WholeSnapshot,
  { lookups, diagnostics, every }: LogRunPlan,
): Promise<WholeSnapshot> {
  const lookup = await openLookup(host, { lookups, diagnostics, sharesTerminal: every !== null });
  if (lookup === null) return snapshot;
  const connections = await lookup.addTo(snapshot.connections) as readonly Connection[];
  diagnostics.warn(...lookup.warnings());
  return { ...snapshot, connections };
}
