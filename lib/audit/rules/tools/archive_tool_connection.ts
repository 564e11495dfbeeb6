/**
 * A connection of a tool for archives.
 *
 * @module
 */
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { elasticRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { ARCHIVE_TOOLS } from "../../questions/tool_names.ts";

/** A connection that expand, extrac32, makecab or diantz began, to a public address. */
export const archiveToolConnection: Rule = {
  id: "archive-tool-connection",
  title: "Archive tool of Windows that calls out",
  severity: "low",
  about:
    "expand, extrac32, makecab and diantz pack and unpack files, and take them from a web folder " +
    "in the Internet too. So files come in without a browser.",
  falseAlarms: "Scripts that unpack from a server; none were seen that do so from the Internet.",
  advice: "Look at its command line: which file did it fetch, and what started it?",
  technique: "T1105",
  references: [elasticRule("windows/defense_evasion_misc_lolbin_connecting_to_the_internet")],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll([isNamed(ARCHIVE_TOOLS), hasPublicPeer, goesOut], (subject) => ({
    reason: `${connectionText(subject)}, though it only packs and unpacks files`,
    evidence: toolEvidence(subject),
  })),
};
