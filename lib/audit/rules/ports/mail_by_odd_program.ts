/**
 * Mail that is sent by a program that is no mail program.
 *
 * @module
 */
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, isNamed, isOfInternet, peerIsElsewhere } from "../../questions/conditions.ts";
import { isPeerToPeer } from "../../questions/known_programs.ts";
import mailPrograms from "../../lists/mail_programs.json" with { type: "json" };
import { isInstalled, isOwned, isTcpTo, namesOf } from "../../questions/port_conditions.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";

const SERVICE_OF: ReadonlyMap<number, string> = new Map([
  [25, "SMTP"],
  [465, "SMTP over TLS"],
  [587, "SMTP for mail programs"],
  [2525, "SMTP on its other port"],
]);

/** A connection to a mail server by a program that is not known to send mail. */
export const mailByOddProgram: Rule = {
  id: "mail-by-odd-program",
  title: "Mail sent by a program that is no mail program",
  severity: "medium",
  about:
    "Programs that steal passwords often mail what they found, and bots send spam. To a server in your " +
    "own network, and by an installed program, it is low.",
  falseAlarms: "Scanners and printers that mail, monitoring, backups, and scripts that report.",
  advice: "Find out what the program is; the mail server's log tells to whom it writes.",
  technique: "T1048.003",
  references: [
    "https://github.com/SigmaHQ/sigma/blob/8eaafff1f2845a696050e05e72ba1140ee190698/rules/windows/" +
    "network_connection/net_connection_win_susp_outbound_smtp_connections.yml",
    "https://attack.mitre.org/techniques/T1048/003/",
  ],
  needs: ["direction", "peer", "process"],
  judge: whereAll(
    [
      isTcpTo(SERVICE_OF),
      peerIsElsewhere,
      goesOut,
      not(isNamed(namesOf(mailPrograms))),
      isOwned,
      not(isPeerToPeer),
    ],
    (subject, view) => {
      const isPublic = isOfInternet(subject.row.remoteScope);
      return {
        reason:
          `${programAndPeer(subject)} (${SERVICE_OF.get(subject.row.remotePort!)}), and it is ` +
          "no mail program that netwho knows",
        evidence: factsOf(subject),
        severity: isPublic && isInstalled(subject, view) !== true ? "medium" : "low",
      };
    },
  ),
};
