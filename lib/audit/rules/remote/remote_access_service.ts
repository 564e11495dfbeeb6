/**
 * Connections to the servers of tools for remote access.
 *
 * @module
 */
import { isNoBrowser } from "../../questions/known_programs.ts";
import { domainAmong, nameEvidence, whereNamed } from "../../questions/name_sets.ts";
import { programName } from "../../questions/case_text.ts";
import { belongsTo, REMOTE_DOMAINS, remoteToolOf } from "../../questions/remote_tools.ts";
import { allOf, not, type Rule } from "../../engine/rule.ts";

const DOMAINS = new Set(REMOTE_DOMAINS.keys());

/** A connection to a vendor of remote access, by a program that bears none of its names. */
export const remoteAccessService: Rule = {
  id: "remote-access-service",
  title: "Connection to a vendor of remote access",
  severity: "low",
  about:
    "The program is connected to the servers of a tool for remote access, and its name is not " +
    "one that netwho knows from that tool. It may be a part of the tool, or a renamed copy.",
  falseAlarms:
    "Installers and updaters of a wanted tool; parts of the tool that netwho's list does not " +
    "have.",
  advice: "Is the tool yours? If not, find out what the program is.",
  technique: "T1219",
  references: ["https://lolrmm.io/"],
  needs: ["remoteHost", "process"],
  judge: whereNamed(
    { domains: DOMAINS, ask: allOf(isNoBrowser, not(belongsTo(remoteToolOf))) },
    (subject) => ({
      reason: `${programName(subject)} is connected to ${subject.row.remoteHost}, a name of ` +
        REMOTE_DOMAINS.get(domainAmong(subject.row.remoteHost!, DOMAINS)!),
      evidence: [nameEvidence(subject)],
    }),
  ),
};
