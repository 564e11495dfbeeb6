/**
 * Prepares to end the process of a connection.
 *
 * @module
 */
import { carryOutEnds } from "../../actions/end/carry_out_ends.ts";
import { endQuestion } from "../../actions/end/end_question.ts";
import { readEndTargets } from "../../actions/end/end_target.ts";
import { type EndPlan, planEnds } from "../../actions/end/plan_ends.ts";
import { programText } from "../../actions/named_rows.ts";
import { Diagnostics } from "../../capture/diagnostics.ts";
import { READ_DEFAULTS, readSnapshot, readWhole } from "../../capture/snapshot.ts";
import type { Abortable, Host } from "../../host/host.ts";
import type { EndedProcess } from "../../model/ended_process.ts";
import type { LiveRow } from "../live_row.ts";
import { type ActionResult, type PreparedAction, refusedAction } from "./prepared_action.ts";

/** How long a process may take to end, in milliseconds. */
const WAIT = 5_000;

/** Two tellings of one start differ by less: Linux counts ticks of 10 ms from a clock that is set. */
const START_TOLERANCE = 1_000;

/** Reads all about the process of a row, and plans its end. */
export async function prepareEnd(
  host: Host,
  row: LiveRow,
  { signal }: Required<Abortable>,
): Promise<PreparedAction> {
  const name = programText(row.connection);
  const { pid } = row.connection;
  if (pid === null || pid === 0) {
    return refusedAction([name], `no process is known to own it${whyNot(row)}`);
  }
  const diagnostics = new Diagnostics();
  const wanted = {
    ...READ_DEFAULTS,
    from: [],
    details: true,
    commandLines: false,
    sockets: true,
    processes: "all",
    signal,
  } as const;
  const snapshot = await readWhole(await readSnapshot(host, wanted, diagnostics));
  const [plan] = planEnds(host, snapshot, { targets: readEndTargets([`pid:${pid}`]) });
  if (plan === undefined) return refusedAction([name], "it has ended already");
  const { row: planned } = plan;
  if (planned.result !== "planned") {
    return refusedAction([name], planned.reason ?? "it has ended already");
  }
  if (isAnother(row, planned)) {
    return refusedAction([name], `it has ended: ${planned.process} has its process ID now`);
  }
  return {
    question: { lines: endQuestion(plan), refusal: null, canForce: true },
    doing: `Ending ${name}…`,
    act: ({ isForced, signal }) => end(host, plan, { isForced, signal }),
  };
}

/** Whether a process ID belongs to another process than it did when the row was seen. */
function isAnother(
  { processStartedAt }: LiveRow,
  { startedAt }: Pick<EndedProcess, "startedAt">,
): boolean {
  if (processStartedAt === null || startedAt === null) return false;
  return Math.abs(Date.parse(processStartedAt) - Date.parse(startedAt)) > START_TOLERANCE;
}

function whyNot({ connection: { note } }: LiveRow): string {
  return note === null ? "" : `: ${note}`;
}

async function end(
  host: Host,
  plan: EndPlan,
  options: Required<Abortable> & { readonly isForced: boolean },
): Promise<ActionResult> {
  for await (const row of carryOutEnds(host, [plan], { ...options, waitMilliseconds: WAIT })) {
    return {
      text: resultText(row),
      isFailure: row.result === "refused" || row.result === "failed",
    };
  }
  return { text: "Nothing was ended", isFailure: true };
}

function resultText({ process, pid, result, reason, method }: EndedProcess): string {
  const name = process === null ? `process ${pid}` : `${process} (${pid})`;
  const because = reason === null ? "" : `: ${reason}`;
  switch (result) {
    case "ended":
      return `Ended ${name}${method === "forced" ? " by force" : ""}${because}`;
    case "gone":
      return `${name} is gone${because}`;
    default:
      return `Cannot end ${name}${because}`;
  }
}
