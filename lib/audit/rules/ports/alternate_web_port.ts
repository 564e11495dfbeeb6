/**
 * A web server on a port that is not the web's.
 *
 * @module
 */
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import webClients from "../../lists/web_clients.json" with { type: "json" };
import peerToPeerPrograms from "../../lists/peer_to_peer_programs.json" with { type: "json" };
import { isInstalled, isOwned, isTcpTo, namesOf } from "../../questions/port_conditions.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";

const CHOSEN_BY_OTHERS = new Set([...namesOf(webClients), ...namesOf(peerToPeerPrograms)]);

/** A connection to port 8080 or 8888 of the Internet by a program that nobody installed. */
export const alternateWebPort: Rule = {
  id: "alternate-web-port",
  title: "Test port of web servers, in the Internet",
  severity: "low",
  about:
    "Web servers for tests and proxies listen on ports 8080 and 8888, and so do servers that control " +
    "malicious programs. Only programs that lie outside the folders of installed ones are judged.",
  falseAlarms: "Proxies, development, and services that never moved to port 443.",
  advice:
    "Ask who owns the address (netwho with --owner) and find out where the program came from.",
  technique: "T1571",
  references: [
    "https://github.com/SigmaHQ/sigma/blob/8eaafff1f2845a696050e05e72ba1140ee190698/rules/windows/" +
    "network_connection/net_connection_win_susp_malware_callback_ports_uncommon.yml",
  ],
  needs: ["direction", "peer", "process", "path"],
  judge: whereAll(
    [
      isTcpTo(new Set([8080, 8888])),
      isOwned,
      hasPublicPeer,
      goesOut,
      not(isNamed(CHOSEN_BY_OTHERS)),
      not(isInstalled),
    ],
    (subject) => ({
      reason: `${programAndPeer(subject)}, where web servers for tests and proxies listen`,
      evidence: factsOf(subject),
    }),
  ),
};
