/**
 * A connection of a program that LOLBAS lists.
 *
 * @module
 */
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { LOLBAS_PROGRAMS } from "../../lists/lolbas.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";
import { splunkDetection } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { hasNarrowerRule, isSilentTool } from "../../questions/tool_names.ts";

const NAMES: ReadonlySet<string> = new Set(LOLBAS_PROGRAMS.keys());

/** A connection that a program of LOLBAS began, to a public address; the widest of these rules. */
export const lolbasConnection: Rule = {
  id: "lolbas-connection",
  title: "System program that attackers use has called out",
  severity: "low",
  about: "The LOLBAS project lists programs of Windows that can fetch, send or start files for " +
    "anybody. Those that call the Internet for their owner too are only told for completeness.",
  falseAlarms: "Administration, and Windows itself.",
  advice: "Look up the program at lolbas-project.github.io, and compare its command line.",
  technique: "T1105",
  references: [
    "https://lolbas-project.github.io/",
    splunkDetection("endpoint/lolbas_with_network_traffic"),
  ],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll(
    [
      isNamed(NAMES),
      hasPublicPeer,
      not(isSilentTool),
      not(hasNarrowerRule),
      goesOut,
    ],
    (subject) => {
      const { functions, technique, callsOut } = LOLBAS_PROGRAMS.get(subject.program.stem!)!;
      return {
        reason: `${connectionText(subject)}, and attackers use it too`,
        evidence: [
          `LOLBAS lists it for: ${functions.join(", ")} (${technique})`,
          ...toolEvidence(subject),
        ],
        severity: callsOut ? "informational" : "low",
      };
    },
  ),
};
