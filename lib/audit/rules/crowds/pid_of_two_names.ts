/**
 * A process ID with two names.
 *
 * @module
 */
import { listInWords } from "../../../text/wording.ts";
import { distinct, groupBy } from "../../questions/crowd.ts";
import type { Rule, Verdict } from "../../engine/rule.ts";

/** Rows that name the same process in different ways. */
export const pidOfTwoNames: Rule = {
  id: "pid-of-two-names",
  title: "One process with two names",
  severity: "low",
  about: "Two lists name the same process in different ways. Either it ended while netwho looked " +
    "and another one got its number, or a program shows a name that is not its own.",
  falseAlarms:
    "A process that ended in that moment; saved lists that were not made in the same moment.",
  advice: "Look again: if it stays so, compare the names with the program's path.",
  technique: "T1036",
  references: ["https://attack.mitre.org/techniques/T1036/"],
  needs: [],
  *judge(view): Iterable<Verdict> {
    const owned = view.subjects.filter(({ program }) => program.pid !== null && !program.isNobody);
    for (const [pid, subjects] of groupBy(owned, ({ program }) => `${program.pid}`)) {
      const stems = new Set(distinct(subjects, ({ program }) => program.stem));
      const listed = view.programs.get(Number(pid))?.stem ?? null;
      if (listed !== null) stems.add(listed);
      const names = new Set([...stems].map(withoutTitle));
      if (names.size < 2 || !areDifferent([...names])) continue;
      yield {
        subjects,
        found: { reason: `Process ID ${pid} is named ${listInWords([...names].sort())}` },
        about: `pid ${pid}`,
        ofAnyProgram: true,
      };
    }
  },
};

/** A name without what servers of Linux add to it: `sshd: anna [priv]`. */
function withoutTitle(name: string): string {
  return name.replace(/: .*$/, "");
}

/** Lists cut long names: tasklist after 25 characters, Linux after 15. */
const SHORTEST_CUT = 15;

/** Whether one is not just the beginning of another, as lists cut them. */
function areDifferent(names: readonly string[]): boolean {
  const [short, ...longer] = names.toSorted((one, other) => one.length - other.length);
  return longer.some((long) => short!.length < SHORTEST_CUT || !long.startsWith(short!));
}
