/**
 * A service without encryption, over the Internet.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { factsOf, peerName, programAndPeer, programName } from "../../questions/case_text.ts";
import { comesIn, goesOut, hasPublicPeer } from "../../questions/conditions.ts";
import { DATA_STORES } from "../../questions/exposure.ts";
import { isOwned, isSure, isTcpTo } from "../../questions/port_conditions.ts";
import { CLEAR_TEXT_PORTS } from "../../questions/port_lists.ts";
import { allOf, type Answer, anyOf, not, type Rule, whereAll } from "../../engine/rule.ts";
import { isFtpOfOddProgram } from "./ftp_by_odd_program.ts";
import { directionOf } from "../../engine/direction_by_ports.ts";

/** Who reaches VNC or a data store from the Internet has rules of its own, which say more. */
const TOLD_ELSEWHERE: ReadonlySet<number> = new Set([5900, ...DATA_STORES.keys()]);

/** A connection with the Internet by a service that does not encrypt by itself. */
export const clearTextService: Rule = {
  id: "clear-text-service",
  title: "Service without encryption, over the Internet",
  severity: "low",
  about:
    "Everybody on the way can read what is sent, passwords too. Web pages (port 80) and telnet are " +
    "not judged here: web pages are too common, and telnet has its own rule.",
  falseAlarms:
    "FTP, POP3, IMAP and most databases can switch to encryption on the same port, which no listing " +
    "shows.",
  advice: "Use the encrypted variant of the service, or a tunnel.",
  technique: "T1040",
  references: [
    "https://attack.mitre.org/techniques/T1040/",
    "https://github.com/SigmaHQ/sigma/blob/8eaafff1f2845a696050e05e72ba1140ee190698/rules/network/" +
    "firewall/net_firewall_cleartext_protocols.yml",
  ],
  needs: ["direction", "peer"],
  judge: whereAll(
    [
      anyOf(
        allOf(isTcpTo(CLEAR_TEXT_PORTS), goesOut, isThatService),
        allOf(isServed, comesIn),
      ),
      isOwned,
      hasPublicPeer,
      not(isSure(isFtpOfOddProgram)),
    ],
    (subject) => {
      const { row } = subject;
      const isServer = directionOf(row) === "inbound";
      const { service, upgrades, port } = CLEAR_TEXT_PORTS.get(
        isServer ? row.localPort! : row.remotePort!,
      )!;
      return {
        reason: isServer
          ? `${programName(subject)} serves ${peerName(row)} on port ${port} (${service}), which ` +
            "does not encrypt by itself"
          : `${programAndPeer(subject)} (${service}), which does not encrypt by itself`,
        evidence: [
          ...(upgrades ? [`${service} can switch to encryption, which no listing shows`] : []),
          ...factsOf(subject),
        ],
      };
    },
  ),
};

/** Steam talks to its servers on the port of MongoDB. */
function isThatService({ row, program }: Subject): Answer {
  const { notOf = [] } = CLEAR_TEXT_PORTS.get(row.remotePort!) ?? {};
  return program.stem === null || !notOf.includes(program.stem);
}

function isServed({ row: { protocol, localPort } }: Subject): Answer {
  return localPort !== null && protocol === "TCP" && CLEAR_TEXT_PORTS.has(localPort) &&
    !TOLD_ELSEWHERE.has(localPort);
}
