/**
 * Divides a span into parts that begin at round times of the local clock.
 *
 * @module
 */
import type { Span } from "./looks.ts";

const MINUTE = 1;
const HOUR = 60;
const DAY = 24 * HOUR;

/** The lengths of parts, in minutes by the clock. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 56, 182, 364].map((days) => days * DAY),
];

/** A span in parts. */
export interface DividedSpan {
  /** Where the parts begin, and where the last one ends. */
  readonly bounds: readonly number[];
  /** The length of a part, in minutes by the clock. */
  readonly step: number;
}

/** Divides a span into at most so many parts, the shortest ones that are round. */
export function divideSpan({ since, until }: Span, most: number): DividedSpan {
  const minutes = (until - since) / 60_000;
  // A span that begins between two round times has one part more.
  const step = STEPS.find((step) => minutes / step + 1 <= most) ?? STEPS.at(-1)!;
  return { bounds: boundsOf({ since, until }, step), step };
}

/** The round times in a span, with its ends. */
export function boundsOf({ since, until }: Span, step: number): number[] {
  const bounds = [since];
  for (const time of roundTimes(since, step)) {
    if (time >= until) break;
    // Where the clocks are put forward, two times by the clock are one.
    if (time > bounds.at(-1)!) bounds.push(time);
  }
  return until > since ? [...bounds, until] : [since, since + 1];
}

/** The round times from the day of a moment on. */
function* roundTimes(moment: number, step: number): Generator<number> {
  const date = new Date(moment);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  for (let minutes = 0;; minutes += step) {
    yield new Date(year, month, day, 0, minutes).getTime();
  }
}

/** The part that a moment is in; the last one for its end. */
export function partOf(moment: number, bounds: readonly number[]): number {
  let [low, high] = [0, bounds.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (bounds[middle]! <= moment) low = middle;
    else high = middle - 1;
  }
  return low;
}
