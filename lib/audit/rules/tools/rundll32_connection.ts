/**
 * A connection of rundll32 to somebody other than Microsoft.
 *
 * @module
 */
import type { Severity } from "../../../model/finding.ts";
import type { Subject } from "../../engine/audit_view.ts";
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { isContentNetworks, isMicrosofts } from "../../lists/network_owners.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaConnectionRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { isBareTool, LIBRARY_RUNNER } from "../../questions/tool_names.ts";

/** A connection that rundll32 began, to a public address that is not Microsoft's. */
export const rundll32Connection: Rule = {
  id: "rundll32-connection",
  title: "rundll32 connected to others than Microsoft",
  severity: "medium",
  about:
    "rundll32 runs a function of a library. Much malware is such a library, and so hides behind " +
    "the name of a program of Windows.",
  falseAlarms: "Control panels of printers and graphics cards, and web folders (davclnt.dll); an " +
    "address that a company uses as its own.",
  advice: "The library is the first argument of its command line: see where it lies and who " +
    "signed it.",
  technique: "T1218.011",
  references: [
    sigmaConnectionRule("rundll32_net_connections"),
    "https://lolbas-project.github.io/lolbas/Binaries/Rundll32/",
  ],
  needs: ["process", "direction", "remoteOwner"],
  os: "windows",
  judge: whereAll(
    [
      isNamed(LIBRARY_RUNNER),
      hasPublicPeer,
      not(isBareTool),
      not(isCompatibilityUpdate),
      goesOut,
      not(isMicrosofts),
    ],
    (subject) => ({
      reason: `${connectionText(subject)}, which is not Microsoft's`,
      evidence: toolEvidence(subject),
      severity: severityOf(subject),
    }),
  ),
};

/** Whether it is known to be what Windows does by itself: it fetches its list of old programs. */
function isCompatibilityUpdate({ program }: Subject): boolean {
  const commandLine = program.listed?.commandLine?.trim().toLowerCase();
  return commandLine?.endsWith("\\system32\\pcasvc.dll,pcapatchsdbtask") ?? false;
}

function severityOf(subject: Subject): Severity {
  const commandLine = subject.program.listed?.commandLine?.toLowerCase() ?? "";
  const isWebFolder = commandLine.includes("davclnt.dll,");
  return isWebFolder || isContentNetworks(subject) ? "low" : "medium";
}
