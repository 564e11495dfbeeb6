/**
 * A program of this computer that tries one port of many computers.
 *
 * @module
 */
import { distinct, peerAddress } from "../../questions/crowd.ts";
import type { AuditView } from "../../engine/audit_view.ts";
import { isPeerToPeer } from "../../questions/known_programs.ts";
import { programName } from "../../questions/case_text.ts";
import type { Claim, Rule, Verdict } from "../../engine/rule.ts";
import { SWEEP, type Sweep, sweepsOf } from "../../questions/sweep.ts";
import { firstSubject } from "../../engine/subject_order.ts";

/** Ports that worms spread through and people who look around try first. */
const OF_WORMS: ReadonlySet<number> = new Set([
  ...[21, 22, 23, 135, 139, 445, 1433, 2323, 2375, 3306, 3389, 5432, 5555, 5900, 5985, 5986],
  ...[6379, 7547, 9200, 11211, 27017],
]);

/** A program that is connected to one port of many computers, or tries to be. */
export const sweepsNetwork: Rule = {
  id: "sweeps-network",
  title: "Program tries one port of many computers",
  severity: "high",
  about:
    `The program is at one port of ${SWEEP} or more computers at the same time, and the port ` +
    "is not one of the web's. Worms spread like this, and so does somebody who looks around " +
    "in a network. Where most of the computers do not answer, the program is guessing who is " +
    "there.",
  falseAlarms:
    "Administration and monitoring of many computers, mail servers, network scanners of your " +
    "own, Tor, and peer-to-peer programs that netwho does not know.",
  advice: "If you did not start a scan or an administration tool: unplug this computer, save the " +
    "data, then look at the program. Other computers in the network may be hit already.",
  technique: "T1046",
  references: ["https://attack.mitre.org/techniques/T1046/"],
  needs: ["direction"],
  *judge(view): Iterable<Verdict> {
    const sweeps = sweepsOf(view).filter((sweep) => !isOfPeers(sweep, view));
    const ports = new Set(sweeps.map(({ port }) => port));
    for (const sweep of sweeps) {
      yield { subjects: sweep.subjects, found: claimOf(sweep), about: `port ${sweep.port}` };
    }
    for (const { port, subjects } of sweepsOf(view, { mayBe: true })) {
      if (!ports.has(port) && !isOfPeers({ port, subjects }, view)) {
        yield { subjects, found: "direction" };
      }
    }
  },
};

/** Whether a peer-to-peer network does it, on whatever port its peers chose. */
function isOfPeers({ port, subjects }: Sweep, view: AuditView): boolean {
  return !OF_WORMS.has(port) && isPeerToPeer(subjects[0]!, view) === true;
}

function claimOf({ port, subjects }: Sweep): Claim {
  const hosts = distinct(subjects, peerAddress);
  const silent = distinct(
    subjects.filter(({ row }) => row.state === "SYN_SENT"),
    peerAddress,
  ).length;
  const isBlind = silent * 2 >= hosts.length;
  return {
    reason:
      `${programName(firstSubject(subjects)!)} tries port ${port} of ${hosts.length} computers ` +
      "at the same time, and " + answersInWords({ silent, all: hosts.length }),
    evidence: [`${hosts.slice(0, MOST_SHOWN).join(", ")}${hosts.length > MOST_SHOWN ? "…" : ""}`],
    severity: OF_WORMS.has(port) ? isBlind ? "high" : "medium" : isBlind ? "medium" : "low",
  };
}

function answersInWords(
  { silent, all }: { readonly silent: number; readonly all: number },
): string {
  if (silent === 0) return "all of them answered";
  return `${silent === all ? "none" : all - silent} of them answered so far`;
}

const MOST_SHOWN = 10;
