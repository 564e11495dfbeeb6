/**
 * How exactly times are known, and whether that is exact enough for what they look like.
 *
 * A time that only lies between two looks is off by up to their distance p. A gap between two such
 * times is off by 0.41 p (p/√6) on average, which is 5 % of a gap of p/0.12.
 *
 * @module
 */

/** Exact times are known to a millisecond. */
const EXACT_SECONDS = 0.001;

/** Up to this share of times that are not exact spoils a quarter of the gaps: quartiles bear that. */
const FEW = 1 / 8;

/** The greatest distance of looks, as a share of a gap, that adds no more noise to it than 5 %. */
const FINE = 0.12;

/** A gap of fewer looks than this is made by the looks: whatever is always busy has it. */
const LEAST_LOOKS_IN_A_GAP = 3;

/** What is known of the times of a series. */
export interface TimeKnowledge {
  /** For each time, whether the system told it. */
  readonly times: readonly { readonly isExact: boolean; readonly wasSeenAgain: boolean }[];
  /** The usual distance of two looks in seconds. */
  readonly lookSeconds: number;
  /** The median gap in seconds. */
  readonly periodSeconds: number;
}

/** How exact the times of a series are. */
export interface TimeResolution {
  readonly seconds: number;
  /** Whether a score says anything. */
  readonly isUsable: boolean;
  /** What people must know about it; null if there is nothing. */
  readonly note: string | null;
}

/** Judges whether times are known well enough for the gaps that they have. */
export function judgeResolution(
  { times, lookSeconds, periodSeconds }: TimeKnowledge,
): TimeResolution {
  const isExact = share(times, ({ isExact }) => !isExact) <= FEW;
  const seconds = isExact ? EXACT_SECONDS : Math.max(EXACT_SECONDS, lookSeconds);
  const [looks, gaps] = [
    `looks ${inWords(lookSeconds)} apart`,
    `gaps of ${inWords(periodSeconds)}`,
  ];
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
  const needed = inWords(FINE * periodSeconds, Math.floor);
  const note = `${looks} are rare for ${gaps}: do not rely on the score; look every ${needed}`;
  return { seconds, isUsable: true, note };
}

function share<Item>(items: readonly Item[], has: (item: Item) => boolean): number {
  return items.filter(has).length / items.length;
}

/** Writes a length of time: `0.5 s`, `36 s`, `7 min`, `2 h`. */
function inWords(seconds: number, round = Math.round): string {
  if (seconds < 1) return `${Math.max(0.1, round(seconds * 10) / 10)} s`;
  if (seconds < 120) return `${round(seconds)} s`;
  return seconds < 7200 ? `${round(seconds / 60)} min` : `${round(seconds / 3600)} h`;
}
