/**
 * A shell of Linux that has a connection.
 *
 * @module
 */
import type { Severity } from "../../../model/finding.ts";
import type { Subject } from "../../engine/audit_view.ts";
import { isConnected, isOfInternet, ofProgram } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";

const SHELLS: ReadonlySet<string> = new Set([
  "ash",
  "bash",
  "csh",
  "dash",
  "fish",
  "ksh",
  "ksh93",
  "mksh",
  "rbash",
  "sh",
  "tcsh",
  "zsh",
]);

/** Whether it is a shell; the first one of a session has a hyphen before its name. */
const isShell = ofProgram(
  "process",
  ({ name }) => name === null ? null : SHELLS.has(name.replace(/^-/, "")),
);

/** A connection of a shell. */
export const linuxShellConnection: Rule = {
  id: "linux-shell-connection",
  title: "Shell that has a connection",
  severity: "critical",
  about:
    "A shell reads from a terminal or a file. One with a connection of its own takes its commands " +
    "from whoever is at the other end: a reverse shell, or one that waited for its caller.",
  falseAlarms:
    "Scripts that test whether a server answers (/dev/tcp), which take a moment and mostly " +
    "stay in the own network; shells that a server started and that kept its sockets.",
  advice: "Unplug the network first. Then see what started the shell, and since when it runs.",
  technique: "T1059.004",
  references: [
    sigmaRule("rules/linux/network_connection/net_connection_lnx_back_connect_shell_dev"),
    "https://attack.mitre.org/techniques/T1059/004/",
  ],
  needs: ["process"],
  os: "linux",
  judge: whereAll([isShell, isConnected], (subject) => ({
    reason: `${connectionText(subject)}: whoever is there can give it commands`,
    evidence: toolEvidence(subject),
    severity: severityOf(subject),
  })),
};

function severityOf({ row }: Subject): Severity {
  if (row.remoteScope === "loopback") return "low";
  if (row.remoteScope === null) return "high";
  // A test whether a server answers, which waits for one that does not.
  if (row.state === "SYN_SENT" && !isOfInternet(row.remoteScope)) return "medium";
  return "critical";
}
