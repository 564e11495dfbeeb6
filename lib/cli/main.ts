/**
 * The program's entry point. Every start loads the imports of this module, so they are limited to what
 * `--version` needs.
 *
 * @module
 */
import { EXIT } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { Command } from "./command.ts";
import { VERSION } from "../version.ts";

/** How to run a command line. */
export interface MainOptions {
  /** The table of commands; tests pass their own. @default netwho's commands */
  readonly commands?: readonly Command[];
  /** Interrupts the command, which then ends with the exit code for it. */
  readonly signal?: AbortSignal;
}

/**
 * Runs one command line and resolves to the exit code; never rejects. Only here do errors become
 * messages: one `netwho: …` line, and a hint if there is one, on standard error.
 *
 * @param args the arguments, without the program's name.
 */
export async function main(
  args: readonly string[],
  host: Host,
  { commands, signal = new AbortController().signal }: MainOptions = {},
): Promise<number> {
  try {
    if (args[0] === "--version" || args[0] === "-V") {
      await host.write(new TextEncoder().encode(`netwho ${VERSION}\n`));
      return EXIT.ok;
    }
    const { run, COMMANDS } = await import("./command_chunk.ts");
    return await run(args, { host, commands: commands ?? COMMANDS, signal });
  } catch (error) {
    if (signal.aborted) return EXIT.interrupted;
    const { reportError, COMMANDS } = await import("./command_chunk.ts");
    return reportError(error, { args, host, commands: commands ?? COMMANDS });
  }
}
