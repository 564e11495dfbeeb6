/**
 * A connection of the program that logs people on.
 *
 * @module
 */
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaConnectionRule, splunkDetection } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { LOGON_PROGRAM } from "../../questions/tool_names.ts";

/** A connection that winlogon began, to a public address. */
export const winlogonConnection: Rule = {
  id: "winlogon-connection",
  title: "Logon program connected to the Internet",
  severity: "medium",
  about:
    "winlogon logs people on, and has no business in the Internet. Malware that starts before " +
    "everything else, in the boot sector, puts its code into it.",
  falseAlarms:
    "A company that uses public addresses in its own network, for its domain controllers.",
  advice:
    "See who owns the other end. If it is not your company, unplug the network and start the " +
    "computer from another disk to scan it.",
  technique: "T1542.003",
  references: [
    sigmaConnectionRule("winlogon_net_connections"),
    splunkDetection("endpoint/windows_winlogon_with_public_network_connection"),
  ],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll([isNamed(LOGON_PROGRAM), hasPublicPeer, goesOut], (subject) => ({
    reason: `${connectionText(subject)}, though it only logs people on`,
    evidence: toolEvidence(subject),
  })),
};
