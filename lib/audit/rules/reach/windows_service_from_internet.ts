/**
 * Windows' own services reached from the Internet.
 *
 * @module
 */
import { localPortIn } from "../../questions/conditions.ts";
import { nameOfPeer } from "../../questions/crowd.ts";
import { comesFromInternet } from "../../questions/exposure.ts";
import { programName } from "../../questions/case_text.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";

const SERVICES: ReadonlyMap<number, string> = new Map([
  [135, "RPC"],
  [137, "NetBIOS"],
  [138, "NetBIOS"],
  [139, "file sharing (NetBIOS)"],
  [445, "file sharing (SMB)"],
  [593, "RPC over HTTP"],
  [5985, "remote PowerShell (WinRM)"],
  [5986, "remote PowerShell (WinRM)"],
]);

/** A connection from the Internet to a service that is meant for the own network. */
export const windowsServiceFromInternet: Rule = {
  id: "windows-service-from-internet",
  title: "Windows service reached from the Internet",
  severity: "high",
  about: "File sharing, RPC and WinRM are meant for the own network. Worms, and people who look " +
    "for unpatched computers, come in here.",
  falseAlarms: "Companies and universities that use public addresses inside.",
  advice:
    "See whose address it is (--owner). If it is not your own network: unplug, save the data, " +
    "look for what came in, and block these ports in the router and the firewall.",
  technique: "T1190",
  references: ["https://attack.mitre.org/techniques/T1190/"],
  needs: ["direction", "peer"],
  judge: whereAll(
    [localPortIn(new Set(SERVICES.keys())), comesFromInternet],
    (subject) => ({
      reason: `${nameOfPeer(subject.row)}, in the Internet, reached port ` +
        `${subject.row.localPort}, ${SERVICES.get(subject.row.localPort!)}`,
      evidence: [`state ${subject.row.state ?? "of UDP"}`, `${programName(subject)} waits there`],
    }),
  ),
};
