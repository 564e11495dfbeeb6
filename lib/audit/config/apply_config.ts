/**
 * Applies a config to what was found. Pure.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import type { AllowedCase } from "../audit_summary.ts";
import { compareFound, type FoundCase, type Judgement } from "../engine/judge.ts";
import type { Rule } from "../engine/rule.ts";
import type { AllowEntry } from "./allow_entry.ts";
import type { AuditConfig } from "./read_config.ts";

/** Splits rules into those that judge, and those that the config switches off. */
export function chosenByConfig(
  rules: readonly Rule[],
  config: AuditConfig | null,
): { readonly rules: readonly Rule[]; readonly leftOut: readonly Rule[] } {
  const isOff = ({ id }: Rule) => config?.severityOf(id) === "off";
  return { rules: rules.filter((rule) => !isOff(rule)), leftOut: rules.filter(isOff) };
}

/** Gives findings the severities of the config; each says which one it had. */
export function withSeverities<Judged extends Judgement>(
  judgement: Judged,
  config: AuditConfig | null,
): Judged {
  if (config === null) return judgement;
  const findings = judgement.findings.map((found) => {
    const severity = config.severityOf(found.rule.id);
    const { finding } = found;
    if (severity === null || severity === "off" || severity === finding.severity) return found;
    const remark = `the config makes it ${severity}, the rule ${finding.severity}`;
    const evidence = [...finding.evidence ?? [], remark];
    return { ...found, finding: { ...finding, severity, evidence } };
  });
  return { ...judgement, findings: findings.sort(compareFound) };
}

/** What the allow list left of the findings. */
export interface Allowance {
  /** The findings that it allows. */
  readonly allowed: readonly AllowedCase[];
}

/** Takes the findings out that the allow list allows on a day, YYYY-MM-DD. */
export function allowFindings<Judged extends Judgement>(
  judgement: Judged,
  { config, today }: { config: AuditConfig | null; today: string },
): Judged & Allowance {
  const entries = config?.allow.filter(({ until }) => until === null || until >= today) ?? [];
  if (entries.length === 0) return { ...judgement, allowed: [] };
  const findings: FoundCase[] = [];
  const allowed: AllowedCase[] = [];
  for (const found of judgement.findings) {
    const because = reasonFor(found, entries);
    if (because === null) findings.push(found);
    else allowed.push({ found, because });
  }
  return { ...judgement, findings, allowed };
}

/**
 * Why a finding is allowed; null where it is not: each connection behind it needs an entry, so that an
 * unwanted one does not hide among wanted ones.
 */
function reasonFor(
  { finding, subjects }: FoundCase,
  entries: readonly AllowEntry[],
): string | null {
  const rows = subjects.length === 0 ? [finding] : subjects.map(({ row }) => row);
  const reasons = new Set<string>();
  for (const row of rows) {
    const entry = entries.find(({ holds }) => holds(finding.rule!, row as Partial<Connection>));
    if (entry === undefined) return null;
    reasons.add(entry.reason);
  }
  return [...reasons].join("; ");
}

/** The entries that a day is too late for, in a sentence each. */
export function expiredEntries(config: AuditConfig | null, today: string): string[] {
  return (config?.allow ?? []).filter(({ until }) => until !== null && until < today).map((entry) =>
    `${
      config!.label
    }, line ${entry.line}: the entry ended with ${entry.until} and allows nothing ` +
    `any more (${entry.reason})`
  );
}
