/**
 * How much a series of times looks like that of a beacon: a program that calls home by the clock.
 *
 * The score is that of RITA 5 without the part for sizes, which nobody sees who sees no packets
 * (docs/beacons.md has the formula, docs/adr/0033-beacon-score.md why). Pure.
 *
 * @module
 */
import { ascending } from "../median.ts";
import { summarizeGaps } from "./gap_statistics.ts";
import { scoreBars, type ScoreWindow } from "./hourly_bars.ts";

/** The least number of different times: three gaps are what quartiles need. */
const LEAST_TIMES = 4;

/** Times that are less than this apart are one time: a page that opens six connections called once. */
const ONE_TIME = 1000;

/** The parts that a score is the mean of. */
export const SCORE_PARTS = ["timing", "duration", "histogram"] as const;

/** A part of a score. */
export type ScorePart = typeof SCORE_PARTS[number];

/** What a series of times scores: 0 to 1, with three decimals. */
export interface BeaconScore {
  /** The mean of the parts that could be judged. */
  readonly score: number;
  /** The parts that it is the mean of. */
  readonly parts: readonly ScorePart[];
  /** How equal the gaps are. */
  readonly timing: number;
  /** How long it went on; null in a window of less than six hours. */
  readonly duration: number | null;
  /** How equal the hours are; null in a window of less than six hours. */
  readonly histogram: number | null;
  /** The median gap in seconds. */
  readonly periodSeconds: number;
  /** The median distance of a gap from the median gap in seconds. */
  readonly jitterSeconds: number;
}

/**
 * Scores a series of times, in milliseconds since 1970, in any order. Times outside of the window do
 * not count. Null with fewer than four different times, which cannot be judged.
 *
 * @example
 * ```ts
 * import { scoreTimes } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const day = { since: 0, until: 86_400_000 };
 * const everyMinute = Array.from({ length: 1440 }, (_, minute) => minute * 60_000);
 * assertEquals(scoreTimes(everyMinute, day)?.score, 1);
 * assertEquals(scoreTimes([0, 60_000, 120_000], day), null);
 * ```
 */
export function scoreTimes(times: readonly number[], window: ScoreWindow): BeaconScore | null {
  const { since, until } = window;
  const sorted = times.filter((time) => time >= since && time <= until).sort(ascending);
  const different = differentTimes(sorted);
  if (different.length < LEAST_TIMES) return null;
  const gaps = different.slice(1).map((time, index) => (time - different[index]!) / 1000);
  const { timing, medianSeconds, deviationSeconds } = summarizeGaps(gaps);
  const bars = scoreBars(sorted, window);
  // The score is made of the rounded parts, so that it can be checked by hand.
  const values = {
    timing: round(timing),
    duration: bars.duration === null ? null : round(bars.duration),
    histogram: bars.histogram === null ? null : round(bars.histogram),
  };
  const parts = SCORE_PARTS.filter((part) => values[part] !== null);
  const sum = parts.reduce((sum, part) => sum + values[part]!, 0);
  return {
    score: round(sum / parts.length),
    parts,
    ...values,
    periodSeconds: round(medianSeconds),
    jitterSeconds: round(deviationSeconds),
  };
}

/** Leaves out what follows the time before it at once. */
function differentTimes(sorted: readonly number[]): number[] {
  const different: number[] = [];
  for (const time of sorted) {
    if (different.length === 0 || time - different.at(-1)! >= ONE_TIME) different.push(time);
  }
  return different;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
