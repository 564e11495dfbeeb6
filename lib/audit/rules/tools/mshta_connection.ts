/**
 * A connection of the host of HTML applications.
 *
 * @module
 */
import { goesOut, isConnected, isNamed } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { elasticRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { HTML_HOST } from "../../questions/tool_names.ts";

/** A connection that mshta began. */
export const mshtaConnection: Rule = {
  id: "mshta-connection",
  title: "HTML application that calls out",
  severity: "medium",
  about:
    "mshta runs HTML applications: pages that may do what programs may. Today hardly anybody " +
    "writes them but attackers, whose fake checks for humans have people paste a command with mshta.",
  falseAlarms: "Old applications of a company's intranet, and the windows of some installers.",
  advice: "Find the page in the command line. If somebody pasted it there, the computer may have " +
    "run what the page sent.",
  technique: "T1218.005",
  references: [
    elasticRule("windows/defense_evasion_mshta_beacon"),
    "https://lolbas-project.github.io/lolbas/Binaries/Mshta/",
  ],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll([isNamed(HTML_HOST), isConnected, goesOut], (subject) => ({
    reason: `${connectionText(subject)}; it runs what it gets from there as a program`,
    evidence: toolEvidence(subject),
    severity: subject.row.remoteScope === "loopback" ? "low" : "medium",
  })),
};
