/**
 * A connection of a program that never runs without arguments, and does.
 *
 * @module
 */
import { isConnected, isNamed } from "../../questions/conditions.ts";
import { hasNoArguments } from "../../questions/command_arguments.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaConnectionRule, splunkDetection } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { NEVER_BARE } from "../../questions/tool_names.ts";

/** A connection of rundll32, regsvr32, dllhost or SearchProtocolHost that was started without arguments. */
export const toolWithoutArguments: Rule = {
  id: "tool-without-arguments",
  title: "System program without arguments has a connection",
  severity: "high",
  about:
    "This program does nothing unless its command line says what. One without arguments that " +
    "has a connection runs foreign code: attackers start it empty and put their code into it.",
  falseAlarms: "None known; a command line that was cut off on its way to netwho.",
  advice: "Do not end it yet if you can keep the memory of the computer: the code is only there. " +
    "Otherwise unplug the network, and look at what started it.",
  keepRunning: true,
  technique: "T1055",
  references: [
    sigmaConnectionRule("susp_binary_no_cmdline"),
    splunkDetection("endpoint/searchprotocolhost_with_no_command_line_with_network"),
  ],
  needs: ["process", "commandLine"],
  os: "windows",
  judge: whereAll([isNamed(NEVER_BARE), isConnected, hasNoArguments], (subject) => ({
    reason: `${connectionText(subject)}, and was started without the arguments that it needs`,
    evidence: toolEvidence(subject),
  })),
};
