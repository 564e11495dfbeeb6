/**
 * Remote desktop from another computer.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { comesIn, hasLoopbackPeer, isOfInternet } from "../../questions/conditions.ts";
import { portText } from "../../questions/case_text.ts";
import { nameOfPeer } from "../../questions/crowd.ts";
import { allOf, type Claim, not, type Rule, whereAll } from "../../engine/rule.ts";

const RDP = 3389;

/** A session of Remote Desktop (RDP) that another computer began. */
export const remoteDesktopSession: Rule = {
  id: "remote-desktop-session",
  title: "Remote Desktop session from another computer",
  severity: "high",
  about: "Somebody works on this computer by Remote Desktop, or tries to. From the Internet many " +
    "break-ins begin like this: passwords are tried until one fits. A session from the own " +
    "network is only mentioned.",
  falseAlarms: "None from the Internet: let people in through a VPN. In the own network: " +
    "administrators, and yourself from another computer.",
  advice: "Find out who it is: `query user` names who is logged on. If nobody knows them, unplug " +
    "the network, change the passwords, and close the port towards the Internet.",
  technique: "T1021.001",
  references: ["https://attack.mitre.org/techniques/T1021/001/"],
  needs: ["direction"],
  judge: whereAll([isRemoteDesktop, allOf(not(hasLoopbackPeer), comesIn)], claimOf),
};

function isRemoteDesktop({ row }: Subject): boolean {
  return row.localPort === RDP || row.socketService?.toLowerCase() === "termservice";
}

function claimOf({ row }: Subject): Claim {
  const isPublic = isOfInternet(row.remoteScope);
  const isOpen = row.state === "ESTABLISHED" || row.protocol === "UDP";
  const place = isPublic ? "in the Internet" : "in the own network";
  const port = row.localPort === RDP ? "" : ` (${portText(row.localPort)})`;
  return {
    reason: isOpen
      ? `${nameOfPeer(row)}, ${place}, is connected to Remote Desktop${port}`
      : `${nameOfPeer(row)}, ${place}, was or gets connected to Remote Desktop${port}`,
    evidence: [`state ${row.state ?? "of UDP"}`, `from ${portText(row.remotePort)}`],
    severity: !isPublic ? "informational" : isOpen ? "high" : "medium",
  };
}
