/**
 * A connection of a script host of Windows.
 *
 * @module
 */
import type { Severity } from "../../../model/finding.ts";
import { goesOut, isConnected, isNamed, isOfInternet } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaConnectionRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { SCRIPT_HOSTS } from "../../questions/tool_names.ts";

/** A connection that wscript or cscript began. */
export const scriptHostConnection: Rule = {
  id: "script-host-connection",
  title: "Script that calls out",
  severity: "high",
  about:
    "wscript and cscript run scripts in VBScript and JScript. Scripts in e-mail attachments and " +
    "fake updates use them to download malware.",
  falseAlarms:
    "Logon scripts and tools of administrators, which mostly stay in the company's network.",
  advice: "Find the script in the command line, and read it before anything else.",
  technique: "T1059.005",
  references: [
    sigmaConnectionRule("wscript_cscript_outbound_connection"),
    sigmaConnectionRule("wscript_cscript_local_connection"),
  ],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll([isNamed(SCRIPT_HOSTS), isConnected, goesOut], (subject) => ({
    reason: `${connectionText(subject)}; it only runs scripts, so a script called there`,
    evidence: toolEvidence(subject),
    severity: severityAt(subject.row.remoteScope),
  })),
};

function severityAt(scope: string | null): Severity {
  return isOfInternet(scope) ? "high" : scope === "loopback" ? "low" : "medium";
}
