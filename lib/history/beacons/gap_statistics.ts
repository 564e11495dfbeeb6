/**
 * How regular the gaps between times are: their median, how far they lie from it, and how symmetric
 * they are around it.
 *
 * The definitions are those of RITA 5 (docs/beacons.md), which counts in seconds.
 *
 * @module
 */
import { ascending, medianOf } from "../median.ts";

/** The distance of the quartiles, in seconds, below which their symmetry says nothing. */
const LEAST_SPREAD_SECONDS = 10;

/** The gaps of a series, summed up. */
export interface GapStatistics {
  /** The median gap in seconds: the period. */
  readonly medianSeconds: number;
  /** The median distance of a gap from the median gap, in seconds: the jitter. */
  readonly deviationSeconds: number;
  /** How skewed they are: −1 to 1, 0 if symmetric. */
  readonly skewness: number;
  /** 0 to 1; 1 if all gaps are equal. */
  readonly timing: number;
}

/**
 * Sums up the gaps between times.
 *
 * @param gaps in seconds, above 0, in any order; at least 3.
 */
export function summarizeGaps(gaps: readonly number[]): GapStatistics {
  const sorted = gaps.toSorted(ascending);
  const median = medianOf(sorted);
  const deviations = sorted.map((gap) => Math.abs(gap - median)).sort(ascending);
  const deviation = medianOf(deviations);
  const skewness = bowleySkewness(sorted);
  const closeness = Math.max(0, (median - deviation) / median);
  return {
    medianSeconds: median,
    deviationSeconds: deviation,
    skewness,
    timing: (1 - Math.abs(skewness) + closeness) / 2,
  };
}

/**
 * Bowley's skewness: whether the median lies in the middle between the quartiles. 0 where that says
 * nothing: the quartiles are close together, or the median is one of them.
 */
function bowleySkewness(sorted: readonly number[]): number {
  const [first, second, third] = quartiles(sorted);
  const spread = third - first;
  if (spread < LEAST_SPREAD_SECONDS || second === first || second === third) return 0;
  return (first + third - 2 * second) / spread;
}

/**
 * The quartiles as medians of the halves; the middle value of an odd number belongs to neither half.
 * There are a dozen definitions, which differ for few values: this is the one RITA's scores come from.
 */
function quartiles(sorted: readonly number[]): readonly [number, number, number] {
  const half = Math.floor(sorted.length / 2);
  return [
    medianOf(sorted.slice(0, half)),
    medianOf(sorted),
    medianOf(sorted.slice(sorted.length - half)),
  ];
}
