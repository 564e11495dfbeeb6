/**
 * The run of `netwho close`, loaded by that command alone (ADR 5).
 *
 * @module
 */
import { areClosed, carryOutCloses, plannedCloses } from "../actions/close/carry_out_closes.ts";
import { closeQuestion } from "../actions/close/close_question.ts";
import {
  findNamed,
  type NamedConnection,
  readNamedConnection,
} from "../actions/close/named_connection.ts";
import { type ClosePlan, planCloses, type PlannedClose } from "../actions/close/plan_closes.ts";
import type { Diagnostics } from "../capture/diagnostics.ts";
import { readSnapshot } from "../capture/snapshot.ts";
import type { SnapshotOptions } from "../capture/source.ts";
import { EXIT, UsageError } from "../errors.ts";
import { CLOSED_FIELDS, CLOSED_VIEW, type ClosedConnection } from "../model/closed_connection.ts";
import { chooseRows } from "../rows/choose/choose_rows.ts";
import { buildSelection, type Selection } from "../rows/choose/selection.ts";
import { collectRows, inBatches } from "../rows/rows.ts";
import { countOf } from "../text/wording.ts";
import { askYesOrNo, canAsk, checkIsMachine, Declined, unlessDeclined } from "./acting_commands.ts";
import type { Invocation } from "./command.ts";
import { listRows } from "./list_rows.ts";
import type { CLOSE_OPTIONS } from "./options/action_options.ts";
import { parseReadOptions } from "./options/reading_options.ts";

type CloseInvocation = Invocation<typeof CLOSE_OPTIONS>;

/** Runs the command and resolves to the exit code. */
export async function runClose(invocation: CloseInvocation): Promise<number> {
  const { host, options } = invocation;
  const selection = buildSelection(options);
  const named = options.connection.map(readNamedConnection);
  checkOptions(invocation, selection);
  const wanted = readWanted(invocation);
  const find = async (diagnostics: Diagnostics) => {
    const { plans, gone } = await planChosen(invocation, { selection, named, wanted, diagnostics });
    const rows = [...await closeRows(invocation, plans), ...gone];
    if (options.dryRun) diagnostics.limit(...missingRights(invocation, rows));
    if (!options.dryRun && !areClosed(plans, rows)) diagnostics.fail(EXIT.capture);
    return inBatches(rows);
  };
  const listing = { fields: CLOSED_FIELDS, view: CLOSED_VIEW, find, isChosen: true };
  return await unlessDeclined(host, () => listRows(invocation, listing), { done: "closed" });
}

/** @throws {UsageError} where all connections would be closed, or nothing can be. */
function checkOptions({ options }: CloseInvocation, { active }: Selection): void {
  if (options.fields !== true && !active && options.connection.length === 0) {
    throw new UsageError("Cannot close: no connections are chosen, and all would be closed", {
      hint: "Choose some, as in: netwho close --process game.exe, or --remote 192.0.2.0/24",
    });
  }
  if (options.dryRun || options.fields === true) return;
  checkIsMachine(options, { act: "close connections", done: "closed" });
}

/** Only what the filters and the rows need: services and users take Windows' tools, which are slow. */
function readWanted({ options, signal }: CloseInvocation): SnapshotOptions {
  const { process = [], service = [], user = [] } = options;
  const needsTools = service.length > 0 || user.length > 0;
  return {
    ...parseReadOptions({ options, signal }),
    sockets: true,
    processes: "owners",
    commandLines: false,
    fast: service.length === 0,
    tables: needsTools ? undefined : { needsNames: process.length > 0 },
  };
}

/** Reads the connections of this computer, and plans what to do about those that are chosen. */
async function planChosen(
  { host }: CloseInvocation,
  { selection, named, wanted, diagnostics }: {
    selection: Selection;
    named: readonly NamedConnection[];
    wanted: SnapshotOptions;
    diagnostics: Diagnostics;
  },
): Promise<{ plans: ClosePlan[]; gone: readonly ClosedConnection[] }> {
  const { connections, processes, parentOf } = await readSnapshot(host, wanted, diagnostics);
  const all = await collectRows(connections());
  const choose = chooseRows(selection, { watch: diagnostics.owners });
  const chosen = new Set(await collectRows(choose(inBatches(all))));
  const context = { os: host.os, processes, ownPid: host.ownPid(), parentOf };
  const { rows, gone } = findNamed(named, all, { observedAt: new Date(host.now()).toISOString() });
  const isMeant = (row: typeof all[number]) =>
    chosen.has(row) && (named.length === 0 || rows.has(row));
  return { plans: planCloses(all.filter(isMeant), context), gone };
}

/** Carries the plans out; asks before where they are several. */
async function closeRows(
  { host, options, signal }: CloseInvocation,
  plans: readonly ClosePlan[],
): Promise<ClosedConnection[]> {
  if (options.dryRun) return plannedCloses(plans);
  const planned = plans.filter((plan) => plan.refusal === null);
  const isAsked = planned.length > 1 || planned.some(({ isOwnSession }) => isOwnSession);
  if (isAsked && !options.yes) {
    if (!canAsk(host)) throw unasked(planned);
    const lines = closeQuestion(plans);
    host.writeError(lines.slice(0, -1).map((line) => `${line}\n`).join(""));
    if (!await askYesOrNo(host, lines.at(-1)!)) throw new Declined();
  }
  const { timeoutMilliseconds } = parseReadOptions({ options });
  return await carryOutCloses(host, plans, { timeoutMilliseconds, signal });
}

/** What a plan does not show: that it will fail. */
function missingRights(
  { host }: CloseInvocation,
  rows: readonly ClosedConnection[],
): readonly string[] {
  if (host.elevated() !== false || rows.every(({ result }) => result !== "planned")) return [];
  return [
    host.os === "windows"
      ? "closing them takes administrator rights: run netwho as administrator"
      : "closing them takes root: run netwho with sudo",
  ];
}

function unasked(planned: readonly PlannedClose[]): UsageError {
  const [{ row, isOwnSession }, ...more] = planned as [PlannedClose, ...PlannedClose[]];
  const what = more.length > 0 || !isOwnSession
    ? countOf(planned.length, "connection")
    : `the connection of ${row.process}, which you may work through,`;
  return new UsageError(
    `Cannot close ${what} without --yes: there is no terminal to ask on`,
    { hint: "--dry-run lists them, --yes closes them" },
  );
}
