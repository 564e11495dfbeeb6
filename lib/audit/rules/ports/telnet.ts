/**
 * Telnet, in either direction.
 *
 * @module
 */
import { factsOf, peerName, programAndPeer, programName } from "../../questions/case_text.ts";
import {
  comesIn,
  goesOut,
  isOfInternet,
  localPortIn,
  peerIsElsewhere,
} from "../../questions/conditions.ts";
import { isOwned, isTcpTo, listensToOthers } from "../../questions/port_conditions.ts";
import { allOf, anyOf, type Claim, type Rule, whereAll } from "../../engine/rule.ts";
import type { Subject } from "../../engine/audit_view.ts";
import { directionOf } from "../../engine/direction_by_ports.ts";

const TELNET: ReadonlySet<number> = new Set([23]);

/** A telnet server on this computer, or a connection by telnet. */
export const telnet: Rule = {
  id: "telnet",
  title: "Telnet",
  severity: "medium",
  about: "Telnet does not encrypt: everybody on the way can read passwords too. Nobody should " +
    "offer it; to a device in your own network it is low.",
  falseAlarms: "Switches, printers and industrial devices that speak nothing else.",
  advice: "Use SSH. If nobody set up a telnet server here, find out who did.",
  technique: "T1021",
  references: [
    "https://github.com/elastic/detection-rules/blob/14cf530f0d2177023092449cd9d9348b4a8884c2/rules/" +
    "network/command_and_control_accepted_default_telnet_port_connection.toml",
  ],
  needs: ["direction", "peer"],
  judge: whereAll(
    [
      anyOf(
        allOf(localPortIn(TELNET), listensToOthers),
        allOf(isTcpTo(TELNET), isOwned, peerIsElsewhere, goesOut),
        allOf(
          localPortIn(TELNET),
          ({ row }) => row.protocol === "TCP",
          isOwned,
          peerIsElsewhere,
          comesIn,
        ),
      ),
    ],
    claim,
  ),
};

function claim(subject: Subject): Claim {
  const { row } = subject;
  const evidence = factsOf(subject);
  if (row.state === "LISTENING") {
    return { reason: `${programName(subject)} offers telnet on port 23`, evidence };
  }
  if (directionOf(row) === "inbound") {
    return {
      reason: `${peerName(row)} is connected to ${programName(subject)} by telnet`,
      evidence,
    };
  }
  return {
    reason: `${programAndPeer(subject)} (telnet)`,
    evidence,
    severity: isOfInternet(row.remoteScope) ? "medium" : "low",
  };
}
