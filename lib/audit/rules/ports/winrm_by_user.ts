/**
 * Remote administration of Windows by a user.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, isOfInternet, peerIsElsewhere } from "../../questions/conditions.ts";
import networkService from "../../lists/network_service_names.json" with { type: "json" };
import { isOwned, isTcpTo } from "../../questions/port_conditions.ts";
import { type Answer, not, type Rule, whereAll } from "../../engine/rule.ts";

const NETWORK_SERVICE: ReadonlySet<string> = new Set(networkService.names.flatMap(formsOf));

/** A session of PowerShell or WinRM with another computer, by anybody but Windows' own service. */
export const winrmByUser: Rule = {
  id: "winrm-by-user",
  title: "Remote PowerShell (WinRM) to another computer",
  severity: "medium",
  about:
    "Ports 5985 and 5986 run commands on other computers. Windows itself uses them as NETWORK SERVICE, to " +
    "collect events; everybody else administers computers, or attacks them. To the Internet it is high.",
  falseAlarms: "Administrators and their tools, Ansible too.",
  advice: "Ask the user whether the session is theirs.",
  technique: "T1021.006",
  references: [
    "https://github.com/SigmaHQ/sigma/blob/8eaafff1f2845a696050e05e72ba1140ee190698/rules/windows/" +
    "network_connection/net_connection_win_susp_remote_powershell_session.yml",
    "https://attack.mitre.org/techniques/T1021/006/",
  ],
  needs: ["direction", "peer", "user"],
  judge: whereAll(
    [isTcpTo(new Set([5985, 5986])), isOwned, peerIsElsewhere, goesOut, not(isOfNetworkService)],
    (subject) => ({
      reason: `${programAndPeer(subject)} (WinRM) for ${userOf(subject)}`,
      evidence: factsOf(subject),
      severity: isOfInternet(subject.row.remoteScope) ? "high" : "medium",
    }),
  ),
};

/** Whether it runs as the account NETWORK SERVICE, whose name Windows translates. */
function isOfNetworkService(subject: Subject): Answer {
  const user = userOf(subject);
  if (user !== null) {
    const name = user.slice(user.lastIndexOf("\\") + 1);
    return user === "S-1-5-20" || formsOf(name).some((form) => NETWORK_SERVICE.has(form));
  }
  // The service that collects events runs as no other account.
  return subject.program.stem === "svchost" ? true : "user";
}

function userOf({ row, program }: Subject): string | null {
  return row.user ?? program.listed?.user ?? null;
}

/** A name to compare: without accents, and without the letters that saved text often lost. */
function formsOf(name: string): string[] {
  const small = name.trim().toLowerCase();
  return [small.normalize("NFD"), small].map((form) => form.replace(/[^a-z ]/g, ""));
}
