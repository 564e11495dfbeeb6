/**
 * A connection of certutil, which can fetch any file.
 *
 * @module
 */
import {
  goesOut,
  isNamed,
  isOfInternet,
  peerIsElsewhere,
  remotePortIn,
} from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaConnectionRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { CERTIFICATE_TOOL, CERTIFICATE_TOOL_PORTS } from "../../questions/tool_names.ts";

/** A connection that certutil began, to a port of the web or of file shares. */
export const certutilConnection: Rule = {
  id: "certutil-connection",
  title: "Certificate tool that calls out",
  severity: "high",
  about: "certutil handles certificates, and fetches any file if it is told to. Attackers use it " +
    "to download their tools, because it is part of every Windows.",
  falseAlarms: "Administrators who check a certificate, its revocation list or their company's " +
    "certificate authority; such a connection lasts seconds.",
  advice:
    "Look at its command line: -urlcache, -verifyctl and -URL with an address are downloads. " +
    "Find the file that it fetched, and what started it.",
  technique: "T1105",
  references: [
    sigmaConnectionRule("certutil_initiated_connection"),
    "https://lolbas-project.github.io/lolbas/Binaries/Certutil/",
  ],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll(
    [isNamed(CERTIFICATE_TOOL), remotePortIn(CERTIFICATE_TOOL_PORTS), peerIsElsewhere, goesOut],
    (subject) => ({
      reason: `${connectionText(subject)}, though it is a tool for certificates`,
      evidence: toolEvidence(subject),
      // In one's own network it asks the company's certificate authority.
      severity: isOfInternet(subject.row.remoteScope) ? "high" : "medium",
    }),
  ),
};
