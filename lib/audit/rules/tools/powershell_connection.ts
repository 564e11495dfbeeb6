/**
 * A connection of PowerShell to somebody other than Microsoft.
 *
 * @module
 */
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { isContentNetworks, isMicrosofts } from "../../lists/network_owners.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaHuntingRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { POWERSHELL } from "../../questions/tool_names.ts";

/** A connection that PowerShell began, to a public address that is not Microsoft's. */
export const powershellConnection: Rule = {
  id: "powershell-connection",
  title: "PowerShell connected to others than Microsoft",
  severity: "low",
  about: "PowerShell is the tool of administrators, and of attackers who want to leave no file " +
    "behind. This only says that somebody uses it in the Internet.",
  falseAlarms: "Scripts for updates and administration, Install-Module, and people at work.",
  advice: "Ask who uses PowerShell now. A hidden window, -EncodedCommand, or Word as the parent " +
    "are bad signs.",
  technique: "T1059.001",
  references: [sigmaHuntingRule("powershell_network_connection")],
  needs: ["process", "direction", "remoteOwner"],
  judge: whereAll(
    [isNamed(POWERSHELL), hasPublicPeer, goesOut, not(isMicrosofts)],
    (subject) => ({
      reason: `${connectionText(subject)}, which is not Microsoft's`,
      evidence: toolEvidence(subject),
      severity: isContentNetworks(subject) ? "informational" : "low",
    }),
  ),
};
