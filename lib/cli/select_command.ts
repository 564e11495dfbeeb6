/**
 * Which command a command line means.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { nearest } from "../text/nearest.ts";
import type { Command } from "./command.ts";

/** A command and the arguments for it. */
export interface SelectedCommand {
  readonly command: Command;
  /** The arguments after its name. */
  readonly rest: readonly string[];
}

/**
 * The command that the first argument names; the table's first one where there is no argument or it
 * is an option.
 *
 * @throws {UsageError} there is no such command.
 */
export function selectCommand(
  args: readonly string[],
  commands: readonly Command[],
): SelectedCommand {
  const [first, ...rest] = args;
  if (first === undefined || first.startsWith("-")) return { command: commands[0]!, rest: args };
  return { command: findCommand(first, commands), rest };
}

/**
 * The command of a name.
 *
 * @throws {UsageError} there is no such command; names the nearest one.
 */
export function findCommand(name: string, commands: readonly Command[]): Command {
  const command = commands.find((command) => command.name === name);
  if (command !== undefined) return command;
  const isHelp = /^\/(?:\?|h|help)$/i.test(name);
  const near = isHelp ? "--help" : nearest(name, commands.map(({ name }) => name));
  const unknown = `Unknown command ${name === "" ? '""' : name}`;
  if (near !== null) throw new UsageError(`${unknown}: did you mean ${near}?`);
  throw new UsageError(unknown, {
    hint: `Commands: ${commands.map(({ name }) => name).join(", ")}`,
  });
}
