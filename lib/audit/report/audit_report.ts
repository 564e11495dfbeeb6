/**
 * The report of an audit for people: whether to worry, the findings by program, what was not judged,
 * and what no program of this kind sees.
 *
 * @module
 */
import { type Finding, isAtLeast, NO_FINDING } from "../../model/finding.ts";
import { paintHeader, paintSeverity, paintStrong } from "../../output/colors.ts";
import type { Format } from "../../output/format.ts";
import { textReport } from "../../output/text_report.ts";
import { isRemainder } from "../audit_rows.ts";
import type { AuditSummary, SummaryHolder } from "../audit_summary.ts";
import { closingLines } from "./closing_lines.ts";
import { explainedLines } from "./explained_lines.ts";
import { programBlocks } from "./program_blocks.ts";
import { fillLines } from "./report_lines.ts";
import { verdictOf } from "./verdict.ts";

/** How to write a report on an audit. */
export interface AuditReportOptions {
  /** The width of the terminal; null for any width. */
  readonly columns: number | null;
  /** Whether to colour. */
  readonly color: boolean;
  /** The filters as typed. @default none */
  readonly filters?: string;
  /** What was not judged, as rows. @default those among the others */
  readonly remainders?: readonly Finding[];
}

/** Makes the format `text`, which writes the rows of an audit as a report, after the last one. */
export function auditFormat(told: SummaryHolder): Format {
  return textReport((rows, options) => {
    if (told.summary === null) return "";
    const findings = rows.map((row): Finding => ({
      ...NO_FINDING,
      outcome: "unremarkable",
      ...row,
    }));
    return auditText(findings, told.summary, { ...options, remainders: told.remainders });
  });
}

/** What the textbooks say; nothing that netwho does is as urgent. */
const FIRST_STEPS = "If you believe that somebody is in this computer: first unplug the network, " +
  "then save your data, then look";

/**
 * Writes the rows of an audit as a report. Escapes text from outside; no line is wider than the terminal
 * but for an address, a link or a command line that is.
 *
 * @param rows those to tell of, which filters may have chosen.
 */
export function auditText(
  rows: readonly Finding[],
  summary: AuditSummary,
  { columns, color, filters = "", remainders = rows.filter(isRemainder) }: AuditReportOptions,
): string {
  const width = columns ?? Infinity;
  const findings = rows.filter(({ outcome }) => outcome === "finding");
  const explained = rows.filter((row) => row.outcome !== "finding" && !isRemainder(row));
  const verdict = verdictOf(findings, summary, { filters });
  const isUrgent = findings.some(({ severity }) => isAtLeast(severity, "high"));
  const casesById = new Map(summary.findings.map((found) => [found.finding.id!, found]));
  const paint = (line: string) =>
    !color
      ? line
      : verdict.severity === null
      ? paintHeader(line)
      : paintStrong(paintSeverity(line, verdict.severity));
  const lines = [
    ...fillLines(verdict.text, { width }).map(paint),
    ...isUrgent ? ["", ...fillLines(FIRST_STEPS, { width })] : [],
    ...programBlocks(findings, { width, color, casesById }),
    ...explainedLines(explained, { width, color }),
    ...closingLines({ findings, remainders }, summary, { width, color, filters }),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
