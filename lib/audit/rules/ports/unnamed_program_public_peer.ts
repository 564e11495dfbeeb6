/**
 * A connection with the Internet whose program nobody can name.
 *
 * @module
 */
import type { AuditView, Subject } from "../../engine/audit_view.ts";
import { factsOf, peerName } from "../../questions/case_text.ts";
import { hasPublicPeer, isEstablished } from "../../questions/conditions.ts";
import { countSockets } from "../../questions/crowd.ts";
import { isOwned } from "../../questions/port_conditions.ts";
import { allOf, type Claim, type Rule } from "../../engine/rule.ts";
import { compareSubjects } from "../../engine/subject_order.ts";
import { findUnlistedProcesses } from "../../questions/unlisted_processes.ts";
import { countOf } from "../../../text/wording.ts";

/** Whether it is an open connection with the Internet. */
export const isOpenToInternet = allOf(isEstablished, isOwned, hasPublicPeer);

/** An open connection with the Internet of a process that has no name. */
export const unnamedProgramPublicPeer: Rule = {
  id: "unnamed-program-public-peer",
  title: "Unknown program connected to the Internet",
  severity: "medium",
  about:
    "The connection is open, so a process holds it; but the process list, which could be read, does not " +
    "have that process, or its name says nothing. Programs that hide look like this.",
  falseAlarms:
    "A program that ended, or started, between the two listings. A single connection is low unless it " +
    "is older than a minute.",
  advice:
    "Run the audit again. A connection that is still there without a program deserves a scan from " +
    "another, clean system.",
  technique: "T1014",
  references: ["https://attack.mitre.org/techniques/T1014/"],
  needs: ["peer", "process"],
  // A list that lacks most processes is taken for one of another moment.
  isRelative: true,
  judge: function* (view) {
    const { byPid, isOtherList } = findUnlistedProcesses(view);
    for (const subject of view.subjects) {
      const answer = isOpenToInternet(subject, view);
      if (answer === false) continue;
      const { process, isUnlisted } = subject.program;
      if (process === null ? isUnlisted && !isOtherList : !SAYS_NOTHING.test(process.trim())) {
        continue;
      }
      if (process === null || answer !== true) {
        yield { subjects: [subject], found: answer === true ? "process" : answer };
      } else yield { subjects: [subject], found: namelessClaim(subject) };
    }
    if (isOtherList) return;
    for (const [pid, subjects] of byPid) {
      const open = subjects.filter((subject) =>
        subject.program.process === null && isOpenToInternet(subject, view) === true
      );
      if (open.length === 0) continue;
      yield { subjects: open, found: unlistedClaim(open, view), about: `pid ${pid}` };
    }
  },
};

/** Names that stand where a name should. */
const SAYS_NOTHING = /^(?:|[?*.\-]+|<?unknown(?: process)?>?(?:\.exe)?)$/i;

function namelessClaim(subject: Subject): Claim {
  const { row, program } = subject;
  return {
    reason: `A program called "${program.process}", which says nothing, is connected to ${
      peerName(row)
    }`,
    evidence: factsOf(subject),
  };
}

function unlistedClaim(open: readonly Subject[], view: AuditView): Claim {
  const subject = open.toSorted(compareSubjects)[0]!;
  const count = countSockets(open);
  const isOld = open.some((one) => ageOf(one, view) >= 60_000);
  return {
    reason:
      `Process ${subject.program.pid} is connected to ${peerName(subject.row)}, and the process ` +
      "list does not have it",
    evidence: [
      ...(count > 1 ? [`it has ${countOf(count, "connection")} with the Internet`] : []),
      ...(isOld ? ["the connection is older than a minute"] : []),
      ...factsOf(subject),
    ],
    severity: isOld || count > 1 ? "medium" : "low",
  };
}

/** How long a connection has been there, in milliseconds; 0 where nobody knows. */
function ageOf({ row: { createdAt } }: Subject, { observedAt }: AuditView): number {
  if (createdAt === null || observedAt === null) return 0;
  return Date.parse(observedAt) - Date.parse(createdAt);
}
