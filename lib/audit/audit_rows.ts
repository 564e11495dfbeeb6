/**
 * The rows of an audit: findings, the worst first, then what was not judged. Flat, so that CSV and
 * PowerShell take them as they are.
 *
 * @module
 */
import { type Finding, NO_FINDING, SEVERITIES } from "../model/finding.ts";
import type { AuditSummary } from "./audit_summary.ts";
import { type CommandContext, commandsFor } from "./next_commands.ts";
import { type NotJudged, notJudged, type NotJudgedContext } from "./not_judged.ts";

/** Returns the findings of an audit as rows, with the command lines for each. */
export function findingRows({ findings }: AuditSummary, context: CommandContext): Finding[] {
  const kept = pidsToKeep(findings);
  return findings.map(({ finding }) => ({
    ...finding,
    commands: commandsFor({ ...finding, keepRunning: kept.has(finding.pid) }, context),
  }));
}

/** The processes that a rule advises not to end, whatever else was found about them. */
function pidsToKeep(findings: AuditSummary["findings"]): ReadonlySet<number | null> {
  return new Set(
    findings.flatMap(({ rule, subjects }) =>
      rule.keepRunning === true ? subjects.map(({ row }) => row.pid) : []
    ),
  );
}

/** Returns what was not judged as rows. */
export function remainderRows(summary: AuditSummary, context: NotJudgedContext): Finding[] {
  return notJudged(summary, context).map(rowOf);
}

/** Whether a row tells of something that was not judged, and of no single connection. */
export function isRemainder(
  { outcome, protocol }: Partial<Record<keyof Finding, unknown>>,
): boolean {
  return outcome === "notJudged" && (protocol ?? null) === null;
}

function rowOf({ key, what, reason, advice, rules, connections }: NotJudged): Finding {
  return {
    ...NO_FINDING,
    outcome: "notJudged",
    id: `not-judged-${key}`,
    title: `Not judged: ${what}`,
    reason,
    evidence: rules.length === 0 ? null : rules,
    advice,
    missing: [key],
    connections,
  };
}

/** The worst first: how many findings have each severity. */
export function countSeverities(
  findings: readonly Pick<Finding, "severity">[],
): (readonly [severity: typeof SEVERITIES[number], count: number])[] {
  return SEVERITIES.toReversed().flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [[severity, count] as const];
  });
}
