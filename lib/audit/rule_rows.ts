/**
 * Rules as rows: what `netwho audit --list-rules` lists.
 *
 * @module
 */
import type { RuleRow } from "../model/rule_row.ts";
import type { Rule } from "./engine/rule.ts";

/** Returns rules as rows, in their order. */
export function ruleRows(rules: readonly Rule[]): RuleRow[] {
  return rules.map((
    { id, title, severity, technique, os, needs, about, falseAlarms, advice, references, author },
  ) => ({
    id,
    title,
    severity,
    technique,
    os: os ?? null,
    needs: listOf(needs),
    about,
    falseAlarms,
    advice,
    references: listOf(references),
    author: author ?? null,
  }));
}

function listOf(items: readonly string[]): readonly string[] | null {
  return items.length === 0 ? null : items;
}
