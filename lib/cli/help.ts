/**
 * The help, made from the tables of commands and options.
 *
 * @module
 */
import type { Option } from "../model/option.ts";
import type { Command } from "./command.ts";
import { GENERAL_OPTIONS, GROUP_NOTES } from "./options/general_options.ts";
import { entries, type Entry, paragraph } from "./help_layout.ts";

/** Width of help where there is no terminal. */
const DEFAULT_COLUMNS = 80;

/** Wider lines are hard to read, however wide the terminal. */
const MOST_COLUMNS = 100;

/** What the exit codes mean, for people. */
const EXIT_CODES: readonly Entry[] = [
  ["0", "done"],
  ["1", "kept for findings and differences; no command ends with it yet"],
  ["2", "the command line is wrong"],
  ["3", "something could not be read, run or written, or netwho has a bug"],
  ["4", "what was read was not understood"],
  ["130", "interrupted"],
];

/** How wide help may be. */
export interface HelpOptions {
  /** The terminal's columns; null where there is none. */
  readonly columns: number | null;
}

/** The help for the program: its commands. The table's first one is what `netwho` alone runs. */
export function overview(commands: readonly Command[], { columns }: HelpOptions): string {
  const width = usableWidth(columns);
  const first = commands[0]!.name;
  return sections([
    paragraph(`netwho: ${commands[0]!.summary}`, { width }),
    section("Usage", ["  netwho [COMMAND] [OPTIONS]"]),
    section("Commands", entries(commands.map(({ name, summary }) => [name, summary]), { width })),
    section("General", optionLines(GENERAL_OPTIONS, width)),
    section(
      "Examples",
      exampleLines([
        ["netwho", `the same as netwho ${first}`],
        ["netwho --established --public", "open connections to the Internet"],
        [`netwho help ${first}`, "everything that can be asked for"],
      ], width),
    ),
    section("Exit codes", entries(EXIT_CODES, { width })),
  ]);
}

/** The help for one command: what it does, its options by group, examples, exit codes. */
export function commandHelp(command: Command, { columns }: HelpOptions): string {
  const width = usableWidth(columns);
  const { name, summary, details, positionals } = command;
  return sections([
    paragraph(`netwho ${name}: ${summary}`, { width }),
    ...(details ?? "").split(/\n{2,}/).map((text) => paragraph(text, { width })),
    section("Usage", paragraph(usage(command), { width, indent: 2, hanging: 4 })),
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
