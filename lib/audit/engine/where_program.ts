/**
 * Judges programs, each once whatever number of connections it has.
 *
 * @module
 */
import { isWaiting } from "../../model/peer.ts";
import { scopeOf } from "../../address/scope.ts";
import type { AuditView, Program, Subject } from "./audit_view.ts";
import type { Answer, Claim, Condition, Rule } from "./rule.ts";
import { subjectsByProgram } from "./subjects_by_program.ts";

/** A question about a program: the name of a fact where that is not known. */
export type ProgramQuestion = (
  program: Program,
  view: AuditView,
  subjects: readonly Subject[],
) => Answer;

/** What a rule says of the programs that it finds. */
export interface ProgramClaim {
  readonly claim: (program: Program, view: AuditView, subjects: readonly Subject[]) => Claim;
  /** The connections that count; a program without one of these is not found. @default all */
  readonly counts?: Condition;
  /** What, besides the program, makes it the same finding. @default nothing */
  readonly about?: (program: Program) => string;
}

/**
 * Judges each program by itself: finds it if all questions are answered with yes. Those that cost
 * least, and those that seldom hold, come first. A program is one finding, with all its connections.
 */
export function whereProgram(
  questions: readonly ProgramQuestion[],
  { claim, counts = () => true, about = () => "" }: ProgramClaim,
): Rule["judge"] {
  return function* (view) {
    for (const [program, all] of subjectsByProgram(view)) {
      const answer = answerAll(questions, [program, view, all]);
      if (answer === false) continue;
      const answers = all.map((subject) => counts(subject, view));
      const subjects = all.filter((_, index) => answers[index] === true);
      if (answer === true && subjects.length > 0) {
        yield { subjects, found: claim(program, view, subjects), about: about(program) };
        continue;
      }
      const open = all.filter((_, index) => answers[index] !== false);
      const missing = answer === true ? answers.find((one) => typeof one === "string") : answer;
      if (open.length > 0 && typeof missing === "string") yield { subjects: open, found: missing };
    }
  };
}

/** Whether all questions are answered with yes. A no decides, whatever is not known of the others. */
export function answerAll(
  questions: readonly ProgramQuestion[],
  about: Parameters<ProgramQuestion>,
): Answer {
  let answer: Answer = true;
  for (const question of questions) {
    const next = question(...about);
    if (next === false) return false;
    if (next !== true && answer === true) answer = next;
  }
  return answer;
}

/** Whether a socket leads beyond this computer: a connection, or one that others can reach. */
export function leadsOutside({ row, hasPeer }: Subject): Answer {
  if (hasPeer) return row.remoteScope === null ? "peer" : row.remoteScope !== "loopback";
  if (!isWaiting(row)) return false;
  return row.localAddress === null || scopeOf(row.localAddress) !== "loopback";
}
