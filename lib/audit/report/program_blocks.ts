/**
 * The findings of a report, grouped by program.
 *
 * @module
 */
import type { Finding } from "../../model/finding.ts";
import { paintHeader, paintSeverity } from "../../output/colors.ts";
import { countOf, listInWords } from "../../text/wording.ts";
import { countSeverities } from "../audit_rows.ts";
import type { FoundCase } from "../engine/judge.ts";
import { connectionText } from "./connection_text.ts";
import { commandLine, fillLines } from "./report_lines.ts";

/** How to write findings. */
export interface BlockOptions {
  /** The width of a line; Infinity for any width. */
  readonly width: number;
  readonly color: boolean;
  /** The connections behind a finding, by its ID. */
  readonly casesById: ReadonlyMap<string, FoundCase>;
}

/** The most programs that are told in full, and that get a line. */
const MOST_PROGRAMS = 20;
/** The most rules of a program, findings of a rule and connections of a finding that are told. */
const MOST_RULES = 8;
const MOST_CASES = 3;
const MOST_CONNECTIONS = 3;
/** The most command lines for a program, and process IDs in its heading. */
const MOST_COMMANDS = 6;
const MOST_PIDS = 5;

/** Writes findings, program by program in the order of the worst finding of each. */
export function programBlocks(findings: readonly Finding[], options: BlockOptions): string[] {
  const programs = [...Map.groupBy(findings, programKey).values()];
  // What a rule means is told with its first finding.
  const told = new Set<string>();
  const others = programs.slice(MOST_PROGRAMS);
  return [
    ...programs.slice(0, MOST_PROGRAMS).flatMap((some) => ["", ...blockLines(some, told, options)]),
    ...others.length === 0 ? [] : ["", ...othersLines(others, options)],
  ];
}

function programKey({ path, process, pid }: Finding): string {
  return JSON.stringify(path === null && process === null ? [pid] : [path, process]);
}

function blockLines(
  findings: readonly Finding[],
  told: Set<string>,
  options: BlockOptions,
): string[] {
  const { width, color } = options;
  const heading = fillLines(headingOf(findings), { width });
  const { path } = findings[0]!;
  const rules = [...Map.groupBy(findings, ({ rule, severity }) => `${severity} ${rule}`).values()];
  const shown = rules.slice(0, MOST_RULES);
  const more = rules.slice(MOST_RULES).flat().length;
  const commands = commandsOf(shown.flatMap((some) => some.slice(0, MOST_CASES)));
  return [
    ...heading.map((line) => color ? paintHeader(line) : line),
    ...path === null ? [] : fillLines(path, { width, indent: 2 }),
    ...shown.flatMap((some) => ruleLines(some, told, options)),
    ...more === 0 ? [] : fillLines(`${countOf(more, "more finding")} by other rules`, {
      width,
      indent: 2,
    }),
    ...commands.length === 0 ? [] : ["  Next:"],
    ...commands.map((command) => commandLine(command, 4)),
  ];
}

function headingOf(findings: readonly Finding[]): string {
  const [{ process, path, services, socketService }] = findings as [Finding];
  const pids = [...new Set(findings.map(({ pid }) => pid))]
    .filter((pid) => pid !== null).filter((pid) => pid > 0)
    .sort((one, other) => one - other);
  const isNone = process === null && path === null && pids.length === 0;
  if (isNone) return "No program is known of";
  const some = pids.slice(0, MOST_PIDS).join(", ") +
    (pids.length > MOST_PIDS ? ` and ${pids.length - MOST_PIDS} more` : "");
  const service = socketService ?? (services?.length === 1 ? services[0]! : null);
  return [
    process ?? "Unknown program",
    ...pids.length === 0 ? [] : [`PID ${some}`],
    ...service === null ? [] : [`(${service})`],
  ].join("  ");
}

