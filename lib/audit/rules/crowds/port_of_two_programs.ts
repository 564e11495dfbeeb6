/**
 * One port on which two programs wait.
 *
 * @module
 */
import { isAnyAddress, isWaiting } from "../../../model/peer.ts";
import { listInWords } from "../../../text/wording.ts";
import type { Subject } from "../../engine/audit_view.ts";
import { countDistinct, distinct, groupBy } from "../../questions/crowd.ts";
import { programName } from "../../questions/case_text.ts";
import type { Claim, Rule, Verdict } from "../../engine/rule.ts";
import { firstSubject } from "../../engine/subject_order.ts";

/** Two programs that wait on the same port: the same address, or one on all and one on a single one. */
export const portOfTwoPrograms: Rule = {
  id: "port-of-two-programs",
  title: "Two programs wait on one port",
  severity: "medium",
  about: "Which program gets a connection depends on the address: the one with the narrower " +
    "address comes first. A program can intercept what is meant for another one like this. " +
    "More often somebody started a second server by mistake and wonders which one answers.",
  falseAlarms: "Servers of developers, port forwarding (netsh interface portproxy, Docker, WSL), " +
    "programs that share a port on purpose, a new version that takes over from the old one.",
  advice: "Look at both programs. Stop the one that should not be there, or give it another port.",
  technique: "T1557",
  references: ["https://attack.mitre.org/techniques/T1557/"],
  needs: ["process"],
  *judge(view): Iterable<Verdict> {
    const waiting = view.subjects.filter(({ row, program }) =>
      isWaiting(row) && !program.isNobody && row.localPort !== null &&
      !(program.stem !== null && RELAYS.has(program.stem)) &&
      !(row.protocol === "UDP" && SHARED_UDP.has(row.localPort))
    );
    const ports = groupBy(waiting, ({ row }) => `${row.protocol} ${row.localPort}`);
    for (const [about, subjects] of ports) {
      if (subjects.length < 2) continue;
      const found = judgePort(subjects);
      if (found !== null) yield { subjects, found, about, ofAnyProgram: true };
    }
  },
};

/** Programs that pass connections on, and those that listen for the services that they start. */
const RELAYS: ReadonlySet<string> = new Set(
  ("wslrelay wslhost wslservice com.docker.backend com.docker.vpnkit vpnkit docker-proxy " +
    "rootlessport slirp4netns pasta gvproxy systemd init launchd inetd xinetd").split(" "),
);

/** Ports of UDP that all programs of a computer share: looking for devices, names and one another. */
const SHARED_UDP: ReadonlySet<number> = new Set([
  // mDNS, SSDP, WS-Discovery, LLMNR, NetBIOS, DHCP
  ...[5353, 1900, 3702, 5355, 137, 138, 67, 68, 546, 547],
  // NAT-PMP, IPsec, Dropbox, Spotify, Steam, BitTorrent, Syncthing, Kodi
  ...[5350, 5351, 500, 4500, 17500, 57621, 27036, 6771, 21027, 9777],
]);

/** A claim, null where all is as it should be, and `process` where the programs are not known. */
function judgePort(subjects: readonly Subject[]): Claim | "process" | null {
  const known = subjects.filter(({ program }) => program.stem !== null);
  const arePlacesKnown = known.every(({ program }) => program.place !== null);
  const meeting = isOfKernel(known)
    ? null
    : meetingOf(known, ({ program }) => arePlacesKnown ? program.place! : program.stem!);
  if (meeting !== null) return claimOf(known, meeting);
  if (known.length === subjects.length) return null;
  return meetingOf(subjects, ({ program }) => `${program.pid}`) === "same" ? "process" : null;
}

/** HTTP.sys and the like: the kernel listens for services. */
function isOfKernel(subjects: readonly Subject[]): boolean {
  return subjects.every(({ program: { stem } }) => stem === "system" || stem === "svchost");
}

/** How the addresses of different programs meet. */
type Meeting = "same" | "narrow";

/** On the `same` address, or one on a `narrow` one within all of its family; null if they do not meet. */
function meetingOf(
  subjects: readonly Subject[],
  programOf: (subject: Subject) => string,
): Meeting | null {
  const countPrograms = (some: readonly Subject[]) => countDistinct(some, programOf);
  const addresses = [...groupBy(subjects, ({ row }) => row.localAddress)];
  if (addresses.some(([, some]) => countPrograms(some) > 1)) return "same";
  for (const isV6 of [false, true]) {
    const family = addresses.filter(([address]) => address.includes(":") === isV6);
    const all = family.find(([address]) => isAnyAddress(address));
    if (all !== undefined && countPrograms(family.flatMap(([, some]) => some)) > 1) return "narrow";
  }
  return null;
}

function claimOf(subjects: readonly Subject[], meeting: Meeting): Claim {
  const { protocol, localPort } = subjects[0]!.row;
  const programs = [...groupBy(subjects, ({ program }) => program.place ?? program.stem).values()]
    .map((some) => {
      const name = programName(firstSubject(some)!);
      const pids = distinct(some, ({ program }) => program.pid).map(String);
      return pids.length === 0 ? name : `${name} (PID ${listInWords(pids)})`;
    }).sort();
  return {
    reason: `${listInWords(programs)} wait on ${protocol} port ${localPort}, ` +
      (meeting === "same" ? "on the same address" : "one on a single address, another on all"),
    evidence: distinct(
      subjects,
      ({ row, program }) =>
        `${program.stem ?? "an unknown program"} on ${
          row.localAddress ?? row.localHost ?? "an unknown address"
        }`,
    ),
    // UDP sockets may share a port, and often do.
    severity: protocol === "UDP" ? "informational" : "medium",
  };
}
