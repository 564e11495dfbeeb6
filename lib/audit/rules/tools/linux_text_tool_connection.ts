/**
 * A connection of a tool for text on Linux.
 *
 * @module
 */
import { isNamed, peerIsElsewhere } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { elasticRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";

const TEXT_TOOLS: ReadonlySet<string> = new Set([
  "cat",
  "head",
  "tail",
  "tac",
  "tee",
  "dd",
  "base64",
]);

/** A connection of cat, and of other tools that only copy text. */
export const linuxTextToolConnection: Rule = {
  id: "linux-text-tool-connection",
  title: "Text tool that has a connection",
  severity: "medium",
  about:
    "cat and its like know no network. With a connection a shell gave it to them (/dev/tcp), and " +
    "a file goes out or comes in that way.",
  falseAlarms: "Scripts of administrators that read from /dev/tcp.",
  advice: "Look at its command line and at the shell that started it: which file was it?",
  technique: "T1105",
  references: [elasticRule("linux/command_and_control_cat_network_activity")],
  needs: ["process"],
  os: "linux",
  judge: whereAll([isNamed(TEXT_TOOLS), peerIsElsewhere], (subject) => ({
    reason: `${connectionText(subject)}, though it knows no network of itself`,
    evidence: toolEvidence(subject),
  })),
};
