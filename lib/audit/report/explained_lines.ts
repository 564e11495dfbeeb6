/**
 * What `--explain` adds to the report: every connection, by program and by what is said of it.
 *
 * @module
 */
import type { Finding } from "../../model/finding.ts";
import { paintHeader } from "../../output/colors.ts";
import { connectionText } from "./connection_text.ts";
import { fillLines } from "./report_lines.ts";

/** Writes what is said of connections, those of a program together. */
export function explainedLines(
  rows: readonly Finding[],
  { width, color }: { readonly width: number; readonly color: boolean },
): string[] {
  if (rows.length === 0) return [];
  const heading = (text: string) =>
    fillLines(text, { width }).map((line) => color ? paintHeader(line) : line);
  const programs = Map.groupBy(rows, (row) => JSON.stringify([programOf(row), row.path]));
  return [
    "",
    ...heading("Every connection:"),
    ...[...programs.values()].flatMap((some) => [
      ...fillLines(programOf(some[0]!), { width, indent: 2 }),
      ...[...Map.groupBy(some, saying)].flatMap(([text, alike]) => [
        ...fillLines(text, { width, indent: 4 }),
        ...alike.flatMap((row) => fillLines(connectionText(row), { width, indent: 6 })),
      ]),
    ]),
  ];
}

function programOf({ process, pid, state }: Finding): string {
  // One whose owner could not be seen has an owner all the same.
  if (process === null && (pid === 0 || (pid === null && state === "TIME_WAIT"))) {
    return "No program";
  }
  return `${process ?? "Unknown program"}${pid === null || pid === 0 ? "" : `  PID ${pid}`}`;
}

function saying({ outcome, reason }: Finding): string {
  return `${WORDS[outcome]}: ${reason}`;
}

const WORDS: Readonly<Record<Finding["outcome"], string>> = {
  finding: "Finding",
  partOf: "Part of a finding",
  notJudged: "Not judged",
  normal: "Normal",
  unremarkable: "Unremarkable",
};
