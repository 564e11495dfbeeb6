/**
 * A connection to the Internet that is held for hours.
 *
 * @module
 */
import { peerWithPort } from "../../questions/crowd.ts";
import type { Severity } from "../../../model/finding.ts";
import { lengthInWords, localTime } from "../../../text/local_time.ts";
import type { AuditView, Subject } from "../../engine/audit_view.ts";
import { hasPublicPeer, isEstablished } from "../../questions/conditions.ts";
import { isInstalled, isRegularCaller } from "../../questions/regular_callers.ts";
import { allOf, type Rule } from "../../engine/rule.ts";
import { DAY, HOUR } from "./times.ts";

/** RITA's steps are 1, 4, 8 and 12 hours; on a PC in use shorter ones are everywhere. */
const [LONG, VERY_LONG] = [8 * HOUR, DAY];

const isOpenToPublic = allOf(isEstablished, hasPublicPeer);

/** Ports of SSH, RDP, VPNs, push services and chat: sessions that last. */
const LASTING: ReadonlySet<number> = new Set([
  ...[22, 1194, 1723, 3389, 4500, 51820],
  ...[993, 995, 5222, 5223, 5228, 5229, 5230, 6697, 1883, 8883],
]);

/** An open connection with an address in the Internet for eight hours or more. */
export const longConnection: Rule = {
  id: "long-connection",
  title: "Connection open for hours",
  severity: "low",
  about: "Remote control and tunnels hold a connection for as long as they are wanted.",
  falseAlarms:
    "Push services, chat, mail, VPN, SSH and remote desktop do the same: they matter less.",
  advice: "Find out what the program keeps the connection for.",
  technique: "T1071",
  references: ["https://github.com/activecm/rita"],
  needs: ["createdAt", "history"],
  *judge(view) {
    let isAnyUnknown = false;
    for (const subject of view.subjects) {
      const answer = isOpenToPublic(subject, view);
      if (answer === false) continue;
      if (answer !== true) {
        yield { subjects: [subject], found: answer };
        continue;
      }
      const age = ageOf(subject, view);
      if (age === null) isAnyUnknown = true;
      else if (age.length >= LONG) yield { subjects: [subject], found: claimOf(subject, age) };
    }
    if (isAnyUnknown) {
      yield { subjects: [], found: view.history === null ? "history" : "createdAt" };
    }
  },
};

/** Since when a connection is open, and how long that is. */
interface Age {
  readonly since: number;
  readonly length: number;
  /** Whether the system told when it was made: otherwise it may be older. */
  readonly isExact: boolean;
}

/** Null where it is unknown. */
function ageOf({ row }: Subject, { observedAt, history }: AuditView): Age | null {
  const now = Date.parse(row.observedAt ?? observedAt ?? history?.until ?? "");
  if (Number.isNaN(now)) return null;
  const isExact = row.createdAt !== null;
  const start = row.createdAt ?? history?.firstSeenOf.get(row);
  // One that was not there at any look is younger than the latest.
  const since = start === undefined && history !== null ? now : Date.parse(start ?? "");
  return Number.isNaN(since) ? null : { since, length: now - since, isExact };
}

function claimOf(subject: Subject, { since, length, isExact }: Age) {
  const { row, program } = subject;
  const who = program.process ?? row.process ?? "An unknown program";
  const time = `${lengthInWords(length)}${isExact ? "" : " or longer"}`;
  return {
    severity: severityOf(subject, length),
    reason: `${who} has been connected with ${peerWithPort(row)} for ${time}`,
    evidence: [`${isExact ? "since" : "seen since"} ${localTime(since)}`],
  };
}

/** What the program is counts first; then how long it has been. */
function severityOf({ row, program }: Subject, length: number): Severity {
  const isUsual = isRegularCaller(program) || isInstalled(program) === true ||
    [row.remotePort, row.localPort].some((port) => port !== null && LASTING.has(port));
  if (isUsual) return "informational";
  return length >= VERY_LONG && isInstalled(program) === false ? "medium" : "low";
}
