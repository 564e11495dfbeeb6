/**
 * Prepares what a key wants to end or close.
 *
 * @module
 */
import { programText, socketText } from "../../actions/named_rows.ts";
import { mayPass } from "../../capture/passing_errors.ts";
import type { Abortable, Host } from "../../host/host.ts";
import type { WholeSnapshot } from "../../capture/snapshot.ts";
import type { LiveRow } from "../live_row.ts";
import type { ActionName } from "../screen/watch_state.ts";
import { prepareClose } from "./prepare_close.ts";
import { prepareEnd } from "./prepare_end.ts";
import { type PreparedAction, refusedAction } from "./prepared_action.ts";

/** What is to be prepared. */
export interface WantedAction
  extends Required<Abortable>, Pick<WholeSnapshot, "processes" | "parentOf"> {
  readonly action: ActionName;
  /** What it is about; of one process for `kill`. */
  readonly rows: readonly LiveRow[];
  /** Whether the rows are those of a recording. */
  readonly isReplayed: boolean;
}

/** Prepares an action. Where that fails, the question says why. */
export async function prepareAction(
  host: Host,
  { action, rows, isReplayed, processes, parentOf, signal }: WantedAction,
): Promise<PreparedAction> {
  const [first] = rows;
  if (first === undefined) return refusedAction([], "none of its connections is open");
  const name = action === "kill" ? programText(first.connection) : socketText(first.connection);
  if (isReplayed) return refusedAction([name], "this is a recording, which cannot be changed");
  if (action !== "kill") return prepareClose(host, rows, { processes, parentOf });
  try {
    return await prepareEnd(host, first, { signal });
  } catch (error) {
    if (!mayPass(error)) throw error;
    return refusedAction([name], error.message);
  }
}
