/**
 * What people are told of a process before they are asked whether to end it.
 *
 * @module
 */
import { localTime } from "../../text/local_time.ts";
import { sanitize } from "../../text/terminal_text.ts";
import { countOf, joinPresent } from "../../text/wording.ts";
import type { EndPlan } from "./plan_ends.ts";

/**
 * Describes a process of a plan: name, ID, user and start time, then its path, its family and what
 * else to know, each in a line. Text from outside is escaped for a terminal.
 */
export function endQuestion({ row, parent }: EndPlan): string[] {
  const { pid, process, path, user, startedAt, parentPid, children, connections } = row;
  if (pid === null || row.result !== "planned") {
    return [sanitize(`${nameOf(row)}: ${joinPresent([row.result, row.reason], ", ")}`)];
  }
  const started = startedAt === null
    ? null
    : `started ${localTime(Date.parse(startedAt), { seconds: true })}`;
  const startedBy = parentPid === null ? null : `started by ${parent ?? "process"} (${parentPid})`;
  const family = [
    startedBy,
    children ? countOf(children, "child").replace(/childs$/, "children") : null,
    countOf(connections ?? 0, "socket"),
  ];
  const lines = [
    joinPresent([`${process ?? "process"} (${pid})`, user && `user ${user}`, started], ", "),
    path ?? "its path could not be seen",
    joinPresent(family, "; "),
    row.services === null || row.services.length === 0
      ? null
      : `services: ${row.services.join(", ")}`,
    row.reason,
  ];
  return lines.filter((line) => line !== null).map(sanitize);
}

function nameOf({ pid, process, target }: EndPlan["row"]): string {
  return pid === null || process === null ? target : `${process} (${pid})`;
}
