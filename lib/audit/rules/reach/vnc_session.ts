/**
 * VNC from another computer.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { comesIn, hasLoopbackPeer, isOfInternet, localPortIn } from "../../questions/conditions.ts";
import { nameOfPeer } from "../../questions/crowd.ts";
import { portText, programName } from "../../questions/case_text.ts";
import { belongsTo, isVnc, remoteToolOf } from "../../questions/remote_tools.ts";
import { anyOf, type Claim, not, type Rule, whereAll } from "../../engine/rule.ts";

/** The web viewer's ports and the displays', eleven of each. */
const PORTS: ReadonlySet<number> = new Set(
  [5800, 5900].flatMap((first) => Array.from({ length: 11 }, (_, display) => first + display)),
);

/** A session of VNC that another computer began. */
export const vncSession: Rule = {
  id: "vnc-session",
  title: "VNC session from another computer",
  severity: "high",
  about: "Somebody sees this screen and can work on it. Most VNC servers know one short password " +
    "for everybody and encrypt little: nobody should reach one from the Internet.",
  falseAlarms:
    "From the Internet, hardly any. In the own network: support and schools. Some games and " +
    "devices use the ports 5800 to 5810 and 5900 to 5910 too.",
  advice:
    "Ask who it is. If nobody knows, unplug the network, then stop the VNC server and change " +
    "its password.",
  technique: "T1021.005",
  references: ["https://attack.mitre.org/techniques/T1021/005/"],
  needs: ["direction", "process"],
  judge: whereAll([
    comesIn,
    not(hasLoopbackPeer),
    anyOf(
      localPortIn(PORTS),
      belongsTo(remoteToolOf, isVnc),
    ),
  ], claimOf),
};

function claimOf(subject: Subject): Claim {
  const { row } = subject;
  const isPublic = isOfInternet(row.remoteScope);
  return {
    reason:
      `${nameOfPeer(row)}, in the ${isPublic ? "Internet" : "own network"}, is connected to ` +
      `${programName(subject)} on ${portText(row.localPort)}, a port or program of VNC`,
    evidence: [`state ${row.state ?? "of UDP"}`],
    severity: isPublic ? "high" : "low",
  };
}
