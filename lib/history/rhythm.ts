/**
 * How often a computer was looked at, and when nobody looked: what came and went between two looks is in
 * no history.
 *
 * @module
 */
import type { Span } from "./looks.ts";
import { ascending, medianOf } from "./median.ts";

/** The rhythm of looks. */
export interface Rhythm {
  /** How many looks there were. */
  readonly looks: number;
  /** The usual time from one to the next, in milliseconds: the median. Null below three looks. */
  readonly usual: number | null;
  /** The longest time without a look that is longer than twice the usual one; null without any. */
  readonly longestGap: Span | null;
  /** The number of such times. */
  readonly gaps: number;
}

/** How many times the usual distance counts as one in which nobody looked. */
const LONGER = 2;

/** Measures the rhythm of looks by their times, which are in order. */
export function measureRhythm(times: readonly number[]): Rhythm {
  const distances = times.slice(1).map((at, index) => at - times[index]!);
  const usual = distances.length < 2 ? null : medianOf(distances.toSorted(ascending));
  const spans = usual === null
    ? []
    : distances.flatMap((distance, index) =>
      distance > LONGER * usual ? [{ since: times[index]!, until: times[index + 1]! }] : []
    );
  const lengthOf = ({ since, until }: Span) => until - since;
  return {
    looks: times.length,
    usual,
    longestGap: spans.reduce<Span | null>(
      (longest, span) => longest !== null && lengthOf(longest) >= lengthOf(span) ? longest : span,
      null,
    ),
    gaps: spans.length,
  };
}

/** Whether a time is so long that a look before it does not tell what was at its end. */
export function isGap(milliseconds: number, { usual }: Rhythm): boolean {
  return usual !== null && milliseconds > LONGER * usual;
}
