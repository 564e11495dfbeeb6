/**
 * The definition of a subcommand. Help, parsing and docs are derived from it.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { Option, OptionsOf, Positionals } from "../model/option.ts";
import { didYouMean } from "../text/nearest.ts";
import { explainFirstWord, meantCommand } from "./first_word.ts";
import { acceptsArguments } from "./options/parse_line.ts";
import { isWrittenOption } from "./options/suggest_option.ts";

/** One use of a command, with the options of its table. */
export interface Invocation<Table extends readonly Option[] = readonly Option[]> {
  /** The machine, or a recording of one. */
  readonly host: Host;
  /** The computer that netwho runs on, also while a recording is played: it has the user's files. */
  readonly own: Host;
  /** The values of the options, checked and typed by the table. */
  readonly options: OptionsOf<Table>;
  /** The arguments that are not options. */
  readonly positionals: readonly string[];
  /** Those of them that follow `--`. */
  readonly behind: readonly string[];
  /** Whether to print details to standard error. */
  readonly verbose: boolean;
  /** Interrupts the command. */
  readonly signal: AbortSignal;
}

/** A subcommand. Without a type argument: any command, as in the table of commands. */
export interface Command<Table extends readonly Option[] = readonly Option[]> {
  /** The name on the command line. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** Whether it runs for a first argument that names no command: `netwho 443` (ADR 20). */
  readonly takesTargets?: true;
  /** Paragraphs for the help, separated by blank lines. */
  readonly details?: string;
  /** The arguments that are not options; absent: none. */
  readonly positionals?: Positionals;
  /** The forms of its command line for the help. @default one, of its arguments and options */
  readonly usage?: readonly string[];
  /** The options, without the general ones. */
  readonly options: Table;
  /** Options of other commands that it lacks on purpose, by name, and why. */
  readonly lacks?: Readonly<Record<string, string>>;
  /** At least two command lines, each with an explanation. */
  readonly examples: readonly (readonly [command: string, explanation: string])[];
  /** Runs the command and resolves to the exit code. */
  run(invocation: Invocation<Table>): Promise<number>;
}

/**
 * Defines a command. The types of the option values in `run` come from its table of options, so
 * `options.listenning` does not compile.
 */
export function defineCommand<const Table extends readonly Option[]>(
  command: Command<Table>,
): Command {
  return command;
}

/** A command and the arguments for it. */
export interface SelectedCommand {
  readonly command: Command;
  /** The arguments after its name. */
  readonly rest: readonly string[];
  /** The word that stands there instead of its name; absent where it is the name. */
  readonly misnamed?: string;
}

/**
 * Selects the command that the first argument names; the first command of the table if there are no
 * arguments or the first one is an option. Any other word is a target, for the command that takes
 * targets, unless it is nearly the name of a command or means an option. A word that means a command,
 * such as `stop`, selects that, and is told as `misnamed`.
 *
 * @throws {UsageError} if there is no such command.
 */
export function selectCommand(
  args: readonly string[],
  commands: readonly Command[],
): SelectedCommand {
  const [first, ...rest] = args;
  if (first === undefined || first === "-") return { command: commands[0]!, rest: args };
  const meant = commands.find(({ name }) => name === meantCommand(first));
  if (meant !== undefined) return { command: meant, rest, misnamed: first };
  const isSlashed = commands.some(({ name }) => `/${name}` === first.toLowerCase());
  if (isSlashed) throw unknownCommand(first, commands);
  if (isWrittenOption(first)) return { command: commands[0]!, rest: args };
  const named = commands.find(({ name }) => name === first);
  if (named !== undefined) return { command: named, rest };
  const inspect = commands.find(({ takesTargets }) => takesTargets);
  if (inspect === undefined) throw unknownCommand(first, commands);
  const mistake = explainFirstWord(first, {
    rest,
    commandNames: commands.map(({ name }) => name),
    options: commands[0]!.options,
    accepts: (args) => acceptsArguments(commands[0]!, args),
  });
  if (mistake === null) return { command: inspect, rest: args };
  const line = `netwho ${inspect.name} ${first}`;
  const hint = mistake.hint === null
    ? `For a program of this name: ${line}`
    : `${mistake.hint}; for a program of this name: ${line}`;
  throw new UsageError(`Unknown command ${first}: ${mistake.question}`, { hint });
}

/**
 * Finds a command by its name.
 *
 * @throws {UsageError} if there is no such command; suggests the nearest one.
 */
export function findCommand(name: string, commands: readonly Command[]): Command {
  const command = commands.find((command) => command.name === name);
  if (command === undefined) throw unknownCommand(name, commands);
  return command;
}

function unknownCommand(name: string, commands: readonly Command[]): UsageError {
  const names = commands.map(({ name }) => name);
  const question = didYouMean(name, names);
  const unknown = `Unknown command ${name === "" ? '""' : name}`;
  const hint = question === "" ? `Commands: ${names.join(", ")}` : null;
  return new UsageError(unknown + question, { hint });
}
