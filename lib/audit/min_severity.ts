/**
 * Leaves out what matters less than somebody wants to know. Pure.
 *
 * @module
 */
import { isAtLeast, type Severity } from "../model/finding.ts";
import type { FoundCase, Judgement } from "./engine/judge.ts";

/** Takes the findings out that matter less than a severity; null takes none. */
export function leaveOutMilder<Judged extends Judgement>(
  judgement: Judged,
  least: Severity | null,
): Judged & { readonly milder: readonly FoundCase[] } {
  const isShown = ({ finding }: FoundCase) => least === null || isAtLeast(finding.severity, least);
  return {
    ...judgement,
    findings: judgement.findings.filter(isShown),
    milder: judgement.findings.filter((found) => !isShown(found)),
  };
}
