/**
 * How times spread over the hours of a window: a bar for each hour, as high as the number of times in
 * it. A beacon gives bars of one height, in many hours.
 *
 * The definitions are those of RITA 5 (docs/beacons.md), whose window is always a day.
 *
 * @module
 */

const HOUR = 3_600_000;

/** A window of more than a leap year has wider bars. */
const MOST_BARS = 366 * 24;

/** With fewer hours in the window nothing can be said; with times in fewer of them, it is no beacon. */
const LEAST_HOURS = 6;

/** So many hours in a row are enough. */
const ENOUGH_HOURS = 12;

/** From so many bars on, two heights may be as good as one. */
const LEAST_BARS_OF_TWO_HEIGHTS = 11;

/** Heights are the same that differ by less than this share of the highest. */
const SAME_HEIGHT = 0.05;

/** So many bars may have another height. */
const BARS_LEFT_OUT = 1;

/** The time in which series are judged. */
export interface ScoreWindow {
  /** Its beginning and its end, in milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
  /** Whether anybody looked in each of its hours. @default in all of them */
  readonly watched?: readonly boolean[];
}

/** What the hours of a series say; null where they were too few to say it. */
export interface BarScores {
  /** How equal the bars are: 0 to 1. */
  readonly histogram: number | null;
  /** How long it went on: 0 to 1. */
  readonly duration: number | null;
}

/** Makes the window of a computer that was looked at, from the first look to the last one. */
export function watchedWindow(looks: readonly number[]): ScoreWindow {
  const window = { since: looks[0]!, until: looks.at(-1)! };
  return { ...window, watched: barsOf(looks, window).map((height) => height > 0) };
}

/**
 * Scores how times spread over the hours of a window. Hours in which nobody looked are left out: they
 * neither are empty nor interrupt.
 *
 * @param times in ascending order, all in the window; at least one.
 */
export function scoreBars(times: readonly number[], window: ScoreWindow): BarScores {
  const { watched } = window;
  const all = barsOf(times, window);
  const bars = all.filter((height, hour) => height > 0 || (watched?.[hour] ?? true));
  if (bars.length < LEAST_HOURS) return { histogram: null, duration: null };
  const filled = bars.filter((height) => height > 0);
  return {
    histogram: Math.max(evenness(bars), twoHeights(filled)),
    duration: filled.length < LEAST_HOURS ? 0 : Math.max(
      Math.min(1, (times.at(-1)! - times[0]!) / (window.until - window.since)),
      Math.min(1, longestRun(bars) / ENOUGH_HOURS),
    ),
  };
}

/** The number of times in each of the equal bars, which are as many as the window has hours. */
function barsOf(
  times: readonly number[],
  { since, until }: Pick<ScoreWindow, "since" | "until">,
): number[] {
  const count = Math.min(MOST_BARS, Math.max(1, Math.round((until - since) / HOUR)));
  const bars = new Array<number>(count).fill(0);
  for (const time of times) {
    const bar = Math.floor((time - since) * count / (until - since));
    // The end belongs to the last bar. A window without a length has one bar.
    bars[Number.isNaN(bar) ? 0 : Math.min(bar, count - 1)]!++;
  }
  return bars;
}

/** 1 less the coefficient of variation: the standard deviation of the heights by their mean. */
function evenness(bars: readonly number[]): number {
  const mean = bars.reduce((sum, height) => sum + height, 0) / bars.length;
  const variance = bars.reduce((sum, height) => sum + (height - mean) ** 2, 0) / bars.length;
  return Math.max(0, 1 - Math.sqrt(variance) / mean);
}

/** The share of the bars that have one of the two most frequent heights. */
function twoHeights(filled: readonly number[]): number {
  if (filled.length < LEAST_BARS_OF_TWO_HEIGHTS) return 0;
  const highest = filled.reduce((most, height) => Math.max(most, height), 0);
  const width = Math.ceil(highest * SAME_HEIGHT);
  const groups = new Map<number, number>();
  for (const height of filled) {
    const group = Math.floor(height / width);
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  const [first = 0, second = 0] = [...groups.values()].sort((one, other) => other - one);
  return Math.min(1, (first + second) / (filled.length - BARS_LEFT_OUT));
}

/** The most filled bars in a row. The last one is followed by the first one, as the hours of a day are. */
function longestRun(bars: readonly number[]): number {
  let [longest, run] = [0, 0];
  for (const height of [...bars, ...bars]) {
    run = height > 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return Math.min(longest, bars.length);
}
