/**
 * The end of a report on an audit: what was not judged, what was left out on purpose, and what no
 * program of this kind sees.
 *
 * @module
 */
import type { Finding } from "../../model/finding.ts";
import { paintHeader } from "../../output/colors.ts";
import { countOf } from "../../text/wording.ts";
import type { AuditSummary } from "../audit_summary.ts";
import { fillLines } from "./report_lines.ts";

/** The rows that the report tells of. */
export interface ToldRows {
  readonly findings: readonly Finding[];
  /** What was not judged. */
  readonly remainders: readonly Finding[];
}

/** How to write the lines. */
export interface ClosingOptions {
  readonly width: number;
  readonly color: boolean;
  /** The filters as typed. */
  readonly filters: string;
}

/** Writes the sections behind the findings; each with an empty line before it. */
export function closingLines(
  { findings, remainders }: ToldRows,
  summary: AuditSummary,
  { width, color, filters }: ClosingOptions,
): string[] {
  const section = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [
      "",
      color ? paintHeader(title) : title,
      ...items.flatMap((item) => fillLines(item, { width, indent: 2 })),
    ];
  const isUnseen = ({ id }: Finding) => id === "not-judged-unseen";
  return [
    ...section("Not judged:", gapTexts(remainders.filter((row) => !isUnseen(row)))),
    ...section("Nobody can see from here:", remainders.filter(isUnseen).flatMap(unseenTexts)),
    ...section("Left out:", leftOutTexts(findings, summary, filters)),
    ...section("Also:", alsoTexts(summary, findings.length)),
  ];
}

/**
 * `Where the program lies: 12 connections, 3 rules. Run netwho as administrator (root)`: what the same
 * advice helps against stands together.
 */
function gapTexts(gaps: readonly Finding[]): string[] {
  return [...Map.groupBy(gaps, ({ id, advice }) => advice ?? id)].map(([, alike]) => {
    const { advice } = alike[0]!;
    const text = asHeading(alike.map(gapText).join("; "));
    return advice === null ? text : `${text}. ${advice}`;
  });
}

function gapText({ title, reason, evidence, connections, missing }: Finding): string {
  const isFact = missing?.[0] !== "rules" && missing?.[0] !== "sigma";
  const what = (title ?? "").replace("Not judged: ", "");
  const numbers = [
    ...connections === null ? [] : [countOf(connections, "connection")],
    ...evidence === null ? [] : [countOf(evidence.length, "rule")],
  ];
  return isFact ? `${what}: ${numbers.join(", ")}` : reason ?? what;
}

function unseenTexts({ reason, advice }: Finding): string[] {
  const items = (reason ?? "").replace("Nobody can see from here: ", "").split("; ");
  return [...items, ...advice === null ? [] : [advice]].map(asHeading);
}

function asHeading(text: string): string {
  if (text.startsWith("netwho")) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The most findings that the config allows that are named. */
const MOST_ALLOWED = 5;

function leftOutTexts(
  findings: readonly Finding[],
  { findings: all, allowed = [], old = [], baseline = null, milder = [], config }: AuditSummary,
  filters: string,
): string[] {
  const unchosen = all.length - findings.length;
  const more = allowed.length - MOST_ALLOWED;
  return [
    ...unchosen <= 0 ? [] : [
      `${countOf(unchosen, "finding")} ${filters === "" ? "" : `that ${filters} `}` +
      `${filters === "" ? "behind --limit" : "does not choose"}`,
    ],
    ...milder.length === 0 ? [] : [`${countOf(milder.length, "finding")} below --min-severity`],
    ...old.length === 0
      ? []
      : [`${countOf(old.length, "finding")} that ${baseline ?? "the baseline"} has already`],
    ...allowed.length === 0
      ? []
      : [`${countOf(allowed.length, "finding")} that ${config ?? "the config"} allows:`],
    ...allowed.slice(0, MOST_ALLOWED).map(({ found: { finding }, because }) =>
      `- ${finding.process ?? "unknown program"}: ${finding.title}: ${because}`
    ),
    ...more > 0 ? [`- and ${more} more`] : [],
  ];
}

/** With more findings than this a person wants them as a table or in a file. */
const MANY = 12;

function alsoTexts({ remarks = [], sigma = null }: AuditSummary, count: number): string[] {
  const passedOver = Object.entries(sigma?.passedOver ?? {});
  return [
    ...sigma === null ? [] : [
      `${countOf(sigma.rules, "Sigma rule")} judged` +
      (passedOver.length === 0
        ? ""
        : `; passed over: ${
          passedOver.map(([category, count]) => `${count} of ${category}`).join(", ")
        }`),
    ],
    ...remarks,
    ...count > MANY ? ["Every finding: --format table, or --out findings.csv"] : [],
  ];
}
