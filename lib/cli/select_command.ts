/**
 * Finds the command of a command line.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { didYouMean, suggest } from "../text/nearest.ts";
import type { Command } from "./command.ts";

/** A command and the arguments for it. */
export interface SelectedCommand {
  readonly command: Command;
  /** The arguments after its name. */
  readonly rest: readonly string[];
}

/**
 * The command named by the first argument. Without arguments, or if the first is an option, it is the
 * first command of the table.
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
 * Finds a command by its name.
 *
 * @throws {UsageError} there is no such command; suggests the nearest one.
 */
export function findCommand(name: string, commands: readonly Command[]): Command {
  const command = commands.find((command) => command.name === name);
  if (command !== undefined) return command;
  const isHelp = /^\/(?:\?|h|help)$/i.test(name);
  const question = isHelp ? suggest("--help") : didYouMean(name, commands.map(({ name }) => name));
  const unknown = `Unknown command ${name === "" ? '""' : name}`;
  if (question !== "") throw new UsageError(unknown + question);
  throw new UsageError(unknown, {
    hint: `Commands: ${commands.map(({ name }) => name).join(", ")}`,
  });
}
