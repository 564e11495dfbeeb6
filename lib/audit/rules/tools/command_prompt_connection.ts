/**
 * A connection of the command prompt.
 *
 * @module
 */
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { elasticRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { COMMAND_PROMPT } from "../../questions/tool_names.ts";

/** A connection that cmd began, to a public address. */
export const commandPromptConnection: Rule = {
  id: "command-prompt-connection",
  title: "Command prompt connected to the Internet",
  severity: "low",
  about:
    "cmd starts programs that use the network; it hardly uses it itself. With a connection of " +
    "its own somebody may sit at the other end of it.",
  falseAlarms: "Commands that read from a web folder.",
  advice: "Look at the window: does it belong to anybody? See what started it.",
  technique: "T1059.003",
  references: [elasticRule("windows/execution_command_prompt_connecting_to_the_internet")],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll([isNamed(COMMAND_PROMPT), hasPublicPeer, goesOut], (subject) => ({
    reason: `${connectionText(subject)} itself; as a rule the programs that it starts are`,
    evidence: toolEvidence(subject),
  })),
};
