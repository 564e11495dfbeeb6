/**
 * Connections to services that make tunnels.
 *
 * @module
 */
import type { AuditView, Subject } from "../../engine/audit_view.ts";
import { isBrowser } from "../../questions/known_programs.ts";
import { domainAmong, isWeakName, nameEvidence, whereNamed } from "../../questions/name_sets.ts";
import { programName } from "../../questions/case_text.ts";
import { belongsTo, TUNNEL_DOMAINS, tunnelOf } from "../../questions/remote_tools.ts";
import { type Claim, not, type Rule } from "../../engine/rule.ts";

const DOMAINS = new Set(TUNNEL_DOMAINS.keys());

/** A connection to a service that makes tunnels, by a program that is not the service's own. */
export const tunnelService: Rule = {
  id: "tunnel-service",
  title: "Connection to a tunnel service",
  severity: "medium",
  about: "ngrok, Cloudflare Tunnel, dev tunnels and similar services open a computer behind a " +
    "firewall to others. A program that connects to one either lets somebody in, or fetches " +
    "something from a computer whose owner stays hidden.",
  falseAlarms: "Developers who show each other their work; a browser that opens such a page.",
  advice: "Find out what the program is, and who set up the tunnel.",
  technique: "T1572",
  references: ["https://attack.mitre.org/techniques/T1572/"],
  needs: ["remoteHost", "process"],
  judge: whereNamed({ domains: DOMAINS, ask: not(belongsTo(tunnelOf)) }, claimOf),
};

function claimOf(subject: Subject, view: AuditView): Claim {
  const { row } = subject;
  const tool = TUNNEL_DOMAINS.get(domainAmong(row.remoteHost!, DOMAINS)!);
  return {
    reason: `${programName(subject)} is connected to ${row.remoteHost}, a name of ${tool}`,
    evidence: [nameEvidence(subject)],
    severity: isBrowser(subject, view) === true || isWeakName(subject) ? "low" : "medium",
  };
}
