/**
 * A connection of the installer of Windows.
 *
 * @module
 */
import { goesOut, isNamed, peerIsElsewhere, remotePortIn } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaHuntingRule, splunkDetection } from "../../questions/rule_sources.ts";
import { runsForWindows } from "../../questions/system_account.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { INSTALLER, WEB_PORTS } from "../../questions/tool_names.ts";

/** A connection that msiexec began, to a port of the web. */
export const msiexecConnection: Rule = {
  id: "msiexec-connection",
  title: "Installer that calls out",
  severity: "low",
  about: "msiexec installs software, and takes packages from an address in the Internet too. " +
    "Raspberry Robin and others get into computers by it.",
  falseAlarms:
    "Whenever software is installed or updated. The service that does so runs as SYSTEM; " +
    "then this is only said for completeness.",
  advice: "Ask what is being installed now. The package is in its command line.",
  technique: "T1218.007",
  references: [
    sigmaHuntingRule("msiexec_http"),
    splunkDetection("endpoint/windows_msiexec_with_network_connections"),
  ],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll(
    [isNamed(INSTALLER), remotePortIn(WEB_PORTS), peerIsElsewhere, goesOut],
    (subject) => {
      const { row, program } = subject;
      const isService = runsForWindows(program, row.user ?? program.listed?.user ?? null);
      return {
        reason: isService
          ? `${connectionText(subject)}, as a service that installs software`
          : `${connectionText(subject)}, while it installs software`,
        evidence: [
          ...(row.user === null ? [] : [`it runs as ${row.user}`]),
          ...toolEvidence(subject),
        ],
        severity: isService ? "informational" : "low",
      };
    },
  ),
};
