/**
 * The help, generated from the tables of commands and options. The tables hold plain ASCII text.
 *
 * @module
 */
import type { Option } from "../model/option.ts";
import { wrap } from "../text/terminal_text.ts";
import type { Command } from "./command.ts";
import { GENERAL_OPTIONS, GROUP_NOTES } from "./options/general_options.ts";

/** The width of the help without a terminal. */
const DEFAULT_COLUMNS = 80;

/** Wider lines are hard to read. */
const MOST_COLUMNS = 100;

/** A term and its meaning. */
type Entry = readonly [term: string, meaning: string];

/** The exit codes and their meanings. */
const EXIT_CODES: readonly Entry[] = [
  ["0", "success"],
  [
    "1",
    "something changed or was found, with --fail-on-change or --fail-on; or what --until waits for did " +
    "not come",
  ],
  ["2", "the command line is invalid"],
  ["3", "a read, a write or a tool failed, or netwho has a bug"],
  ["4", "the input was not understood"],
  ["130", "interrupted; on Linux 143 by SIGTERM, 129 by SIGHUP, 131 by SIGQUIT"],
];

/** How to lay out the help. */
export interface HelpOptions {
  /** The width of the terminal in columns; null without a terminal. */
  readonly columns: number | null;
}

/** The help for the program. `netwho` alone runs the first command. */
export function overview(commands: readonly Command[], { columns }: HelpOptions): string {
  const width = usableWidth(columns);
  const first = commands[0]!.name;
  const inspect = commands.find(({ takesTargets }) => takesTargets);
  const { name: target, about: targets } = inspect?.positionals ?? { name: "", about: "" };
  return sections([
    paragraph(`netwho: ${commands[0]!.summary}`, { width }),
    section("Usage", [
      "  netwho [COMMAND] [OPTIONS]",
      ...inspect === undefined ? [] : [`  netwho ${target}... [OPTIONS]`],
    ]),
    inspect === undefined ? [] : section("Arguments", entries([[target, targets]], { width })),
    section("Commands", entries(commands.map(({ name, summary }) => [name, summary]), { width })),
    section("General", optionLines(GENERAL_OPTIONS, width)),
    section(
      "Examples",
      exampleLines([
        ["netwho", `the same as netwho ${first}`],
        ...inspect === undefined ? [] : targetExamples(inspect.name),
        ["netwho --established --public", "open connections to the Internet"],
        [`netwho help ${first}`, "every option of the command"],
      ], width),
    ),
    section("Exit codes", entries(EXIT_CODES, { width })),
  ]);
}

function targetExamples(command: string): Command["examples"] {
  return [
    ["netwho 443", `who uses port 443, or is process 443; the same as netwho ${command} 443`],
    ["netwho chrome", "everything about the program"],
    ["netwho 203.0.113.7", "the connections to an address"],
  ];
}

/** The help for one command: its purpose, options by group, examples and exit codes. */
export function commandHelp(command: Command, { columns }: HelpOptions): string {
  const width = usableWidth(columns);
  const { name, summary, details, positionals } = command;
  return sections([
    paragraph(`netwho ${name}: ${summary}`, { width }),
    ...(details?.split(/\n{2,}/) ?? []).map((text) => paragraph(text, { width })),
    section(
      "Usage",
      (command.usage ?? [usage(command)]).flatMap((line) => paragraph(line, { width, indent: 2 })),
    ),
    positionals === undefined
      ? []
      : section("Arguments", entries([[positionals.name, positionals.about]], { width })),
    ...groupsOf([...command.options, ...GENERAL_OPTIONS]).map(([group, options]) => {
      const note = GROUP_NOTES[group];
      return section(group, [
        ...optionLines(options, width),
        ...(note === undefined ? [] : paragraph(note, { width, indent: 2 })),
      ]);
    }),
    section("Examples", exampleLines(command.examples, width)),
    section("Exit codes", entries(EXIT_CODES, { width })),
  ]);
}

function usableWidth(columns: number | null): number {
  return Math.min(columns ?? DEFAULT_COLUMNS, MOST_COLUMNS);
}

function usage({ name, positionals }: Command): string {
  if (positionals === undefined) return `netwho ${name} [OPTIONS]`;
  const one = positionals.many ? `${positionals.name}...` : positionals.name;
  return `netwho ${name} [OPTIONS] ${positionals.optional ? `[${one}]` : one}`;
}

function groupsOf(options: readonly Option[]): [group: string, options: Option[]][] {
  const groups = new Map<string, Option[]>();
  for (const option of options) {
    groups.set(option.group, [...(groups.get(option.group) ?? []), option]);
  }
  return [...groups];
}

function optionLines(options: readonly Option[], width: number): string[] {
  return entries(options.map((option) => [label(option), aboutOf(option)]), { width });
}

function label({ name, short, value, optionalValue }: Option): string {
  const names = short === undefined ? `    --${name}` : `-${short}, --${name}`;
  if (value === undefined) return names;
  return `${names} ${optionalValue ? `[${value}]` : value}`;
}

function aboutOf({ about, choices, words = choices }: Option): string {
  return words === undefined ? about : `${about}: ${words.join(", ")}`;
}

function exampleLines(examples: Command["examples"], width: number): string[] {
  return examples.flatMap(([command, explanation]) => [
    `  ${command}`,
    ...paragraph(explanation, { width, indent: 6 }),
  ]);
}

function section(heading: string, lines: readonly string[]): string[] {
  return [`${heading}:`, ...lines];
}

function sections(all: readonly (readonly string[])[]): string {
  return `${
    all.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")
  }\n`;
}

/** A longer term gets a line of its own. */
const WIDEST_TERM = 26;

/** If meanings get fewer columns, each goes below its term. */
const LEAST_MEANING = 24;

/** Wraps a text at spaces and indents each line. */
function paragraph(
  text: string,
  { width, indent = 0 }: { width: number; indent?: number },
): string[] {
  return wrap(text, width - indent).map((line) => " ".repeat(indent) + line);
}

/** Lists terms with their meanings beside them, aligned, or below them if the space is too narrow. */
function entries(list: readonly Entry[], { width }: { width: number }): string[] {
  const widest = Math.max(
    0,
    ...list.map(([term]) => term.length).filter((length) => length <= WIDEST_TERM),
  );
  const indent = widest + 4;
  const below = width - indent < LEAST_MEANING;
  return list.flatMap(([term, meaning]) => {
    if (below) return [`  ${term}`, ...paragraph(meaning, { width, indent: 6 })];
    const lines = paragraph(meaning, { width, indent });
    if (term.length > widest) return [`  ${term}`, ...lines];
    return [
      `  ${term.padEnd(widest)}  ${(lines[0] ?? "").trimStart()}`.trimEnd(),
      ...lines.slice(1),
    ];
  });
}
