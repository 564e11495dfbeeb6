/**
 * A host that touched many of this computer's ports, as the history shows it.
 *
 * @module
 */
import { localTime } from "../../../text/local_time.ts";
import type { Rule } from "../../engine/rule.ts";
import { burstsIn, type Counting, crowdedKeys, listed, SPAN_MINUTES } from "./bursts.ts";

const PORTS_OF_HOST: Counting = {
  isOf: ({ direction, remoteScope, remoteAddress }) =>
    direction === "inbound" && remoteScope !== "loopback" && remoteAddress !== null,
  keyOf: ({ remoteAddress }) => remoteAddress!,
  valueOf: ({ localPort }) => localPort,
};

/** A host that touched many of this computer's ports within minutes. */
export const probedPorts: Rule = {
  id: "probed-ports-over-time",
  title: "One host touched many ports",
  severity: "medium",
  about: "Who looks for a way in tries one port after the other.",
  falseAlarms:
    "Scanners of your own administrators, and printers or servers that look for services.",
  advice: "Find out whose computer it is, and which of these ports need to be open.",
  technique: "T1046",
  references: ["https://attack.mitre.org/techniques/T1046/"],
  needs: ["history"],
  *judge({ history, subjects }) {
    if (history === null) return yield { subjects: [], found: "history" };
    const visible = crowdedKeys(subjects.map(({ row }) => row), PORTS_OF_HOST);
    for (const { key, rows, count, since } of burstsIn(history, PORTS_OF_HOST)) {
      // What the listing shows by itself is another rule's.
      if (visible.has(key)) continue;
      const { remoteAddress, remoteHost, remoteScope } = rows[0]!;
      yield {
        subjects: [],
        about: key,
        found: {
          reason:
            `${remoteHost ?? remoteAddress} connected to ${count} ports of this computer within ` +
            `${SPAN_MINUTES} minutes, from ${localTime(since)}`,
          evidence: [`ports ${listed(rows.map(({ localPort }) => localPort))}`],
          past: { remoteAddress, remoteHost, remoteScope, direction: "inbound" },
        },
      };
    }
  },
};
