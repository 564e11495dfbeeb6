/**
 * Turns of the event loop in long work: keys are read and the screen is drawn meanwhile.
 *
 * @module
 */
import { atOnce, type Steps } from "../model/steps.ts";
import type { Clock } from "./host.ts";

/** Gives the event loop a turn where the last one is a while ago; returns undefined where it is not. */
export type Turn = () => Promise<void> | undefined;

/** Does all steps, with turns between them where there are any. */
export async function inTurns<Result>(
  steps: Steps<Result>,
  turn: Turn | undefined,
): Promise<Result> {
  if (turn === undefined) return atOnce(steps);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const pause = turn();
    if (pause !== undefined) await pause;
  }
}

/** Milliseconds of work without a turn: a key that waits that long seems to work at once. */
const LONGEST_WORK = 10;

/**
 * Makes a function to call again and again in long work.
 *
 * @param clock one that goes on: a replayed one stands still.
 */
export function turnTaker(clock: Clock): Turn {
  let last = clock.now();
  const take = async () => {
    await clock.sleep(0);
    last = clock.now();
  };
  return () => Math.abs(clock.now() - last) < LONGEST_WORK ? undefined : take();
}
