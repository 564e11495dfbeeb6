/**
 * A connection of a tool that registers assemblies of .NET.
 *
 * @module
 */
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaConnectionRule, splunkDetection } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { ASSEMBLY_TOOLS } from "../../questions/tool_names.ts";

/** A connection that regasm, regsvcs or installutil began, to a public address. */
export const assemblyToolConnection: Rule = {
  id: "assembly-tool-connection",
  title: "Registration tool of .NET that calls out",
  severity: "medium",
  about: "regasm, regsvcs and installutil register a library, and run code in it while they do. " +
    "Password stealers such as Agent Tesla live in them.",
  falseAlarms: "Installers of software for .NET whose code asks its maker's server.",
  advice:
    "The library is in its command line. If nothing is being installed now, end the program " +
    "and change the passwords that this computer knows.",
  technique: "T1218.009",
  references: [
    sigmaConnectionRule("regasm_network_activity"),
    splunkDetection("endpoint/detect_regasm_with_network_connection"),
  ],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll([isNamed(ASSEMBLY_TOOLS), hasPublicPeer, goesOut], (subject) => ({
    reason: `${connectionText(subject)}, though it only registers libraries`,
    evidence: toolEvidence(subject),
  })),
};
