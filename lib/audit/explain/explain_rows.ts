/**
 * What `--explain` says of each connection: which finding it is part of, why it is normal, what could
 * not be judged, or that no rule is about it.
 *
 * @module
 */
import { type Finding, NO_FINDING } from "../../model/finding.ts";
import { countOf, listInWords } from "../../text/wording.ts";
import type { AuditSummary } from "../audit_summary.ts";
import { rulesFor } from "../engine/choose_rules.ts";
import type { Subject } from "../engine/audit_view.ts";
import { type Fact, NEEDED_FACTS } from "../engine/facts_needed.ts";
import type { FoundCase } from "../engine/judge.ts";
import { Crowds } from "./crowds.ts";
import { NORMAL } from "./normal.ts";

/** Returns one row for each connection, in the order of the listing. */
export function explainRows(summary: AuditSummary): Finding[] {
  const cases = casesBySubject(summary);
  const missing = missingBySubject(summary);
  const crowds = new Crowds(summary.view);
  const judged = countOf(rulesFor(summary.rules, summary.view.os).length, "rule");
  return summary.view.subjects.map((subject) => {
    const facts = missing.get(subject) ?? [];
    return {
      ...NO_FINDING,
      ...subject.row,
      ...sayingOf(subject, { cases: cases.get(subject) ?? [], facts, crowds, judged }),
      missing: facts.length === 0 ? null : facts,
      connections: 1,
    };
  });
}

/** A finding, and what became of it. */
interface ToldCase {
  readonly found: FoundCase;
  /** Why it is not reported; null where it is. */
  readonly unreported: string | null;
}

type Saying = Pick<Finding, "outcome" | "id" | "reason">;

function sayingOf(
  subject: Subject,
  { cases, facts, crowds, judged }: {
    cases: readonly ToldCase[];
    facts: readonly Fact[];
    crowds: Crowds;
    judged: string;
  },
): Saying {
  const [first, ...others] = cases;
  if (first !== undefined) {
    const { found: { finding }, unreported } = first;
    const more = others.length === 0 ? "" : `, and ${countOf(others.length, "other finding")}`;
    const why = unreported === null ? "" : `, but ${unreported}`;
    const reason = `"${finding.title}" (${finding.rule}) is about it${why}${more}`;
    return { outcome: "partOf", id: finding.id, reason };
  }
  const normal = NORMAL.find(({ when }) => when(subject, crowds));
  if (normal !== undefined) {
    return { outcome: "normal", id: null, reason: asSentence(normal.sentence(subject, crowds)) };
  }
  if (facts.length > 0) {
    const what = listInWords(facts.map((fact) => NEEDED_FACTS[fact].what));
    return {
      outcome: "notJudged",
      id: null,
      reason: `Some rules hang on what is not known: ${what}`,
    };
  }
  return { outcome: "unremarkable", id: null, reason: `${judged} judged it, and none is about it` };
}

/** A sentence that begins with words of netwho's own; names of programs stay as they are. */
function asSentence(text: string): string {
  return text.startsWith("a program ") ? `A${text.slice(1)}` : text;
}

/** The findings about each connection, the worst of those that are reported first. */
function casesBySubject(
  { findings, milder = [], old = [], allowed = [] }: AuditSummary,
): Map<Subject, ToldCase[]> {
  const all: ToldCase[] = [
    ...findings.map((found) => ({ found, unreported: null })),
    ...milder.map((found) => ({ found, unreported: "it matters less than --min-severity" })),
    ...old.map((found) => ({ found, unreported: "the baseline has it already" })),
    ...allowed.map(({ found, because }) => ({
      found,
      unreported: `the config allows it: ${because}`,
    })),
  ];
  const cases = new Map<Subject, ToldCase[]>();
  for (const told of all) {
    for (const subject of told.found.subjects) {
      const known = cases.get(subject);
      if (known === undefined) cases.set(subject, [told]);
      else known.push(told);
    }
  }
  return cases;
}

function missingBySubject({ gaps }: AuditSummary): Map<Subject, Fact[]> {
  const missing = new Map<Subject, Fact[]>();
  for (const { missing: fact, subjects } of gaps) {
    for (const subject of subjects) {
      const known = missing.get(subject);
      if (known === undefined) missing.set(subject, [fact]);
      else known.push(fact);
    }
  }
  return missing;
}
