/**
 * Remote Desktop by a program that is no client of it.
 *
 * @module
 */
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, isNamed, peerIsElsewhere } from "../../questions/conditions.ts";
import { isPeerToPeer } from "../../questions/known_programs.ts";
import rdpClients from "../../lists/rdp_clients.json" with { type: "json" };
import webClients from "../../lists/web_clients.json" with { type: "json" };
import { isInstalled, isOwned, isTcpTo, namesOf } from "../../questions/port_conditions.ts";
import { isOfSweep } from "../../questions/sweep.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";

const CLIENTS = new Set([...namesOf(rdpClients), ...namesOf(webClients)]);

/** A connection to Remote Desktop of another computer by a program that is not known for it. */
export const rdpByOddProgram: Rule = {
  id: "rdp-by-odd-program",
  title: "Remote Desktop by a program that is no client of it",
  severity: "high",
  about:
    "Programs that guess passwords, look for holes or carry a tunnel connect to Remote Desktop of " +
    "other computers. An installed program is medium.",
  falseAlarms:
    "Other clients than those that netwho knows; tools that watch or take stock of a network.",
  advice: "Find out what the program is. If you administer computers with it, allow it in the " +
    "config.",
  technique: "T1021.001",
  references: [
    "https://github.com/SigmaHQ/sigma/blob/8eaafff1f2845a696050e05e72ba1140ee190698/rules/windows/" +
    "network_connection/net_connection_win_rdp_outbound_over_non_standard_tools.yml",
    "https://attack.mitre.org/techniques/T1021/001/",
  ],
  needs: ["direction", "peer", "process"],
  isRelative: true,
  judge: whereAll(
    [
      isTcpTo(new Set([3389])),
      isOwned,
      peerIsElsewhere,
      goesOut,
      not(isNamed(CLIENTS)),
      not(isPeerToPeer),
      not(isOfSweep),
    ],
    (subject, view) => ({
      reason: `${programAndPeer(subject)} (Remote Desktop), and it is no client that netwho knows`,
      evidence: factsOf(subject),
      severity: isInstalled(subject, view) === true ? "medium" : "high",
    }),
  ),
};
