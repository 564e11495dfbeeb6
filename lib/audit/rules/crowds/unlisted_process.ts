/**
 * A process ID that the process list does not have.
 *
 * @module
 */
import { countOf } from "../../../text/wording.ts";
import type { Subject } from "../../engine/audit_view.ts";
import { countSockets, distinct } from "../../questions/crowd.ts";
import { isSure } from "../../questions/port_conditions.ts";
import type { Claim, Rule, Verdict } from "../../engine/rule.ts";
import { findUnlistedProcesses } from "../../questions/unlisted_processes.ts";
import { isOpenToInternet } from "../ports/unnamed_program_public_peer.ts";

/** Connections of a process that the process list does not know. */
export const unlistedProcess: Rule = {
  id: "unlisted-process",
  title: "Process that is not in the process list",
  severity: "low",
  about: "The list of connections names a process that the list of processes, read at the same " +
    "moment, does not have. One connection of a process that has just ended is common, and is " +
    "not told. Several connections, or a port that still waits, are odd: a program that hides " +
    "itself from the list may forget its connections.",
  falseAlarms:
    "Processes that live for a moment, one after the other; saved lists from different " +
    "moments; on Windows a listening socket that a process passed on to its child before it " +
    "ended.",
  advice:
    "Look again: netwho inspect with the process ID. If it stays unlisted and connected, save " +
    "the data and look from outside (a rescue system, the router): a program that hides cannot be " +
    "seen from within.",
  technique: "T1014",
  references: ["https://attack.mitre.org/techniques/T1014/"],
  needs: ["process"],
  isRelative: true,
  *judge(view): Iterable<Verdict> {
    const { subjects: unlisted, byPid, isOtherList } = findUnlistedProcesses(view);
    if (isOtherList) {
      yield { subjects: unlisted, found: "process" };
      return;
    }
    for (const [pid, subjects] of byPid) {
      // Another rule speaks of a process without a name that is connected to the Internet.
      if (
        subjects.some((one) => one.program.process === null && isSure(isOpenToInternet)(one, view))
      ) {
        continue;
      }
      const claim = claimOf(subjects, pid);
      if (claim !== null) yield { subjects, found: claim, about: `pid ${pid}`, ofAnyProgram: true };
    }
  },
};

function claimOf(subjects: readonly Subject[], pid: string): Claim | null {
  const waiting = subjects.filter(({ row }) => row.state === "LISTENING");
  const count = countSockets(subjects);
  if (count < 2 && waiting.length === 0) return null;
  const name = distinct(subjects, ({ program }) => program.process)[0];
  const ports = distinct(waiting, ({ row }) => row.localPort).join(", ");
  return {
    reason: `The process list does not have process ID ${pid}, ` +
      (waiting.length > 0
        ? `which waits on port ${ports}`
        : `which has ${countOf(count, "connection")}`),
    evidence: [name === undefined ? "nothing names it" : `netstat names it ${name}`],
    severity: waiting.length > 0 ? "medium" : "low",
  };
}
