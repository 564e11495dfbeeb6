/**
 * The connections of a view by program, so that what hangs on the program alone is asked once for it and
 * not for each of its connections.
 *
 * @module
 */
import type { AuditView, Program, Subject } from "./audit_view.ts";
import type { Condition } from "./rule.ts";

/** Made once for all rules that judge a view. */
const BY_PROGRAM = new WeakMap<AuditView, ReadonlyMap<Program, readonly Subject[]>>();

/** The connections of each program; those that nobody owns are left out. */
export function subjectsByProgram(view: AuditView): ReadonlyMap<Program, readonly Subject[]> {
  const known = BY_PROGRAM.get(view);
  if (known !== undefined) return known;
  const programs = new Map<Program, Subject[]>();
  for (const subject of view.subjects) {
    if (subject.program.isNobody) continue;
    const others = programs.get(subject.program);
    if (others === undefined) programs.set(subject.program, [subject]);
    else others.push(subject);
  }
  BY_PROGRAM.set(view, programs);
  return programs;
}

/** The connections of the programs of which a question is not answered with no. */
export function* subjectsOfPrograms(view: AuditView, ask: Condition): Generator<Subject> {
  for (const subjects of subjectsByProgram(view).values()) {
    if (ask(subjects[0]!, view) !== false) yield* subjects;
  }
}
