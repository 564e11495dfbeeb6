/**
 * Builds the document of SARIF 2.1.0 from the rows of an audit.
 *
 * @module
 */
import type { Finding, Severity } from "../../model/finding.ts";
import { VERSION } from "../../version.ts";
import { isRemainder } from "../audit_rows.ts";
import type { AuditSummary } from "../audit_summary.ts";
import type { Rule } from "../engine/rule.ts";
import { locationOf } from "./sarif_location.ts";
import { messageText } from "./sarif_text.ts";

/** A run of netwho, for the document. */
export interface SarifRun {
  /** When it began and ended, ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** What is missing from the rows; none if the run was successful. */
  readonly warnings: readonly string[];
}

/** A part of the document. */
type Part = Readonly<Record<string, unknown>>;

/** How much a finding matters in SARIF: its level, its rank of 100, and what GitHub makes of it of 10. */
const LEVELS: Readonly<Record<Severity, readonly [level: string, rank: number, score: string]>> = {
  critical: ["error", 95, "9.5"],
  high: ["error", 80, "8.0"],
  medium: ["warning", 50, "5.5"],
  low: ["note", 25, "3.0"],
  informational: ["note", 5, "0.1"],
};

/** Builds the document. Text from outside can neither become a link nor a placeholder in it. */
export function sarifLog(
  rows: readonly Finding[],
  { rules, view }: AuditSummary,
  { startedAt, endedAt, warnings }: SarifRun,
): Part {
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const findings = rows.filter(({ outcome }) => outcome === "finding");
  const remainders = rows.filter(isRemainder);
  const computer = view.subjects[0]?.row.computer ?? null;
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{
      tool: {
        driver: {
          name: "netwho",
          version: VERSION,
          semanticVersion: VERSION,
          rules: rules.map(ruleOf),
          notifications: remainders.map(({ id, title }) => ({
            id,
            shortDescription: { text: messageText(title ?? "") },
          })),
        },
      },
      // One for each computer, so that its results replace those of its last run.
      automationDetails: { id: `netwho-audit/${computer === null ? "" : `${nameOf(computer)}/`}` },
      invocations: [{
        executionSuccessful: warnings.length === 0,
        startTimeUtc: startedAt,
        endTimeUtc: endedAt,
        toolExecutionNotifications: [
          ...warnings.map((text) => ({ level: "error", message: { text: messageText(text) } })),
          ...remainders.map(notificationOf),
        ],
      }],
      language: "en-US",
      columnKind: "utf16CodeUnits",
      results: findings.map((finding) => resultOf(finding, indexOf.get(finding.rule!))),
    }],
  };
}

function ruleOf(
  { id, title, severity, about, advice, falseAlarms, technique, references, author }: Rule,
): Part {
  const [level, rank, score] = LEVELS[severity];
  const helpUri = references.find(isWebAddress);
  const help = [about, `False alarm: ${falseAlarms}`, `Do: ${advice}`].filter((text) =>
    !text.endsWith(": ")
  );
  return {
    id,
    ...isWords(id) ? { name: pascalCase(id) } : {},
    shortDescription: { text: messageText(title) },
    fullDescription: { text: messageText(about === "" ? title : about) },
    help: { text: messageText(help.join("\n")) },
    ...helpUri === undefined ? {} : { helpUri },
    defaultConfiguration: { level, rank },
    properties: {
      tags: ["security", ...technique === null ? [] : [technique]],
      severity,
      "security-severity": score,
      ...author === undefined ? {} : { author },
    },
  };
}

function resultOf(finding: Finding, ruleIndex: number | undefined): Part {
  const { outcome: _outcome, id, rule, severity, reason, evidence, connections, ...rest } = finding;
  const [level, rank] = LEVELS[severity!];
  const seen = evidence === null ? "" : ` Seen: ${evidence.join("; ")}.`;
  return {
    ruleId: rule,
    ...ruleIndex === undefined ? {} : { ruleIndex },
    kind: "fail",
    level,
    rank,
    message: { text: messageText(`${reason}.${seen}`) },
    locations: [locationOf(finding)],
    partialFingerprints: { "netwhoFinding/v1": id },
    occurrenceCount: Math.max(connections ?? 1, 1),
    properties: {
      severity,
      ...evidence === null ? {} : { evidence },
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)),
    },
  };
}

/** What could not be judged is a warning; what nobody can see, or was left out on purpose, a note. */
function notificationOf({ id, reason, advice, evidence, connections }: Finding): Part {
  const isChosen = id === "not-judged-unseen" || id === "not-judged-rules";
  return {
    descriptor: { id },
    level: isChosen ? "note" : "warning",
    message: { text: messageText(`${reason}.${advice === null ? "" : ` ${advice}.`}`) },
    properties: {
      ...evidence === null ? {} : { rules: evidence },
      ...connections === null ? {} : { connections },
    },
  };
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/(?![^]*[<>"])[\x21-\x7e]+$/.test(text) && URL.canParse(text);
}

function isWords(id: string): boolean {
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(id);
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** A computer's name without the slashes that part an ID of SARIF. */
function nameOf(computer: string): string {
  return messageText(computer).replaceAll("/", "_");
}
