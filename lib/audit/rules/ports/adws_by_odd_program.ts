/**
 * Active Directory Web Services asked by a program that does not belong to them.
 *
 * @module
 */
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, isNamed, peerIsElsewhere } from "../../questions/conditions.ts";
import adwsClients from "../../lists/adws_clients.json" with { type: "json" };
import { isOwned, isTcpTo, namesOf } from "../../questions/port_conditions.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";

/** A connection to Active Directory Web Services by a program that is not known to use them. */
export const adwsByOddProgram: Rule = {
  id: "adws-by-odd-program",
  title: "Active Directory Web Services asked by an odd program",
  severity: "medium",
  about:
    "Few programs ask a domain controller on port 9389. SOAPHound and its kind read the whole directory " +
    "there, because fewer watch it than LDAP.",
  falseAlarms: "Other tools for Active Directory that use these services.",
  advice: "Find out who started the program and whether they administer the domain.",
  technique: "T1087",
  references: [
    "https://github.com/SigmaHQ/sigma/blob/8eaafff1f2845a696050e05e72ba1140ee190698/rules/windows/" +
    "network_connection/net_connection_win_adws_unusual_connection.yml",
    "https://attack.mitre.org/techniques/T1087/",
  ],
  needs: ["direction", "peer", "process"],
  judge: whereAll(
    [
      isTcpTo(new Set([9389])),
      isOwned,
      peerIsElsewhere,
      goesOut,
      not(isNamed(namesOf(adwsClients))),
    ],
    (subject) => ({
      reason: `${programAndPeer(subject)} (Active Directory Web Services), which few programs use`,
      evidence: factsOf(subject),
    }),
  ),
};
