/**
 * Programs that ask for this computer's address in the Internet.
 *
 * @module
 */
import { runsOthersCode } from "../../questions/known_programs.ts";
import { isWeakName, nameEvidence, whereNamed } from "../../questions/name_sets.ts";
import { programName } from "../../questions/case_text.ts";
import type { Rule } from "../../engine/rule.ts";
import { servicesOf } from "../../questions/web_services.ts";

/** A program that is no browser at a service that says from which address one comes. */
export const asksForOwnAddress: Rule = {
  id: "asks-for-own-address",
  title: "Program asks for this computer's Internet address",
  severity: "low",
  about: "Malicious programs use these services first, to find out where they are. VPN programs, " +
    "games and dynamic DNS use them too, so the finding matters more for an interpreter or a " +
    "tool of Windows.",
  falseAlarms: "VPN programs, dynamic DNS, BitTorrent, games, monitoring.",
  advice: "Find out what the program is. If it is an interpreter, look at its command line " +
    "(--details).",
  technique: "T1016",
  references: ["https://attack.mitre.org/techniques/T1016/"],
  needs: ["remoteHost", "process"],
  judge: whereNamed(servicesOf(["ownAddress"]), (subject, view) => ({
    reason: `${programName(subject)}, no browser, is connected to ` +
      `${subject.row.remoteHost}, which says from which address one comes`,
    evidence: [nameEvidence(subject)],
    severity: runsOthersCode(subject, view) === true && !isWeakName(subject) ? "medium" : "low",
  })),
};
