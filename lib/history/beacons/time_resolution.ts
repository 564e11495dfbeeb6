/**
 * How exactly times are known, and whether that is exact enough for what they look like.
 *
 * A time that only lies between two looks is off by up to their distance p. A gap between two such
 * times is off by 0.41 p (p/√6) on average, which is 5 % of a gap of p/0.12.
 *
 * @module
 */

import { lengthInWords } from "../../text/local_time.ts";
import { ascending, medianOf } from "../median.ts";

/** Exact times are known to a millisecond. */
const EXACT_SECONDS = 0.001;

/** Up to this share of times that are not exact spoils a quarter of the gaps: quartiles bear that. */
const FEW = 1 / 8;

/** The greatest distance of looks, as a share of a gap, that adds no more noise to it than 5 %. */
const FINE = 0.12;

/** A gap of fewer looks than this is made by the looks: whatever is always busy has it. */
const LEAST_LOOKS_IN_A_GAP = 3;

/** What is known of one time. */
export interface TimeKnowledge {
  /** Whether the system told it. */
  readonly isExact: boolean;
  /** Whether what began then was still there at the next look. */
  readonly wasSeenAgain: boolean;
  /** The distance of the two looks between which it began, in seconds; null if they are too far apart. */
  readonly lookSeconds: number | null;
}

/** How exact the times of a series are. */
export interface TimeResolution {
  readonly seconds: number;
  /** Whether a score says anything. */
  readonly isUsable: boolean;
  /** What people must know about it; null if there is nothing. */
  readonly note: string | null;
}

/** Judges whether times, at least one, are known well enough for their median gap. */
export function judgeResolution(
  times: readonly TimeKnowledge[],
  periodSeconds: number,
): TimeResolution {
  const distances = times.map(({ lookSeconds }) => lookSeconds).filter((known) => known !== null);
  const lookSeconds = distances.length === 0 ? 0 : medianOf(distances.sort(ascending));
  const isExact = share(times, ({ isExact }) => !isExact) <= FEW;
  const seconds = isExact ? EXACT_SECONDS : Math.max(EXACT_SECONDS, lookSeconds);
  const looks = `looks ${lengthInWords(lookSeconds * 1000)} apart`;
  const gaps = `gaps of ${lengthInWords(periodSeconds * 1000)}`;
  // What lasts longer than from one look to the next is seen, however often it is begun.
  const isSeenAlways = isExact && share(times, ({ wasSeenAgain }) => wasSeenAgain) > 0.5;
  if (!isSeenAlways && periodSeconds < LEAST_LOOKS_IN_A_GAP * lookSeconds) {
    const note = `${looks} are too rare for ${gaps}: do not trust the score, ` +
      "anything busy looks regular then; look more often";
    return { seconds, isUsable: false, note };
  }
  if (isExact || lookSeconds <= FINE * periodSeconds) {
    return { seconds, isUsable: true, note: null };
  }
  const needed = Math.floor(FINE * periodSeconds);
  const advice = needed < 1 ? "" : `; look every ${lengthInWords(needed * 1000)}`;
  const note = `${looks} are rare for ${gaps}: do not rely on the score${advice}`;
  return { seconds, isUsable: true, note };
}

function share<Item>(items: readonly Item[], has: (item: Item) => boolean): number {
  return items.filter(has).length / items.length;
}
