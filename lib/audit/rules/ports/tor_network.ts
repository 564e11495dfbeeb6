/**
 * The anonymity network Tor.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { factsOf, programAndPeer, programName } from "../../questions/case_text.ts";
import {
  goesOut,
  hasLoopbackPeer,
  hasPublicPeer,
  isNamed,
  listens,
  localPortIn,
} from "../../questions/conditions.ts";
import { isPeerToPeer } from "../../questions/known_programs.ts";
import tor from "../../lists/tor_programs.json" with { type: "json" };
import webClients from "../../lists/web_clients.json" with { type: "json" };
import { isOwned, isSure, isTcpTo, namesOf } from "../../questions/port_conditions.ts";
import { allOf, anyOf, not, type Rule, whereAll } from "../../engine/rule.ts";

const RELAY_PORTS: ReadonlySet<number> = new Set(tor.relayPorts);
const SERVICE_PORTS: ReadonlySet<number> = new Set(tor.servicePorts);

const isTor = isSure(isNamed(namesOf(tor)));
const servesOthers = allOf(listens, localPortIn(SERVICE_PORTS));
/** The browser of Tor Browser is left out: the rule reports its Tor already. */
const usesIt = allOf(
  isTcpTo(SERVICE_PORTS),
  isOwned,
  hasLoopbackPeer,
  goesOut,
  not(isSure(isNamed(namesOf(webClients)))),
);

const seemsARelay = allOf(
  isTcpTo(RELAY_PORTS),
  isOwned,
  hasPublicPeer,
  goesOut,
  not(isPeerToPeer),
);

/** Tor runs here, a program uses it, or something is connected to what looks like a relay of it. */
export const torNetwork: Rule = {
  id: "tor-network",
  title: "Tor",
  severity: "medium",
  about:
    "Tor hides who talks to whom. Malicious programs use it to reach their operators; at work " +
    "few people have a reason to.",
  falseAlarms:
    "Tor Browser, if you use it. Ports 9001 and 9030 alone are low: monitoring and other services use " +
    "them too.",
  advice: "Ask the user of the computer whether Tor is theirs. If not, find out what started it.",
  technique: "T1090.003",
  references: [
    "https://attack.mitre.org/techniques/T1090/003/",
    "https://github.com/olafhartong/sysmon-modular",
  ],
  needs: ["direction", "peer"],
  judge: function* (view) {
    yield* judgeTor(view);
    yield* judgeOthers(view);
  },
};

/** One finding for each Tor, however many relays it is connected to. */
const judgeTor: Rule["judge"] = function* (view) {
  for (const verdict of whereAll([isTor], torClaim)(view)) yield { ...verdict, about: "tor" };
};

function torClaim(subject: Subject) {
  return { reason: `${programName(subject)} is a program of Tor`, evidence: factsOf(subject) };
}

const judgeOthers: Rule["judge"] = whereAll(
  [
    not(isTor),
    anyOf(servesOthers, usesIt, seemsARelay),
  ],
  (subject) => {
    const { state, localPort, remotePort } = subject.row;
    const evidence = factsOf(subject);
    if (state === "LISTENING") {
      return {
        reason: `${programName(subject)} listens on port ${localPort}, Tor's own`,
        evidence,
      };
    }
    return SERVICE_PORTS.has(remotePort!)
      ? { reason: `${programAndPeer(subject)}, where Tor of this computer listens`, evidence }
      : {
        reason: `${programAndPeer(subject)}, a port of Tor's relays`,
        evidence,
        severity: "low",
      };
  },
);
