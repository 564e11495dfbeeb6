/**
 * The run of `netwho kill`, loaded by that command alone (ADR 5).
 *
 * @module
 */
import { carryOutEnds } from "../actions/end/carry_out_ends.ts";
import { endQuestion } from "../actions/end/end_question.ts";
import { readEndTargets } from "../actions/end/end_target.ts";
import { type EndPlan, planEnds } from "../actions/end/plan_ends.ts";
import type { Diagnostics } from "../capture/diagnostics.ts";
import { readSnapshot, readWhole } from "../capture/snapshot.ts";
import { EXIT, UsageError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { ENDED_FIELDS, ENDED_VIEW, type EndedProcess } from "../model/ended_process.ts";
import { inBatches, type Rows } from "../rows/rows.ts";
import { sanitize } from "../text/terminal_text.ts";
import { countOf, listInWords } from "../text/wording.ts";
import { askYesOrNo, canAsk, checkIsMachine, Declined, unlessDeclined } from "./acting_commands.ts";
import type { Invocation } from "./command.ts";
import { listRows } from "./list_rows.ts";
import type { KILL_OPTIONS } from "./options/action_options.ts";
import { parseReadOptions } from "./options/reading_options.ts";

type KillInvocation = Invocation<typeof KILL_OPTIONS>;

/** How long a process may take to end, in seconds. */
const DEFAULT_WAIT = 5;

/** Ends processes after a question, or says what it would end, and resolves to the exit code. */
export async function runKill(invocation: KillInvocation): Promise<number> {
  const { host, options, signal } = invocation;
  const targets = readEndTargets(invocation.positionals);
  const wanted = {
    ...parseReadOptions(invocation),
    details: true,
    commandLines: false,
    sockets: true,
    processes: "all",
    directions: false,
  } as const;
  checkMayAct(invocation);
  const find = async (diagnostics: Diagnostics): Promise<Rows> => {
    // What could not be seen of other sockets does not matter here.
    diagnostics.owners.isTold = true;
    const snapshot = await readWhole(await readSnapshot(host, wanted, diagnostics));
    const plans = planEnds(host, snapshot, { targets, tree: options.tree });
    if (options.dryRun) return checked(inBatches(plans.map(({ row }) => row)), diagnostics);
    if (!options.yes && !await isConfirmed(host, plans, options)) throw new Declined();
    const rows = carryOutEnds(host, plans, {
      isForced: options.force,
      waitMilliseconds: (options.wait ?? DEFAULT_WAIT) * 1000,
      signal,
    });
    return checked(oneByOne(rows), diagnostics);
  };
  const listing = { fields: ENDED_FIELDS, view: ENDED_VIEW, find };
  return await unlessDeclined(host, () => listRows(invocation, listing), { done: "ended" });
}

/** @throws {UsageError} where nothing can be ended, or nobody can be asked. */
function checkMayAct({ host, options }: KillInvocation): void {
  const { dryRun, yes, fields } = options;
  // A list of the fields is all that is printed.
  if (dryRun || fields === true) return;
  checkIsMachine(options, { act: "end processes", done: "ended" });
  if (yes || canAsk(host)) return;
  throw new UsageError("Cannot end processes without a question: there is no terminal to ask on", {
    hint: "Add --yes to end them without one, or --dry-run to see what would be ended",
  });
}

/** Shows what is to be ended, and asks; nothing is asked where there is nothing to end. */
async function isConfirmed(
  host: Host,
  plans: readonly EndPlan[],
  { force }: { force: boolean },
): Promise<boolean> {
  const planned = plans.filter(({ identity }) => identity !== null);
  if (planned.length === 0) return true;
  const lines = plans.flatMap((plan) => {
    const [first = "", ...more] = endQuestion(plan);
    return [first, ...more.map((line) => `  ${line}`)];
  });
  if (planned.length > MOST_IN_SIGHT) lines.push(allOf(planned));
  host.writeError(lines.map((line) => `${line}\n`).join(""));
  const what = planned.length === 1 ? "this process" : `these ${planned.length} processes`;
  return await askYesOrNo(host, `End ${what}${force ? " by force" : ""}?`);
}

/** Of more processes the first ones scroll away: the last line names the programs once more. */
const MOST_IN_SIGHT = 5;
const MOST_NAMED = 3;

function allOf(planned: readonly EndPlan[]): string {
  const names = [...new Set(planned.map(({ row }) => sanitize(row.process ?? "unknown programs")))];
  const shown = names.length === MOST_NAMED + 1 ? names : names.slice(0, MOST_NAMED);
  const more = names.length - shown.length;
  const others = more === 0 ? [] : [countOf(more, "other program")];
  return `All in all ${planned.length} processes of ${listInWords([...shown, ...others])}`;
}

async function* oneByOne(rows: AsyncIterable<EndedProcess>): Rows<EndedProcess> {
  for await (const row of rows) yield [row];
}

/** Rows as they are; the run fails with those that were refused or failed. */
async function* checked(rows: Rows<EndedProcess>, diagnostics: Diagnostics): Rows<EndedProcess> {
  for await (const batch of rows) {
    if (batch.some(({ result }) => result === "refused" || result === "failed")) {
      diagnostics.fail(EXIT.capture);
    }
    yield batch;
  }
}
