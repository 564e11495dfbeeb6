/**
 * Counts questions of several kinds together, for whoever shows progress.
 *
 * @module
 */

/** A count of questions. */
export interface Tally {
  /** So many more are to be answered. */
  expect(count: number): void;
  /** So many more are answered, or need not be. */
  done(count: number): void;
}

/** Starts to count. */
export function startTally(onProgress: (done: number, total: number) => void = () => {}): Tally {
  let [answered, total] = [0, 0];
  return {
    expect(count) {
      total += count;
    },
    done(count) {
      answered += count;
      onProgress(answered, total);
    },
  };
}
