/**
 * FTP by a program that was not installed.
 *
 * @module
 */
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, hasPublicPeer, isNamed, placeFits } from "../../questions/conditions.ts";
import webClients from "../../lists/web_clients.json" with { type: "json" };
import { isInstalled, isOwned, isTcpTo, namesOf } from "../../questions/port_conditions.ts";
import { allOf, not, type Rule, whereAll } from "../../engine/rule.ts";

const FTP: ReadonlySet<number> = new Set([21]);

/** Whether it is FTP to the Internet by a program outside the folders of installed ones. */
export const isFtpOfOddProgram = allOf(
  isTcpTo(FTP),
  isOwned,
  hasPublicPeer,
  goesOut,
  not(isInstalled),
  not(placeFits(/^[a-z?]:\\windows\\(?:system32|syswow64)\\/)),
  not(isNamed(namesOf(webClients))),
);

/** FTP to the Internet by a program outside the folders of installed ones. */
export const ftpByOddProgram: Rule = {
  id: "ftp-by-odd-program",
  title: "FTP by a program that was not installed",
  severity: "low",
  about: "Stolen files are often sent away by FTP, which every system and script language speaks.",
  falseAlarms: "FTP clients and backup programs that run from a user's folder.",
  advice: "Find out whose program it is and which files it sends.",
  technique: "T1071.002",
  references: [
    "https://attack.mitre.org/techniques/T1071/002/",
    "https://github.com/splunk/security_content/blob/b13b314aed0e1778335a55620474e7d27289a20a/" +
    "detections/endpoint/windows_file_transfer_protocol_in_non_common_process_path.yml",
  ],
  needs: ["direction", "peer", "process", "path"],
  judge: whereAll([isTcpTo(FTP), isFtpOfOddProgram], (subject) => ({
    reason: `${
      programAndPeer(subject)
    } (FTP), and the program lies outside the folders of installed ones`,
    evidence: factsOf(subject),
  })),
};
