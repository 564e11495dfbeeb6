/**
 * A program that does not close its connections.
 *
 * @module
 */
import { crowdsBy, mostlyWith } from "../../questions/crowd.ts";
import { programName } from "../../questions/case_text.ts";
import { programKey } from "../../engine/program_key.ts";
import type { Rule, Verdict } from "../../engine/rule.ts";
import { firstSubject } from "../../engine/subject_order.ts";

/** So many are a leak that will end the program or the computer's sockets. */
const VERY_MANY = 200;

/** Dozens of connections of one program that the other end has closed. */
export const manyCloseWait: Rule = {
  id: "many-close-wait",
  title: "Program does not close its connections",
  severity: "low",
  about:
    "CLOSE_WAIT: the other end has closed the connection, and the program has not. A few are " +
    "normal for a moment. When there are dozens and they stay, the program forgets to close " +
    "them (a leak) or hangs, and some day it can open no more.",
  falseAlarms:
    "Browsers and programs that keep a pool of connections, and close the dead ones when they " +
    "need one.",
  advice:
    "Look again in some minutes. If the number grows, restart the program and tell its maker. " +
    "This is a fault, and seldom an attack.",
  technique: null,
  references: ["https://www.rfc-editor.org/rfc/rfc9293#section-3.3.2"],
  needs: ["process"],
  *judge(view): Iterable<Verdict> {
    const waiting = view.subjects.filter(({ row }) => row.state === "CLOSE_WAIT");
    for (const { subjects, count } of crowdsBy(waiting, ({ program }) => programKey(program))) {
      const first = firstSubject(subjects)!;
      yield {
        subjects,
        found: {
          reason: `${programName(first)} holds ${count} connections in CLOSE_WAIT, which the ` +
            "other end has closed and the program has not",
          evidence: [mostlyWith(subjects)],
          severity: count >= VERY_MANY ? "medium" : "low",
        },
        about: "CLOSE_WAIT",
      };
    }
  },
};
