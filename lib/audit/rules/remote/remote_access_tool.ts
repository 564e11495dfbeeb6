/**
 * Tools for remote access.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { comesIn, hasLoopbackPeer } from "../../questions/conditions.ts";
import { distinct, groupBy } from "../../questions/crowd.ts";
import { programName } from "../../questions/case_text.ts";
import { programKey } from "../../engine/program_key.ts";
import { subjectsOfPrograms } from "../../engine/subjects_by_program.ts";
import { belongsTo, remoteToolOf, renamedEvidence } from "../../questions/remote_tools.ts";
import { type Claim, type Rule, sortOut, type Verdict } from "../../engine/rule.ts";
import { firstSubject } from "../../engine/subject_order.ts";

const isTool = belongsTo(remoteToolOf);

/** A program by which somebody else can work on this computer, one finding a program. */
export const remoteAccessTool: Rule = {
  id: "remote-access-tool",
  title: "Tool for remote access",
  severity: "informational",
  about: "The program lets somebody else see this screen, work on this computer or manage it. " +
    "Support and companies use such tools, and so do swindlers who talk people into " +
    "installing them.",
  falseAlarms: "Every tool that is wanted: your own, or that of your company's support.",
  advice: "Is this yours? If you do not know who installed it and why, unplug the network and " +
    "remove it.",
  technique: "T1219",
  references: ["https://lolrmm.io/"],
  needs: ["process"],
  isRelative: true,
  *judge(view): Iterable<Verdict> {
    const { found, open } = sortOut(subjectsOfPrograms(view, isTool), isTool, view);
    yield* open;
    for (const subjects of groupBy(found, ({ program }) => programKey(program)).values()) {
      // Where somebody is connected, that is told, and says more.
      if (subjects.some(isSession)) continue;
      yield { subjects, found: claimOf(subjects), about: "tool" };
    }
  },
};

/** Whether somebody else is connected through it. */
function isSession(subject: Subject): boolean {
  return comesIn(subject) === true && hasLoopbackPeer(subject) !== true;
}

function claimOf(subjects: readonly Subject[]): Claim {
  const first = firstSubject(subjects)!;
  const { program } = first;
  const ports = distinct(
    subjects.filter(({ row }) => row.state === "LISTENING"),
    ({ row }) => row.localPort,
  );
  return {
    reason: `${programName(first)} belongs to ${remoteToolOf(program)!.tool}, a tool for remote ` +
      "access",
    evidence: [
      renamedEvidence(program),
      program.path === null ? null : `it runs from ${program.path}`,
      ports.length === 0 ? null : `it waits on port ${ports.join(", ")}`,
    ].filter((text) => text !== null),
  };
}
