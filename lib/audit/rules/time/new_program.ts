/**
 * A program that the history did not know.
 *
 * @module
 */
import { shownName } from "../../places/program_names.ts";
import { localTime } from "../../../text/local_time.ts";
import { goesOut, hasPublicPeer, waitsForAnybody } from "../../questions/conditions.ts";
import { allOf, anyOf, type Rule } from "../../engine/rule.ts";
import { firstSight, longHistory, momentOf, NEW_FOR } from "./times.ts";

const reachesOut = anyOf(waitsForAnybody, allOf(hasPublicPeer, goesOut));

/** A program with a connection to the Internet, or a listener, that is new to a history of a week. */
export const newProgram: Rule = {
  id: "new-program",
  title: "Program never seen before",
  severity: "low",
  about: "It talks to the Internet or waits for others, and in a week or more it never did.",
  falseAlarms: "Whatever was installed in the last days, and what is seldom used.",
  advice: "Find out whether somebody installed it; netwho history shows since when it is there.",
  technique: "T1071",
  references: ["https://attack.mitre.org/techniques/T1071/"],
  needs: ["history", "process", "direction"],
  *judge(view) {
    const history = longHistory(view);
    if (typeof history === "string") return yield { subjects: [], found: history };
    const now = momentOf(view, history);
    const sights = new Map<object, number | null>();
    for (const subject of view.subjects) {
      const { program } = subject;
      if (program.isNobody) continue;
      const answer = reachesOut(subject, view);
      if (answer === false) continue;
      if (program.name === null && program.place === null) {
        yield { subjects: [subject], found: "process" };
        continue;
      }
      let first = sights.get(program);
      if (first === undefined) sights.set(program, first = firstSight(program, history.programs));
      if (first !== null && first <= now - NEW_FOR) continue;
      if (answer !== true) {
        yield { subjects: [subject], found: answer };
        continue;
      }
      const since = localTime(Date.parse(history.since)).slice(0, 10);
      yield {
        subjects: [subject],
        about: "program",
        found: {
          reason: first === null
            ? `${shownName(program)} was never seen since the history begins (${since})`
            : `${shownName(program)} was seen for the first time on ${localTime(first)}, and the ` +
              `history begins on ${since}`,
          evidence: program.path === null ? [] : [program.path],
        },
      };
    }
  },
};
