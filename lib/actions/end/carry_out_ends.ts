/**
 * Ends the processes of a plan.
 *
 * @module
 */
import { ActionError, type Actions } from "../../host/actions.ts";
import type { EndedProcess } from "../../model/ended_process.ts";
import { joinPresent } from "../../text/wording.ts";
import type { EndPlan } from "./plan_ends.ts";

/** How to end the processes. */
export interface CarryOutOptions {
  /** Ends them at once, without asking them to end themselves first. */
  readonly isForced: boolean;
  /** Milliseconds that each may take to end. */
  readonly waitMilliseconds: number;
  readonly signal?: AbortSignal;
}

/**
 * Ends the processes of plans, and yields a row for each plan, in their order. Processes end side by
 * side; only one whose parent is to end waits for that, which often ends it as well, and would start
 * it again. Whoever stops reading the rows does not stop what has begun.
 *
 * @param plans parents before what they started, as `planEnds` returns them.
 */
export async function* carryOutEnds(
  host: Pick<Actions, "endProcess">,
  plans: readonly EndPlan[],
  options: CarryOutOptions,
): AsyncGenerator<EndedProcess> {
  const rows = new Map<number | null, Promise<EndedProcess>>();
  const inOrder = plans.map((plan) => {
    const { pid, parentPid } = plan.row;
    const row = endAfter(rows.get(parentPid) ?? null, plan, { host, options });
    // Awaited later: until then a failure must not count as an unhandled rejection.
    row.catch(() => {});
    if (pid !== null && plan.identity !== null) rows.set(pid, row);
    return row;
  });
  try {
    for (const row of inOrder) yield await row;
  } finally {
    await Promise.allSettled(inOrder);
  }
}

async function endAfter(
  parent: Promise<EndedProcess> | null,
  { row, identity }: EndPlan,
  { host, options: { isForced, waitMilliseconds, signal } }: {
    host: Pick<Actions, "endProcess">;
    options: CarryOutOptions;
  },
): Promise<EndedProcess> {
  if (identity === null) return row;
  const hasParentEnded = (await parent)?.result === "ended";
  const result = (result: EndedProcess["result"], reason: string | null = null) => ({
    ...row,
    result,
    reason: joinPresent([reason, result === "gone" ? null : row.reason], "; "),
  });
  try {
    const timeoutMilliseconds = waitMilliseconds;
    const method = await host.endProcess(identity, {
      force: isForced,
      timeoutMilliseconds,
      signal,
    });
    return { ...result("ended"), method };
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    switch (error.kind) {
      case "gone":
        return result("gone", hasParentEnded ? "it ended with its parent" : "it had ended already");
      case "changed":
        return result("gone", "it had ended already: its ID belongs to another process");
      case "unidentified":
      case "protected":
      case "notSupported":
      case "recorded":
        return result("refused", stateOf(error));
      case "permissionDenied":
      case "timedOut":
        return result("failed", stateOf(error));
    }
  }
}

/** An error's message without what was tried, which the row tells: `Cannot end process 4711: …`. */
function stateOf({ message }: ActionError): string {
  return message.replace(/^Cannot end process \d+: /, "");
}
