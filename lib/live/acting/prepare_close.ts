/**
 * Prepares to close connections.
 *
 * @module
 */
import { carryOutCloses } from "../../actions/close/carry_out_closes.ts";
import { closeQuestion } from "../../actions/close/close_question.ts";
import { type ClosePlan, planCloses } from "../../actions/close/plan_closes.ts";
import { programText, socketText } from "../../actions/named_rows.ts";
import type { WholeSnapshot } from "../../capture/snapshot.ts";
import type { Abortable, Host } from "../../host/host.ts";
import type { ClosedConnection } from "../../model/closed_connection.ts";
import { localTime } from "../../text/local_time.ts";
import { countOf, joinPresent } from "../../text/wording.ts";
import type { LiveRow } from "../live_row.ts";
import { type ActionResult, type PreparedAction, refusedAction } from "./prepared_action.ts";

/** How long closing may take, in milliseconds. */
const PATIENCE = 10_000;

/** The key of the screen that ends a row's program. */
const END_KEY = "K";

/** Plans which of these connections are closed. */
export function prepareClose(
  host: Host,
  rows: readonly LiveRow[],
  { processes, parentOf }: Pick<WholeSnapshot, "processes" | "parentOf">,
): PreparedAction {
  const open = rows.filter(({ closedAt }) => closedAt === null);
  const names = namesOf(rows);
  if (open.length === 0) {
    return refusedAction(
      names,
      rows.length === 1 ? "it is closed already" : "none of them is open",
    );
  }
  const ownPid = host.ownPid();
  const context = { os: host.os, processes, ownPid, parentOf, endsBy: END_KEY };
  const plans = planCloses(open.map(({ connection }) => connection), context);
  const count = plans.filter(({ refusal }) => refusal === null).length;
  if (count === 0) return refusedAction(names, refusalText(plans));
  return {
    // The pane asks already.
    question: {
      lines: [...ownersOf(open), ...closeQuestion(plans).slice(0, -1)],
      refusal: null,
      canForce: false,
    },
    doing: `Closing ${countOf(count, "connection")}…`,
    act: ({ signal }) => close(host, plans, { signal }),
  };
}

/** The program that has these connections, where it is one: its process ID, path and start. */
function ownersOf(rows: readonly LiveRow[]): string[] {
  const pids = new Set(rows.map(({ connection }) => connection.pid));
  const { connection: { path }, processStartedAt } = rows[0]!;
  if (pids.size > 1) return [];
  const started = processStartedAt === null
    ? null
    : `started ${localTime(Date.parse(processStartedAt), { seconds: true })}`;
  return [joinPresent([programText(rows[0]!.connection), path, started], ", ")!];
}

/** How many rows are named one by one. */
const MOST_NAMED = 5;

function namesOf(rows: readonly LiveRow[]): string[] {
  const named = rows.length === MOST_NAMED + 1 ? rows : rows.slice(0, MOST_NAMED);
  const more = rows.length - named.length;
  return [
    ...named.map(({ connection }) => `${programText(connection)}  ${socketText(connection)}`),
    ...more === 0 ? [] : [`and ${more} more`],
  ];
}

function refusalText(plans: readonly ClosePlan[]): string {
  const reasons = new Set(plans.flatMap(({ refusal }) => refusal?.reason ?? []));
  const [reason = ""] = reasons;
  return reasons.size === 1 ? reason : `none of them can be closed; the first one: ${reason}`;
}

async function close(
  host: Host,
  plans: readonly ClosePlan[],
  { signal }: Required<Abortable>,
): Promise<ActionResult> {
  const rows = await carryOutCloses(host, plans, { timeoutMilliseconds: PATIENCE, signal });
  // What could not be planned was said before.
  const tried = rows.filter((_, at) => plans[at]!.refusal === null);
  const isFailed = ({ result }: ClosedConnection) => result === "failed" || result === "refused";
  const failed = tried.filter(isFailed);
  if (failed.length > 0) {
    const all = failed.length === tried.length ? "" : `${failed.length} of `;
    const reason = failed[0]!.reason ?? "the system refused";
    return {
      text: `Cannot close ${all}${countOf(tried.length, "connection")}: ${reason}`,
      isFailure: true,
    };
  }
  const gone = tried.filter(({ result }) => result === "gone").length;
  const closed = tried.length - gone;
  const also = gone === 0 ? "" : `${closed === 0 ? "" : "; "}${countOf(gone, "connection")} had ` +
    "closed already";
  return {
    text: (closed === 0 ? "" : `Closed ${countOf(closed, "connection")}`) + also,
    isFailure: false,
  };
}
