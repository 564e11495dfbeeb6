/**
 * Connections that do not come to an end.
 *
 * @module
 */
import { crowdsBy, distinct, mostlyWith } from "../../questions/crowd.ts";
import { programName } from "../../questions/case_text.ts";
import { programKey } from "../../engine/program_key.ts";
import type { Rule, Verdict } from "../../engine/rule.ts";
import { firstSubject } from "../../engine/subject_order.ts";
import { listInWords } from "../../../text/wording.ts";

/** The states of a connection that this end has closed, and the other end has not confirmed or not closed. */
const CLOSING: ReadonlySet<string | null> = new Set([
  "FIN_WAIT_1",
  "FIN_WAIT_2",
  "CLOSING",
  "LAST_ACK",
]);

/** Dozens of connections of one program that wait for the other end to close. */
export const manyClosing: Rule = {
  id: "many-closing",
  title: "Many connections that do not come to an end",
  severity: "informational",
  about: "FIN_WAIT_1, CLOSING and LAST_ACK: this end has closed, and the other end does not " +
    "confirm it: it is gone, or the way is cut. FIN_WAIT_2: the other end has confirmed, and " +
    "keeps its own half open. All of them end by themselves within minutes.",
  falseAlarms: "A network that was just switched or cut; a busy server whose clients are phones.",
  advice:
    "Look again in some minutes. If they stay: look at the way to the peer (firewall, VPN, NAT).",
  technique: null,
  references: ["https://www.rfc-editor.org/rfc/rfc9293#section-3.3.2"],
  needs: ["process"],
  *judge(view): Iterable<Verdict> {
    const closing = view.subjects.filter(({ row }) => CLOSING.has(row.state));
    for (const { subjects, count } of crowdsBy(closing, ({ program }) => programKey(program))) {
      yield {
        subjects,
        found: {
          reason: `${programName(firstSubject(subjects)!)} has closed ${count} ` +
            `connections that do not come to an end (${
              listInWords(distinct(subjects, ({ row }) => row.state), "or")
            })`,
          evidence: [mostlyWith(subjects)],
        },
        about: "closing",
      };
    }
  },
};
