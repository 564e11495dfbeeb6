/**
 * Private networks over the Internet.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { programName } from "../../questions/case_text.ts";
import { subjectsOfPrograms } from "../../engine/subjects_by_program.ts";
import { belongsTo, meshOf } from "../../questions/remote_tools.ts";
import type { Claim, Rule, Verdict } from "../../engine/rule.ts";

const isMesh = belongsTo(meshOf);

/** A program that makes this computer part of a private network over the Internet. */
export const meshNetwork: Rule = {
  id: "mesh-network",
  title: "Program that joins a private network over the Internet",
  severity: "informational",
  about: "Tailscale, ZeroTier and similar programs join computers anywhere into one network: all " +
    "the others in it can reach this computer as if they stood beside it.",
  falseAlarms: "Every such network that is wanted.",
  advice: "Is this yours? See in its settings which other computers belong to the network.",
  technique: "T1572",
  references: ["https://attack.mitre.org/techniques/T1572/"],
  needs: ["process"],
  *judge(view): Iterable<Verdict> {
    for (const subject of subjectsOfPrograms(view, isMesh)) {
      const answer = isMesh(subject, view);
      if (answer === false) continue;
      yield {
        subjects: [subject],
        found: answer === true ? claimOf(subject) : answer,
        about: "mesh",
      };
    }
  },
};

function claimOf(subject: Subject): Claim {
  return {
    reason:
      `${programName(subject)} belongs to ${
        meshOf(subject.program)!.tool
      }, a private network over ` +
      "the Internet",
  };
}
