/**
 * The connections of a view by the names of their programs, so that a rule about a few programs need
 * not look at thousands of others.
 *
 * @module
 */
import type { AuditView, Subject } from "./audit_view.ts";

/**
 * The connections whose programs have one of these names, and those whose program is not known: all
 * about which the question whether they have such a name is not answered with no.
 *
 * @param stems The names: in lower case, without `.exe`.
 */
export function* subjectsNamed(view: AuditView, stems: ReadonlySet<string>): Generator<Subject> {
  const { byStem, unnamed } = namesOf(view);
  for (const stem of stems) yield* byStem.get(stem) ?? [];
  yield* unnamed;
}

/** The connections of a view by the names of their programs. */
interface Named {
  readonly byStem: ReadonlyMap<string, readonly Subject[]>;
  readonly unnamed: readonly Subject[];
}

/** Made once for all rules that judge a view. */
const NAMED = new WeakMap<AuditView, Named>();

function namesOf(view: AuditView): Named {
  const known = NAMED.get(view);
  if (known !== undefined) return known;
  const byStem = new Map<string, Subject[]>();
  const unnamed: Subject[] = [];
  for (const subject of view.subjects) {
    const { isNobody, stem } = subject.program;
    if (isNobody) continue;
    const others = stem === null ? unnamed : byStem.get(stem);
    if (others === undefined) byStem.set(stem!, [subject]);
    else others.push(subject);
  }
  const named = { byStem, unnamed };
  NAMED.set(view, named);
  return named;
}
