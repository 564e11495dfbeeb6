/**
 * What the end of `netwho watch` means.
 *
 * @module
 */
import { EXIT } from "../errors.ts";
import type { Terminal } from "../host/host.ts";
import type { LiveLooks } from "../live/live_looks.ts";
import { sanitize } from "../text/terminal_text.ts";

/** How it ended. */
export interface WatchEnd {
  readonly looks: Pick<LiveLooks, "ending" | "hasLooked">;
  /** The exit code of the looks: whether one failed. */
  readonly exitCode: number;
  /** What was waited for, as it was written. */
  readonly until: string | null;
}

/**
 * Returns the exit code. Says on standard error that what was waited for did not come, also where the
 * first look was not over by then; where every look failed nobody knows that.
 */
export function endWatch(
  host: Pick<Terminal, "writeError">,
  { looks: { ending, hasLooked }, exitCode, until }: WatchEnd,
): number {
  if (ending === "found") return EXIT.ok;
  if (ending !== "timedOut" || (!hasLooked && exitCode !== EXIT.ok)) return exitCode;
  host.writeError(`netwho: Cannot find what --until waits for: ${sanitize(until ?? "")}\n`);
  return EXIT.findings;
}
