/**
 * What the commands that change the machine have in common: they refuse recordings, and ask before.
 *
 * @module
 */
import { EXIT, UsageError } from "../errors.ts";
import type { Host, Terminal } from "../host/host.ts";

/**
 * Refuses a recording, which cannot be changed, nor played back where the machine was.
 *
 * @throws {UsageError} for `--record` and `--replay`.
 */
export function checkIsMachine(
  { record, replay }: { readonly record: string | null; readonly replay: string | null },
  { act, done }: { readonly act: string; readonly done: string },
): void {
  if (replay !== null) {
    throw new UsageError(`Cannot ${act} of a recording: they are those of another time`, {
      hint: `--dry-run shows what would be ${done}`,
    });
  }
  if (record !== null) {
    throw new UsageError(`Cannot ${act} with --record: a replay could not repeat it`, {
      hint: `--dry-run records what would be ${done}`,
    });
  }
}

/** Whether there is somebody to ask: who sees the question, and can answer it. */
export function canAsk(host: Pick<Terminal, "isTerminal">): boolean {
  return host.isTerminal("stdin") && host.isTerminal("stderr");
}

/**
 * Asks on standard error, and reads a line from the terminal. Only `y` and `yes` are a yes; any other
 * line is a no, and so is the end of the input. Ctrl+C ends the program.
 *
 * @param question in ASCII, with its question mark.
 */
export async function askYesOrNo(
  host: Pick<Host, "keys" | "writeError">,
  question: string,
): Promise<boolean> {
  // Ctrl+C clears a line that begins with a carriage return.
  host.writeError(`\r${question} [y/N] `);
  let answer = "";
  let isAnswered = false;
  // Without raw mode the terminal hands on a line when it is complete.
  for await (const { key, ctrl, alt } of host.keys()) {
    isAnswered = key === "enter";
    if (isAnswered) break;
    // Escape and then y is Alt+y: no yes.
    answer += ctrl || alt ? `[${key}]` : key;
  }
  host.writeError(isAnswered ? "" : "\n");
  return isAnswered && /^y(?:es)?$/i.test(answer.trim());
}

/** The answer was no. */
export class Declined extends Error {}

/**
 * Runs what asks before it changes anything. After a no the exit code is that of Ctrl+C, so that
 * `netwho kill game && game` does not go on.
 *
 * @param options `done`: what was not done, as in `closed`.
 */
export async function unlessDeclined(
  host: Pick<Terminal, "writeError">,
  run: () => Promise<number>,
  { done }: { readonly done: string },
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Declined)) throw error;
    host.writeError(`netwho: nothing was ${done}\n`);
    return EXIT.interrupted;
  }
}
