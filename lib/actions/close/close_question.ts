/**
 * The question before connections are closed.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import { sanitize } from "../../text/terminal_text.ts";
import { countOf } from "../../text/wording.ts";
import { endsText, programText } from "../named_rows.ts";
import type { ClosePlan } from "./plan_closes.ts";

/** How many connections are shown one by one. */
const MOST_SHOWN = 10;

/** Lines that show what would be closed; the last one asks. Text from outside is escaped. */
export function closeQuestion(plans: readonly ClosePlan[]): string[] {
  // A list that is cut short must not hide the own session.
  const planned = plans.filter((plan) => plan.refusal === null)
    .toSorted((a, b) => Number(b.isOwnSession) - Number(a.isOwnSession));
  const closed = planned.map(({ row }) => row);
  const sessions = planned.filter(({ isOwnSession }) => isOwnSession).map(({ row }) => row);
  const others = plans.length - closed.length;
  const shown = closed.length === MOST_SHOWN + 1 ? closed : closed.slice(0, MOST_SHOWN);
  const hidden = closed.slice(shown.length);
  return [
    ...shown.map((row) => `  ${describe(row)}`),
    ...hidden.length === 0 ? [] : [`  and ${hidden.length} more of ${programsOf(hidden)}`],
    ...others === 0 ? [] : [`${countOf(others, "other row")} cannot be closed and will stay`],
    ...sessions.length === 0
      ? []
      : [`You may work through the connection of ${programsOf(sessions)}: you would be cut off`],
    closed.length === 1 ? "Close this connection?" : `Close these ${closed.length} connections?`,
  ];
}

function describe(row: Connection): string {
  return [programOf(row), endsText(row), row.state].filter((part) => part !== null).join("  ");
}

function programOf(row: Connection): string {
  return sanitize(programText(row));
}

/** How many programs the names of which are said. */
const MOST_NAMED = 3;

function programsOf(rows: readonly Connection[]): string {
  const programs = [...new Set(rows.map(programOf))];
  const named = programs.length === MOST_NAMED + 1 ? programs : programs.slice(0, MOST_NAMED);
  const more = programs.length - named.length;
  return [...named, ...more === 0 ? [] : [countOf(more, "other program")]].join(", ");
}
