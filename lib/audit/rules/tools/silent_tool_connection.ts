/**
 * A connection of a program of Windows that does not call out.
 *
 * @module
 */
import type { Severity } from "../../../model/finding.ts";
import type { Subject } from "../../engine/audit_view.ts";
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";
import { elasticRule, sigmaConnectionRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { hasNarrowerRule, SILENT_TOOLS } from "../../questions/tool_names.ts";

/** A connection that such a program began, to a public address. */
export const silentToolConnection: Rule = {
  id: "silent-tool-connection",
  title: "System program that never calls out does so",
  severity: "medium",
  about:
    "Programs of Windows and of Microsoft's tools for developers that run code they are given, " +
    "and have no use for the Internet themselves. Attackers use them because they are trusted.",
  falseAlarms:
    "Developers' machines: msbuild fetches packages. Checks of a certificate, which last " +
    "seconds.",
  advice: "Look at the command line and at what started it. On a machine where nobody builds " +
    "software, find out why it runs at all.",
  technique: "T1218",
  references: [
    elasticRule("windows/defense_evasion_network_connection_from_windows_binary"),
    sigmaConnectionRule("regsvr32_network_activity"),
    sigmaConnectionRule("silenttrinity_stager_msbuild_activity"),
    sigmaConnectionRule("susp_outbound_mobsync_connection"),
  ],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll(
    [isNamed(SILENT_TOOLS), hasPublicPeer, not(hasNarrowerRule), goesOut],
    (subject) => ({
      reason: `${connectionText(subject)}, though it does not call out of itself`,
      evidence: toolEvidence(subject),
      severity: severityOf(subject),
    }),
  ),
};

/** msbuild of Visual Studio or of a software kit fetches packages; that of Windows itself is the one abused. */
function severityOf({ program }: Subject): Severity {
  return program.stem === "msbuild" && /^[a-z?]:\\program files/.test(program.place ?? "")
    ? "low"
    : "medium";
}
