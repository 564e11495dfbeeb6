/**
 * Windows file sharing by a program of its own.
 *
 * @module
 */
import type { AuditView, Subject } from "../../engine/audit_view.ts";
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, isNamed, isOfInternet, peerIsElsewhere } from "../../questions/conditions.ts";
import {
  isInstalled,
  isOfLinux,
  isOwned,
  isSure,
  isSystem,
  isTcpTo,
} from "../../questions/port_conditions.ts";
import { isOfSweep } from "../../questions/sweep.ts";
import { type Answer, not, type Rule, whereAll } from "../../engine/rule.ts";
import { SMB_PORTS } from "./smb_to_internet.ts";

/** Of it another rule speaks. */
const CERTUTIL: ReadonlySet<string> = new Set(["certutil"]);

/** A connection to Windows file sharing that Windows itself did not make. */
export const smbByOddProgram: Rule = {
  id: "smb-by-odd-program",
  title: "File sharing (SMB) by a program of its own",
  severity: "medium",
  about:
    "Windows opens files of other computers itself (System, process 4). A program that speaks SMB by " +
    "itself may search the network, guess passwords or spread: to the Internet that is high.",
  falseAlarms: "Network scanners and backup software; installed programs are low.",
  advice:
    "Find out what the program is and which computers it asks: netwho inspect shows all of them.",
  technique: "T1021.002",
  references: [
    "https://github.com/elastic/detection-rules/blob/14cf530f0d2177023092449cd9d9348b4a8884c2/rules/" +
    "windows/lateral_movement_direct_outbound_smb_connection.toml",
    "https://attack.mitre.org/techniques/T1021/002/",
  ],
  needs: ["direction", "peer", "process"],
  os: "windows",
  isRelative: true,
  judge: whereAll(
    [
      isTcpTo(SMB_PORTS),
      (subject, view) => !isOfLinux(subject, view),
      isOwned,
      isAnotherProgram,
      peerIsElsewhere,
      goesOut,
      not(isSure(isNamed(CERTUTIL))),
      not(isOfSweep),
    ],
    (subject, view) => ({
      reason: `${programAndPeer(subject)} (SMB), which Windows itself does for other programs`,
      evidence: factsOf(subject),
      severity: severityOf(subject, view),
    }),
  ),
};

/** Whether it is surely not Windows itself; to the Internet the other rule speaks of what is not known. */
function isAnotherProgram(subject: Subject): Answer {
  const answer = isSystem(subject);
  if (typeof answer === "boolean") return !answer;
  return isOfInternet(subject.row.remoteScope) ? false : answer;
}

function severityOf(subject: Subject, view: AuditView): "high" | "medium" | "low" {
  if (isOfInternet(subject.row.remoteScope)) return "high";
  return isInstalled(subject, view) === true ? "low" : "medium";
}
