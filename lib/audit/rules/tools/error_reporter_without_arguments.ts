/**
 * A connection of an error reporter that reports no error.
 *
 * @module
 */
import { goesOut, isNamed, peerIsElsewhere } from "../../questions/conditions.ts";
import { hasNoArguments } from "../../questions/command_arguments.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { elasticRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { ERROR_REPORTERS } from "../../questions/tool_names.ts";

/** A connection that WerFault or wermgr began without arguments. */
export const errorReporterWithoutArguments: Rule = {
  id: "error-reporter-without-arguments",
  title: "Error reporter that reports no error",
  severity: "medium",
  about: "WerFault and wermgr report crashed programs to Microsoft, and are told which in their " +
    "command line. Without arguments they have nothing to report; malware hides in them.",
  falseAlarms: "A crash report that was started in a rare way.",
  advice: "See who owns the other end: reports go to Microsoft only.",
  technique: "T1036.005",
  references: [elasticRule("windows/defense_evasion_masquerading_werfault")],
  needs: ["process", "direction", "commandLine"],
  os: "windows",
  judge: whereAll(
    [isNamed(ERROR_REPORTERS), peerIsElsewhere, goesOut, hasNoArguments],
    (subject) => ({
      reason: `${connectionText(subject)}, but was not told of any program that failed`,
      evidence: toolEvidence(subject),
    }),
  ),
};
