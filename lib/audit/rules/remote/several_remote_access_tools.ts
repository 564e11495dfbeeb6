/**
 * Several tools for remote access.
 *
 * @module
 */
import { listInWords } from "../../../text/wording.ts";
import { subjectsByProgram } from "../../engine/subjects_by_program.ts";
import { distinct } from "../../questions/crowd.ts";
import { remoteToolOf } from "../../questions/remote_tools.ts";
import type { Rule, Verdict } from "../../engine/rule.ts";

/** Tools for remote access of two vendors or more that are connected or wait. */
export const severalRemoteAccessTools: Rule = {
  id: "several-remote-access-tools",
  title: "Several tools for remote access",
  severity: "medium",
  about: "One tool for remote access is enough for support. Intruders often bring a second one, " +
    "for the day on which the first is found.",
  falseAlarms: "A change of the company that looks after the computer; helpers with a tool each; " +
    "a computer from which somebody gives support.",
  advice: "Keep the one that you know. Find out who installed the others, and when.",
  technique: "T1219",
  references: ["https://lolrmm.io/"],
  needs: ["process"],
  *judge(view): Iterable<Verdict> {
    const subjects = [...subjectsByProgram(view)].filter(([program]) =>
      remoteToolOf(program) !== null
    )
      .flatMap(([, some]) => some);
    const tools = distinct(subjects, ({ program }) => remoteToolOf(program)!.tool);
    if (tools.length < 2) return;
    yield {
      subjects,
      found: {
        reason: `${tools.length} tools for remote access use the network: ${listInWords(tools)}`,
        evidence: distinct(subjects, ({ program }) => program.name),
      },
      about: "tools",
      ofAnyProgram: true,
    };
  },
};
