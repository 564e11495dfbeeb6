/**
 * Another computer that is connected to many ports of this one.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { distinct, groupBy, nameOfPeer, peerAddress } from "../../questions/crowd.ts";
import type { Claim, Rule, Verdict } from "../../engine/rule.ts";
import { firstSubject } from "../../engine/subject_order.ts";
import { directionOf } from "../../engine/direction_by_ports.ts";

/** How many ports are too many: a file server or a domain controller has a dozen that one client uses. */
const MANY = 20;
/** How many ports for administration: each has its use, and who needs five of them at once tries doors. */
const MANY_OF_ADMINISTRATION = 5;

const OF_ADMINISTRATION: ReadonlySet<number> = new Set([
  ...[21, 22, 23, 111, 135, 139, 389, 445, 512, 513, 514, 1433, 1521, 2049, 2375, 3306, 3389],
  ...[5432, 5900, 5985, 5986, 6379, 9200, 11211, 27017],
]);

/** A computer that holds connections to many ports of this one at the same time. */
export const touchesManyPorts: Rule = {
  id: "touches-many-ports",
  title: "Another computer tries many ports",
  severity: "medium",
  about: `At one moment a computer is connected to ${MANY} ports or more of this one, or to ` +
    `${MANY_OF_ADMINISTRATION} or more that serve administration. Somebody who looks for an ` +
    "open door does that. Ports on which nothing listens leave no trace, so a scan shows only " +
    "in part, and only while it lasts.",
  falseAlarms:
    "Your own vulnerability scanners and monitoring; FTP servers, which use a port for each " +
    "file.",
  advice: "Find out whose address it is. In the own network: ask who runs a scanner. From the " +
    "Internet: ask why the firewall lets these ports through.",
  technique: "T1046",
  references: ["https://attack.mitre.org/techniques/T1046/"],
  needs: ["direction"],
  *judge(view): Iterable<Verdict> {
    const coming = view.subjects.filter(({ row, hasPeer }) =>
      hasPeer && row.localPort !== null && directionOf(row) !== "outbound" &&
      row.remoteScope !== "loopback" && row.remoteAddress !== row.localAddress
    );
    for (const [about, subjects] of groupBy(coming, peerAddress)) {
      const known = subjects.filter(({ row }) => directionOf(row) === "inbound");
      const claim = claimOf(known);
      if (claim !== null) yield { subjects: known, found: claim, about, ofAnyProgram: true };
      else if (claimOf(subjects) !== null) yield { subjects, found: "direction" };
    }
  },
};

function claimOf(subjects: readonly Subject[]): Claim | null {
  const ports = distinct(subjects, ({ row }) => row.localPort);
  const doors = ports.filter((port) => OF_ADMINISTRATION.has(port));
  if (ports.length < MANY && doors.length < MANY_OF_ADMINISTRATION) return null;
  const shown = ports.slice(0, MOST_SHOWN).join(", ") + (ports.length > MOST_SHOWN ? "…" : "");
  return {
    reason:
      `${
        nameOfPeer(firstSubject(subjects)!.row)
      } is at ${ports.length} ports of this computer at the ` +
      "same time",
    evidence: [
      `ports ${shown}`,
      doors.length === 0 ? "" : `${doors.length} of them serve administration: ${doors.join(", ")}`,
    ].filter((text) => text !== ""),
  };
}

const MOST_SHOWN = 20;
