/**
 * Moments at a steady pace: the beats of `netwho log --every`.
 *
 * @module
 */
import type { Abortable, Clock } from "../host/host.ts";
import { LONGEST_SLEEP } from "../host/sleeps.ts";

/** A moment at which something is due. */
export interface Beat {
  /** How many beats before it were missed, since the one before it. */
  readonly missed: number;
  /**
   * Why: `work`, what was done at the beat before took longer than a beat; `clock`, the computer slept
   * or its clock was set forward; null if none was missed.
   */
  readonly cause: "work" | "clock" | null;
}

/** A pace. */
export interface Pace extends Abortable {
  /** Milliseconds from one beat to the next. */
  readonly every: number;
  /** Milliseconds after which there are no more beats. @default there is no end */
  readonly lasts?: number | null;
}

/**
 * Yields the first beat at once and each later one when it is due. The beats keep to the first one,
 * so nothing adds up. What takes longer than a beat misses those that pass meanwhile: they never
 * pile up. A clock that is set back moves the beats with it.
 */
export async function* steadyBeats(
  clock: Clock,
  { every, lasts = null, signal }: Pace,
): AsyncGenerator<Beat> {
  let left = lasts === null ? Infinity : Math.floor(lasts / every);
  let due = clock.now();
  yield { missed: 0, cause: null };
  for (;;) {
    const passed = Math.max(1, Math.ceil((clock.now() - due) / every));
    left -= passed;
    if (left < 0) return;
    const begun = Math.min(due, clock.now()); // the clock may have been set back
    due = await sleepUntil(clock, begun + passed * every, { signal });
    const overslept = Math.max(0, Math.floor((clock.now() - due) / every));
    due += overslept * every;
    left -= overslept;
    if (left < 0) return;
    const missed = passed - 1 + overslept;
    yield { missed, cause: missed === 0 ? null : overslept > 0 ? "clock" : "work" };
  }
}

/** Sleeps until a time, and returns it as the clock then tells it. */
async function sleepUntil(clock: Clock, due: number, { signal }: Abortable): Promise<number> {
  for (;;) {
    const before = clock.now();
    if (before >= due) return due;
    const pause = Math.min(due - before, LONGEST_SLEEP);
    await clock.sleep(pause, { signal });
    const after = clock.now();
    if (after < before) due -= before + pause - after;
  }
}
