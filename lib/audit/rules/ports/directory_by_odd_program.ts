/**
 * Questions to a directory by a program that lies where every user may put it.
 *
 * @module
 */
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, hasPublicPeer, peerIsElsewhere } from "../../questions/conditions.ts";
import { isInUsersReach, isOwned, isTcpTo } from "../../questions/port_conditions.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";

/** LDAP and the global catalogue, with and without TLS. */
const DIRECTORY: ReadonlySet<number> = new Set([389, 636, 3268, 3269]);

/** A connection to a directory by a program in a folder that users may write to. */
export const directoryByOddProgram: Rule = {
  id: "directory-by-odd-program",
  title: "Directory read by a program that was not installed",
  severity: "medium",
  about:
    "Intruders soon read users, groups and computers from the directory, with tools that bring their own " +
    "LDAP. Other rules judge Kerberos, and directories in the Internet.",
  falseAlarms: "Administrators' tools that run without being installed.",
  advice: "Find out who started the program and what it is.",
  technique: "T1087.002",
  references: [
    "https://github.com/splunk/security_content/blob/b13b314aed0e1778335a55620474e7d27289a20a/" +
    "detections/endpoint/windows_suspect_process_with_authentication_traffic.yml",
    "https://attack.mitre.org/techniques/T1087/002/",
  ],
  needs: ["direction", "peer", "path"],
  os: "windows",
  judge: whereAll(
    [
      isTcpTo(DIRECTORY),
      isOwned,
      peerIsElsewhere,
      not(hasPublicPeer),
      goesOut,
      isInUsersReach,
    ],
    (subject) => ({
      reason: `${
        programAndPeer(subject)
      } (LDAP), and the program lies where every user can put one`,
      evidence: factsOf(subject),
    }),
  ),
};
