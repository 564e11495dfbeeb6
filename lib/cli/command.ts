/**
 * The definition of a subcommand. Help, parsing and docs are derived from it.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import type { Option, OptionsOf } from "../model/option.ts";

/** The arguments of a command that are not options. */
export interface Positionals {
  /** The placeholder in the help, such as `NAME`. */
  readonly name: string;
  /** One line for the help. */
  readonly about: string;
  /** Whether several can be given. */
  readonly many?: boolean;
  /** Whether they can be left out. */
  readonly optional?: boolean;
}

/** One use of a command, with the options of its table. */
export interface Invocation<Table extends readonly Option[] = readonly Option[]> {
  /** The machine, or a recording of one. */
  readonly host: Host;
  /** The values of the options, checked and typed by the table. */
  readonly options: OptionsOf<Table>;
  /** The arguments that are not options. */
  readonly positionals: readonly string[];
  /** Whether to say more on standard error. */
  readonly verbose: boolean;
  /** Ends the command early. */
  readonly signal: AbortSignal;
}

/** A subcommand. Without a type argument: any one, as in the table of commands. */
export interface Command<Table extends readonly Option[] = readonly Option[]> {
  /** The name on the command line. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** More about it, in paragraphs separated by blank lines. */
  readonly details?: string;
  /** The arguments besides options; absent: none. */
  readonly positionals?: Positionals;
  /** The options, without the general ones that every command has. */
  readonly options: Table;
  /** At least two command lines, each with its purpose. */
  readonly examples: readonly (readonly [command: string, explanation: string])[];
  /** Runs it and resolves to the exit code. */
  run(invocation: Invocation<Table>): Promise<number>;
}

/**
 * Defines a command. Its table of options gives `run` the types of their values, so that
 * `options.listenning` does not compile.
 */
export function defineCommand<const Table extends readonly Option[]>(
  command: Command<Table>,
): Command {
  return command;
}
