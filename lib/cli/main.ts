/**
 * The command line as a whole.
 *
 * Every start loads the imports of this module: they are no more than `--version` needs.
 *
 * @module
 */
import { EXIT } from "../errors.ts";
import type { Host } from "../host/host.ts";
import type { Command } from "./command.ts";
import { VERSION } from "../version.ts";

/** How to run a command line. */
export interface MainOptions {
  /** The table of commands; tests bring their own. @default all of netwho's */
  readonly commands?: readonly Command[];
  /** Ends the command early, with the exit code of an interruption. */
  readonly signal?: AbortSignal;
}

/**
 * Runs one command line and resolves to the exit code; never rejects. This is the one place where
 * errors become messages: one `netwho: …` line and perhaps a hint on standard error.
 *
 * @param args the arguments, without the program's own name.
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
    const { run, COMMANDS } = await import("./app.ts");
    return await run(args, { host, commands: commands ?? COMMANDS, signal });
  } catch (error) {
    if (signal.aborted) return EXIT.interrupted;
    const { reportError, COMMANDS } = await import("./app.ts");
    return reportError(error, { args, host, commands: commands ?? COMMANDS });
  }
}
