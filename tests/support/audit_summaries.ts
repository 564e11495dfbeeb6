/**
 * Audits for tests of what is told of them.
 *
 * @module
 */
import type { AuditSummary } from "../../lib/audit/audit_summary.ts";
import type { Fact } from "../../lib/audit/engine/facts_needed.ts";
import { judge } from "../../lib/audit/engine/judge.ts";
import type { Claim, Rule } from "../../lib/audit/engine/rule.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { type AuditedRow, auditedView, type ViewFacts } from "./audited.ts";

/** A made-up rule that says something of each connection: a claim, a fact that is missing, or nothing. */
export function madeUpRule(
  about: Partial<Rule> & { readonly id: string },
  says: (row: Connection) => Claim | Fact | null,
): Rule {
  return {
    title: `Title of ${about.id}`,
    severity: "medium",
    about: "What it means.",
    falseAlarms: "When it means nothing.",
    advice: "What to do.",
    technique: "T1000",
    references: ["https://example.com/rule"],
    needs: [],
    *judge({ subjects }) {
      for (const subject of subjects) {
        const found = says(subject.row);
        if (found !== null) yield { subjects: [subject], found };
      }
    },
    ...about,
  };
}

/** Judges connections, and returns what reports are made of. */
export function auditOf(
  rows: readonly AuditedRow[],
  rules: readonly Rule[],
  facts: ViewFacts = {},
): AuditSummary {
  const view = auditedView(rows, facts);
  return { ...judge(view, rules), view, rules };
}
