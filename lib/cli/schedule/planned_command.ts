/**
 * The command line that a task is to run, checked as when it is typed: a slip of the pen is an error
 * now and not at night.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import { isGiven, type OptionValue } from "../../model/option.ts";
import { commandInWords } from "../../schedule/task_words.ts";
import { type Command, selectCommand } from "../command.ts";
import { parseArguments } from "../options/parse_arguments.ts";
import { asksForHelp } from "../options/suggest_option.ts";
import { run, withGeneralOptions } from "../run.ts";

/** A command that may be scheduled. */
export interface PlannedCommand {
  /** netwho's arguments. */
  readonly command: readonly string[];
  /** The name of the command. */
  readonly name: string;
  /** Whether it keeps running: for how long it was told to, or without an end. */
  readonly stays: "no" | "limited" | "endless";
  /** What becomes of its rows, where that may surprise. */
  readonly notes: readonly string[];
}

/** netwho itself, with or without its path: a task starts it anyway. */
const OWN_NAME = /^(?:.*[\\/])?netwho(?:\.exe)?$/i;

/** Commands that are of no use to a scheduler, and why. */
export const UNSCHEDULED_COMMANDS: Readonly<Record<string, string>> = {
  completions: "it only prints a script",
  help: "it only prints help",
  schedule: "it would schedule or run tasks itself",
};

/**
 * Checks a command line.
 *
 * @throws {UsageError} if netwho would refuse it, or it is of no use to a scheduler.
 */
export async function checkCommand(
  args: readonly string[],
  { host, commands }: { host: Host; commands: readonly Command[] },
): Promise<PlannedCommand> {
  const given = OWN_NAME.test(args[0] ?? "") ? args.slice(1) : args;
  const refuse = (reason: string, hint: string | null = null) =>
    new UsageError(`Cannot schedule ${commandInWords({ command: given })}: ${reason}`, { hint });
  if (given.length === 0) throw refuse("name the command to run, such as log");
  if (given.some((arg) => asksForHelp(arg) || /^(?:--version|-V)$/.test(arg))) {
    throw refuse("it only prints help or a version");
  }
  try {
    const { command, rest } = selectCommand(given, commands);
    const reason = UNSCHEDULED_COMMANDS[command.name];
    if (reason !== undefined) throw refuse(reason);
    const { options, positionals } = parseArguments(rest, {
      ...withGeneralOptions(command),
      commands: commands.map(withGeneralOptions),
    }) as { options: Readonly<Record<string, OptionValue>>; positionals: readonly string[] };
    checkReading(options, { positionals, refuse });
    if (command.name === "close" && options.yes === false && options.dryRun === false) {
      throw refuse("nobody is there to ask if it chooses several connections", "Add --yes");
    }
    await tryOut(given, { host, commands });
    return {
      command: given,
      name: command.name,
      stays: howLongItStays(command.name, options),
      notes: [
        ...command.name === "inspect" && given[0] !== "inspect" && positionals.some(isProgram)
          ? [`A task runs netwho alone: this one looks at ${given[0]}, and does not start it`]
          : [],
        ...outputNotes(command.name, options),
      ],
    };
  } catch (error) {
    if (!(error instanceof UsageError) || error.message.startsWith("Cannot schedule ")) throw error;
    throw refuse(error.message, error.hint);
  }
}

/** `watch` goes on until something ends it; other commands only with --every. */
function howLongItStays(
  name: string,
  { every = null, for: length = null, count = null, duration = null, timeout = null, until = null }:
    Readonly<Record<string, OptionValue>>,
): PlannedCommand["stays"] {
  if (name === "watch") {
    const ends = isGiven(count) || isGiven(duration) || (isGiven(until) && isGiven(timeout));
    return ends ? "limited" : "endless";
  }
  if (!isGiven(every)) return "no";
  return isGiven(length) ? "limited" : "endless";
}

function isProgram(word: string): boolean {
  return /[\\/]|\.(?:exe|com|bat|cmd|ps1|vbs|py|sh)$/i.test(word);
}

/** What a task cannot read: it has no standard input, and each run is a new one. */
function checkReading(
  { record = null, replay = null, from = [] }: Readonly<Record<string, OptionValue>>,
  { positionals, refuse }: {
    positionals: readonly string[];
    refuse: (reason: string, hint?: string) => UsageError;
  },
): void {
  if (isGiven(record)) throw refuse("a recording needs an empty folder each time");
  if (isGiven(replay)) throw refuse("a recording stays the same each time");
  const isPiped = positionals.includes("-") || (Array.isArray(from) && from.includes("-"));
  if (isPiped) throw refuse("a task has no standard input");
}

function outputNotes(
  name: string,
  { out = null, append = false, log = false }: Readonly<Record<string, OptionValue>>,
): string[] {
  if (name === "log" || name === "snapshot" || log === true) return [];
  if (!isGiven(out)) {
    const keeps = name === "watch" ? "--log keeps a history" : "--out FILE keeps it";
    return [`What it prints goes to its log, of which only the last 4 MB are kept; ${keeps}`];
  }
  return append === true
    ? []
    : ["Each run replaces the file of --out; --append adds to it instead"];
}

/** The end of a tried run: it would begin to work. */
class WouldWork extends Error {}

/**
 * Runs the command up to its first look at the machine: commands check all of their options before
 * that.
 *
 * @throws {UsageError} of the command.
 */
async function tryOut(
  args: readonly string[],
  { host, commands }: { host: Host; commands: readonly Command[] },
): Promise<void> {
  const ended = new AbortController();
  const reached = Promise.withResolvers<void>();
  const stop = () => {
    // A command that goes on after a failure ends by its signal.
    ended.abort();
    reached.resolve();
    throw new WouldWork("The command would begin to work");
  };
  const tried = run(args, { host: idleHost(host, stop), commands, signal: ended.signal });
  try {
    await Promise.race([tried, reached.promise]);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // What cannot be read now may be there by then.
  } finally {
    ended.abort();
    tried.catch(() => {});
  }
}

/** Parts of a host that neither change the machine nor tell of its connections. */
const HARMLESS = [
  "os",
  "env",
  "now",
  "elevated",
  "cacheFolder",
  "dataFolder",
  "configFolder",
  "currentFolder",
  "pathKind",
  "realPath",
  "consoleCodePage",
  "oemCodePage",
  "ansiCodePage",
] as const satisfies readonly (keyof Host)[];

/** A host as a task has it that stops at anything else. */
function idleHost(host: Host, stop: () => never): Host {
  const kept = HARMLESS.map((name) => [name, host[name]]);
  return {
    ...Object.fromEntries(Object.keys(host).map((name) => [name, stop])),
    ...Object.fromEntries(kept),
    // A command that would read a list from standard input says so on a terminal.
    isTerminal: (stream: string) => stream === "stdin",
    canColor: () => false,
    terminalColumns: () => null,
    terminalSize: () => null,
    outputCodePage: () => null,
  } as unknown as Host;
}
