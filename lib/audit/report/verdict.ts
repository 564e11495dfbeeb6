/**
 * The verdict of an audit in one line. That nothing was found, that nothing was found where somebody
 * could look, and that nobody could look are three sentences.
 *
 * @module
 */
import type { Finding, Severity } from "../../model/finding.ts";
import { countOf, listInWords } from "../../text/wording.ts";
import { countSeverities } from "../audit_rows.ts";
import type { AuditSummary } from "../audit_summary.ts";
import type { Subject } from "../engine/audit_view.ts";
import { rulesFor } from "../engine/choose_rules.ts";
import type { Rule } from "../engine/rule.ts";

/** A verdict, and the severity in whose colour it stands. */
export interface Verdict {
  readonly text: string;
  readonly severity: Severity | null;
}

/**
 * Says whether to worry.
 *
 * @param findings those to tell of, which filters may have chosen: `filters` as typed.
 */
export function verdictOf(
  findings: readonly Finding[],
  summary: AuditSummary,
  { filters = "" }: { readonly filters?: string } = {},
): Verdict {
  const { view, rules } = summary;
  const connections = view.subjects.length;
  const able = rulesFor(rules, view.os);
  const chosen = filters === "" ? "" : ` among those chosen by ${filters}`;
  const [worst] = countSeverities(findings);
  const leftOut = leftOutText(summary, filters === "" ? findings : null);
  if (worst === undefined) {
    if (able.length === 0) {
      return { text: "Nothing was judged: no rule is left that could judge", severity: null };
    }
    if (connections === 0) {
      return { text: "Nothing was judged: there are no connections", severity: null };
    }
    const gaps = rulesInGaps(summary).size;
    const by = judgedBy(summary);
    const text = gaps === 0
      ? `Nothing found${chosen}${leftOut}: ${by}`
      : `Nothing found${chosen}${leftOut} in what could be judged: ${by}; ${gaps} of the rules could not ` +
        "judge all of it";
    return { text, severity: null };
  }
  const [severity] = worst;
  const word = severity === "critical" || severity === "high"
    ? "Worry"
    : severity === "medium"
    ? "Look at it"
    : "Nothing that worries";
  const noun = findings.length === 1 ? "finding" : "findings";
  return {
    text: `${word}: ${severitiesInWords(findings)} ${noun}${chosen}${leftOut}; ${
      judgedBy(summary)
    }`,
    severity,
  };
}

/**
 * The findings that are left out on purpose, which a verdict must not hide: ` (left out: 1 high)`.
 *
 * @param written those that are told of; null where filters chose them, which is said anyway.
 */
function leftOutText(
  { findings: all, allowed = [], old = [], milder = [] }: AuditSummary,
  written: readonly Finding[] | null,
): string {
  const ids = new Set(written?.map(({ id }) => id));
  const unwritten = written === null ? [] : all.filter(({ finding }) => !ids.has(finding.id));
  const leftOut = [...allowed.map(({ found }) => found), ...old, ...milder, ...unwritten];
  if (leftOut.length === 0) return "";
  return ` (left out: ${severitiesInWords(leftOut.map(({ finding }) => finding))})`;
}

/** `1 high and 2 low`. */
function severitiesInWords(findings: readonly Finding[]): string {
  return listInWords(
    countSeverities(findings).map(([severity, count]) => `${count} ${severity}`),
  );
}

/** What was judged by how many rules: `80 rules judged 143 connections of 32 programs on PC-7`. */
function judgedBy({ view, rules }: AuditSummary): string {
  const able = countOf(rulesFor(rules, view.os).length, "rule");
  const connections = countOf(view.subjects.length, "connection");
  const programs = countPrograms(view.subjects);
  const of = programs === 0 ? "" : ` of ${countOf(programs, "program")}`;
  return `${able} judged ${connections}${of}`;
}

function rulesInGaps({ gaps }: AuditSummary): ReadonlySet<Rule> {
  return new Set(gaps.flatMap(({ rules }) => rules));
}

function countPrograms(subjects: readonly Subject[]): number {
  return new Set(
    subjects.flatMap(({ program: { place, name, pid, isNobody } }) =>
      isNobody || (name === null && place === null && pid === null)
        ? []
        : [place ?? name ?? `${pid}`]
    ),
  ).size;
}
