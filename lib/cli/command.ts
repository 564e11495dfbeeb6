/**
 * What a subcommand is made of. Help, parsing and completions are derived from it.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import type { Options } from "./options/parsed_options.ts";

/** An option of a command line. */
export interface Option {
  /** Its long name in kebab-case, without the dashes. */
  readonly name: string;
  /** Its one-letter name, without the dash. */
  readonly short?: string;
  /** What its value is called in the help, such as `FILE`; absent for a switch. */
  readonly value?: string;
  /** Whether the value may be left out. */
  readonly optionalValue?: true;
  /** Whether the values of several uses add up; otherwise the last use wins. */
  readonly repeatable?: true;
  /** Whether a value is a list separated by commas. */
  readonly list?: true;
  /** What the value must be: a whole number above 0, or seconds above 0, also 2.5. */
  readonly number?: "integer" | "seconds";
  /** The values there are; matched ignoring case and handed on as spelt here. */
  readonly choices?: readonly string[];
  /** Words that a value is made of, for the help; the command reads and checks the value itself. */
  readonly words?: readonly string[];
  /** One line for the help. */
  readonly about: string;
  /** The heading in the help that it stands under. */
  readonly group: string;
}

/** What a command takes besides options. */
export interface Positionals {
  /** What they are called in the help, such as `NAME`. */
  readonly name: string;
  /** One line for the help. */
  readonly about: string;
  /** Whether there can be more than one. */
  readonly many?: boolean;
  /** Whether there can be none. */
  readonly optional?: boolean;
}

/** One use of a command. */
export interface Invocation {
  /** The machine, or a recording of one. */
  readonly host: Host;
  /** The options given, checked against the command's table. */
  readonly options: Options;
  /** The arguments that are not options. */
  readonly positionals: readonly string[];
  /** Whether to say more on standard error. */
  readonly verbose: boolean;
  /** Ends the command early. */
  readonly signal: AbortSignal;
}

/** A subcommand. */
export interface Command {
  /** Its name on the command line. */
  readonly name: string;
  /** One line: what it does. */
  readonly summary: string;
  /** What else there is to know, in paragraphs separated by blank lines. */
  readonly details?: string;
  /** What it takes besides options; absent: nothing. */
  readonly positionals?: Positionals;
  /** Its options, without the general ones that every command has. */
  readonly options: readonly Option[];
  /** At least two command lines and what each is for. */
  readonly examples: readonly (readonly [command: string, explanation: string])[];
  /** Does it, and resolves to the exit code. */
  run(invocation: Invocation): Promise<number>;
}
