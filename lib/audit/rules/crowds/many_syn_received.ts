/**
 * Callers that do not finish what they begin.
 *
 * @module
 */
import { countDistinct, crowdsBy, peerAddress } from "../../questions/crowd.ts";
import type { Rule, Verdict } from "../../engine/rule.ts";

/** Dozens of half-open connections to one port of this computer. */
export const manySynReceived: Rule = {
  id: "many-syn-received",
  title: "Many half-open connections to one port",
  severity: "medium",
  about: "SYN_RECEIVED: somebody asked for a connection, this computer agreed, and nothing came " +
    "back. The state lasts a moment. Dozens on one port are either a flood, whose sender " +
    "addresses are often forged, or this computer's answers do not arrive.",
  falseAlarms:
    "A route or firewall that lets connections in and holds the answers back; a very busy " +
    "server.",
  advice:
    "If the service has become slow, let the firewall or the provider filter. Otherwise find " +
    "out whether this computer's answers get out.",
  technique: "T1499.001",
  references: ["https://www.rfc-editor.org/rfc/rfc4987"],
  needs: [],
  *judge(view): Iterable<Verdict> {
    const begun = view.subjects.filter(({ row }) =>
      row.state === "SYN_RECEIVED" && row.localPort !== null
    );
    for (const { key: port, subjects, count } of crowdsBy(begun, ({ row }) => `${row.localPort}`)) {
      const peers = countDistinct(subjects, peerAddress);
      yield {
        subjects,
        found: {
          reason: `${count} connections to port ${port} are half open (SYN_RECEIVED)`,
          evidence: [peers === 1 ? "from one address" : `from ${peers} addresses`],
        },
        about: `SYN_RECEIVED ${port}`,
        ofAnyProgram: true,
      };
    }
  },
};
