/**
 * The median of numbers.
 *
 * @module
 */

/** The median of values in ascending order, at least one. */
export function medianOf(sorted: readonly number[]): number {
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half]!;
  return sorted.length % 2 === 1 ? upper : (sorted[half - 1]! + upper) / 2;
}

/** Compares numbers for sorting. */
export function ascending(one: number, other: number): number {
  return one - other;
}
