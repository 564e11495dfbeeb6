/**
 * Kerberos by a program that does not ask for tickets itself.
 *
 * @module
 */
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, isNamed, peerIsElsewhere } from "../../questions/conditions.ts";
import kerberosPrograms from "../../lists/kerberos_programs.json" with { type: "json" };
import {
  isInUsersReach,
  isOfLinux,
  isOwned,
  isTcpTo,
  namesOf,
} from "../../questions/port_conditions.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";

/** A connection to Kerberos by a program of Windows other than lsass. */
export const kerberosByOddProgram: Rule = {
  id: "kerberos-by-odd-program",
  title: "Kerberos by a program that does not ask for tickets",
  severity: "medium",
  about:
    "On Windows lsass.exe asks for all tickets. A program that does it by itself, as Rubeus and Impacket " +
    "do, may be stealing or forging them.",
  falseAlarms: "Browsers and Java, which are left out where netwho knows them, and tools for Unix.",
  advice: "Find out who started the program; look for event 4769 at the domain controller.",
  technique: "T1558.003",
  references: [
    "https://github.com/SigmaHQ/sigma/blob/8eaafff1f2845a696050e05e72ba1140ee190698/rules/windows/" +
    "network_connection/net_connection_win_susp_outbound_kerberos_connection.yml",
    "https://attack.mitre.org/techniques/T1558/003/",
  ],
  needs: ["direction", "peer", "process"],
  os: "windows",
  judge: whereAll(
    [
      isTcpTo(new Set([88])),
      (subject, view) => !isOfLinux(subject, view),
      isOwned,
      peerIsElsewhere,
      goesOut,
      not(isNamed(namesOf(kerberosPrograms))),
    ],
    (subject, view) => ({
      reason: `${programAndPeer(subject)} (Kerberos), which lsass.exe does for all programs`,
      evidence: [
        ...(isInUsersReach(subject, view) === true
          ? ["the program lies where every user can put one"]
          : []),
        ...factsOf(subject),
      ],
    }),
  ),
};
