/**
 * Somebody is connected through a tool for remote access.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { comesIn, hasLoopbackPeer, isOfInternet } from "../../questions/conditions.ts";
import { nameOfPeer } from "../../questions/crowd.ts";
import { portText, programName } from "../../questions/case_text.ts";
import { belongsTo, isVnc, remoteToolOf, renamedEvidence } from "../../questions/remote_tools.ts";
import { type Claim, not, type Rule, whereAll } from "../../engine/rule.ts";

/** A connection that another computer began to a tool for remote access. VNC has a rule of its own. */
export const remoteAccessSession: Rule = {
  id: "remote-access-session",
  title: "Remote-access tool takes a connection",
  severity: "medium",
  about: "Another computer is connected to a tool for remote access: somebody may be working on " +
    "this computer. Most such tools go through their vendor's servers instead, where a " +
    "session looks like an ordinary outbound connection: that this rule finds nothing does " +
    "not mean that nobody is there.",
  falseAlarms: "Wanted support; tools that look for one another in the own network.",
  advice: "Ask who it is. If nobody knows, unplug the network, save the tool's log (AnyDesk: " +
    "%ProgramData%\\AnyDesk\\connection_trace.txt), and remove the tool.",
  technique: "T1219",
  references: ["https://attack.mitre.org/techniques/T1219/"],
  needs: ["process", "direction"],
  judge: whereAll([
    comesIn,
    not(hasLoopbackPeer),
    belongsTo(remoteToolOf, (tool) => !isVnc(tool)),
    ({ row }) => row.localPort !== 3389,
  ], claimOf),
};

function claimOf(subject: Subject): Claim {
  const { row, program } = subject;
  return {
    reason: `${nameOfPeer(row)} is connected to ${programName(subject)} ` +
      `(${remoteToolOf(program)!.tool}) on ${portText(row.localPort)}`,
    evidence: [
      isOfInternet(row.remoteScope) ? "from the Internet" : "from the own network",
      renamedEvidence(program),
    ].filter((text) => text !== null),
  };
}