/** The findings of one rule: its headline, each case, and once what it means. */
function ruleLines(
  findings: readonly Finding[],
  told: Set<string>,
  { width, color, casesById }: BlockOptions,
): string[] {
  const [finding] = findings as [Finding];
  const { rule, severity, title, technique, author } = finding;
  const names = [rule, technique, author === null ? null : `by ${author}`]
    .filter((name) => name !== null);
  const heading = `${MARKS[severity!]} ${severity}: ${title} (${names.join(", ")})`;
  const more = findings.length - MOST_CASES;
  const isFirst = !told.has(rule!);
  told.add(rule!);
  const about = casesById.get(finding.id!)?.rule.about ?? null;
  const sentence = (label: string, text: string | null) =>
    text === null || text === "" ? [] : fillLines(`${label}: ${text}`, { width, indent: 4 });
  return [
    ...fillLines(heading, { width, indent: 2 }).map((line) =>
      color ? paintSeverity(line, severity!) : line
    ),
    ...findings.slice(0, MOST_CASES).flatMap((finding) => [
      ...fillLines(finding.reason ?? "", { width, indent: 4 }),
      ...sentence("Seen", evidenceBeside(finding).join("; ")),
      ...connectionLines(finding, { width, casesById }),
    ]),
    ...more > 0
      ? fillLines(`and ${countOf(more, "more finding")} by this rule`, { width, indent: 4 })
      : [],
    ...isFirst ? sentence("Means", about) : [],
    ...isFirst ? sentence("False alarm", finding.falseAlarms) : [],
    ...isFirst ? sentence("Do", finding.advice) : [],
    ...isFirst ? sentence("More", finding.reference) : [],
  ];
}

/** What was seen, but for the path alone: that stands below the name of the program. */
function evidenceBeside({ evidence, path }: Finding): string[] {
  const isPath = (phrase: string) =>
    path !== null && PATH_PHRASES.some((words) => phrase === words + path);
  return evidence?.filter((phrase) => !isPath(phrase)) ?? [];
}

const PATH_PHRASES = ["path: ", "its path: ", "it runs from "] as const;

/** How much a finding matters, without colour. */
const MARKS = { critical: "!!!", high: "!!", medium: "!", low: "-", informational: "-" } as const;

function connectionLines(
  finding: Finding,
  { width, casesById }: Pick<BlockOptions, "width" | "casesById">,
): string[] {
  const subjects = casesById.get(finding.id!)?.subjects.map(({ row }) => row) ?? [];
  const rows = subjects.length > 0 ? subjects : finding.protocol === null ? [] : [finding];
  const more = rows.length - MOST_CONNECTIONS;
  return [
    ...rows.slice(0, MOST_CONNECTIONS).flatMap((row) =>
      fillLines(connectionText(row), { width, indent: 6 })
    ),
    ...more > 0 ? fillLines(`and ${countOf(more, "more connection")}`, { width, indent: 6 }) : [],
  ];
}

function commandsOf(findings: readonly Finding[]): string[] {
  const commands = [...new Set(findings.flatMap(({ commands }) => commands ?? []))];
  // Those that look come before those that end a program.
  const isEnd = (command: string) => command.startsWith("netwho kill ");
  const looks = commands.filter((command) => !isEnd(command)).slice(0, MOST_COMMANDS);
  return [...looks, ...commands.filter(isEnd).slice(0, 1)];
}

function othersLines(
  programs: readonly (readonly Finding[])[],
  { width }: BlockOptions,
): string[] {
  const named = programs.slice(0, MOST_PROGRAMS).map((findings) => {
    const numbers = countSeverities(findings).map(([severity, count]) => `${count} ${severity}`);
    return `${headingOf(findings)}: ${listInWords(numbers)}`;
  });
  const more = programs.slice(MOST_PROGRAMS);
  const numbers = countSeverities(more.flat()).map(([severity, count]) => `${count} ${severity}`);
  return [
    "Other programs:",
    ...named.flatMap((line) => fillLines(line, { width, indent: 2 })),
    ...more.length === 0
      ? []
      : fillLines(`and ${countOf(more.length, "more program")}: ${listInWords(numbers)}`, {
        width,
        indent: 2,
      }),
  ];
}
