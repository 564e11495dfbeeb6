/**
 * How long to sleep at once, and sleeps that end early.
 *
 * @module
 */
import type { Clock } from "./host.ts";

/**
 * The longest sleep at once, in milliseconds. The timers of a computer that was suspended do not
 * count that time, so a longer sleep would end late by as much.
 */
export const LONGEST_SLEEP = 30_000;

/** Sleeps; the signal ends it early. */
export async function sleepUnless(
  clock: Pick<Clock, "sleep">,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    await clock.sleep(milliseconds, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
