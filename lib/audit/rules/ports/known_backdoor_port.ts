/**
 * A port that backdoors are known for.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { factsOf, programAndPeer, programName } from "../../questions/case_text.ts";
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { isPeerToPeer, runsOthersCode } from "../../questions/known_programs.ts";
import listeners from "../../lists/listener_programs.json" with { type: "json" };
import {
  isInstalled,
  isOfLinux,
  isTcpTo,
  listensToOthers,
} from "../../questions/port_conditions.ts";
import { BACKDOOR_PORTS, type HarmfulPort } from "../../questions/port_lists.ts";
import {
  allOf,
  anyOf,
  type Claim,
  type Condition,
  not,
  type Rule,
  whereAll,
} from "../../engine/rule.ts";

/** Whether it is a connection to such a port of the Internet that this computer began. */
export const goesToBackdoorPort = allOf(isTcpTo(BACKDOOR_PORTS), hasPublicPeer, goesOut);

/** Shells and netcat wait for nobody unless somebody told them to, wherever they lie. */
const isShell = isNamed(new Set(listeners.shells));

/** A listener on, or a connection to, a port that backdoors are known for. */
export const knownBackdoorPort: Rule = {
  id: "known-backdoor-port",
  title: "Port that backdoors are known for",
  severity: "medium",
  about:
    "Tools for attacks use these ports unless they are told otherwise: 4444 is Metasploit's. A " +
    "connection of a program that nobody installed to such a port of the Internet matters more.",
  falseAlarms:
    "IRC (6667), games, development servers, and programs that took the number by chance.",
  advice:
    "Find out which program it is and whether you installed it. If nobody knows it, unplug the " +
    "computer from the network before you look further.",
  technique: "T1571",
  references: [
    "https://attack.mitre.org/techniques/T1571/",
    "https://github.com/olafhartong/sysmon-modular",
    "https://github.com/SwiftOnSecurity/sysmon-config",
  ],
  needs: ["direction", "peer"],
  judge: whereAll(
    [anyOf(
      allOf(isOnBackdoorPort, listensToOthers),
      allOf(goesToBackdoorPort, not(isPeerToPeer)),
    )],
    (subject, view) => {
      const isKnownPlace = isInstalled(subject, view);
      return subject.row.state === "LISTENING"
        ? listenerClaim(subject, isKnownPlace === true && isShell(subject, view) !== true)
        : peerClaim(subject, {
          isOutOfPlace: isKnownPlace === false,
          // Interpreters run what others wrote, and on Linux they lie where programs are installed.
          isOwnProgram: isKnownPlace === true && !isOfLinux(subject, view) &&
            runsOthersCode(subject, view) !== true,
        });
    },
  ),
};

function isOnBackdoorPort({ row }: Subject): ReturnType<Condition> {
  return row.localPort !== null && BACKDOOR_PORTS.has(row.localPort);
}

function listenerClaim(subject: Subject, wasInstalled: boolean): Claim {
  const port = BACKDOOR_PORTS.get(subject.row.localPort!)!;
  return {
    reason: `${programName(subject)} listens on port ${port.port}, known for ${port.knownFor}`,
    evidence: [...alsoUsedBy(port), ...factsOf(subject)],
    severity: wasInstalled && port.alsoUsedBy !== undefined ? "low" : "medium",
  };
}

function peerClaim(
  subject: Subject,
  { isOutOfPlace, isOwnProgram }: { isOutOfPlace: boolean; isOwnProgram: boolean },
): Claim {
  const port = BACKDOOR_PORTS.get(subject.row.remotePort!)!;
  const isUsual = isOwnProgram && port.level === "medium" && port.alsoUsedBy !== undefined;
  return {
    reason: `${programAndPeer(subject)}, a port known for ${port.knownFor}`,
    evidence: [...alsoUsedBy(port), ...factsOf(subject)],
    // Of a connection that is over nobody knows whose it was.
    severity: subject.program.isNobody || isUsual ? "low" : isOutOfPlace ? port.level : "medium",
  };
}

function alsoUsedBy({ alsoUsedBy: others }: HarmfulPort): string[] {
  return others === undefined ? [] : [`the port is also used by ${others}`];
}
