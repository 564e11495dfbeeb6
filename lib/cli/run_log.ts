/**
 * The run of `netwho log`, loaded by that command alone (ADR 5).
 *
 * @module
 */
import { Diagnostics } from "../capture/diagnostics.ts";
import { readSnapshot, readWhole, type WholeSnapshot } from "../capture/snapshot.ts";
import type { SnapshotOptions } from "../capture/source.ts";
import { EXIT } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { keepLogging, logSnapshots } from "../history/keep_logging.ts";
import type { Keep } from "../history/kept_history.ts";
import { readSavedLooks } from "../history/saved_looks.ts";
import type { LookupPlan } from "../lookup/lookup.ts";
import type { Connection } from "../model/connection.ts";
import type { LoggedRun } from "../model/logged_run.ts";
import type { Rows } from "../rows/rows.ts";
import type { Invocation } from "./command.ts";
import { tellDiagnostics } from "./messages.ts";
import { shownLookup } from "./shown_lookup.ts";
import { TroubleTeller } from "./trouble_teller.ts";

export { historyPath } from "../history/history_path.ts";
export { logReport } from "../history/log_report.ts";

/** What to look at, how often, and where to add it. */
export interface LogRunPlan {
  readonly path: string;
  readonly keep: Keep;
  readonly every: number | null;
  readonly lasts: number | null;
  readonly wanted: SnapshotOptions;
  readonly lookups: LookupPlan;
  readonly diagnostics: Diagnostics;
}

/** Looks, adds what was seen to the history, and yields a row for each look as soon as it was added. */
export async function* lookAndLog(
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
  if (!lookups.resolve) return snapshot;
  const lookup = await shownLookup(host, {
    plan: lookups,
    sharesTerminal: every !== null,
    onNote: (note) => diagnostics.note(note),
    onLimit: (limit) => diagnostics.limit(limit),
  });
  const connections = await lookup.addTo(snapshot.connections) as readonly Connection[];
  diagnostics.warn(...lookup.warnings());
  return { ...snapshot, connections };
}
