/**
 * Counts of several pieces of work, as one.
 *
 * @module
 */

/** Is told how much of all is done. */
export type OnProgress = (done: number, total: number) => void;

/** Adds up what several pieces of work tell of themselves. */
export class Tally {
  readonly #onProgress: OnProgress;
  #done = 0;
  #total = 0;

  constructor(onProgress: OnProgress) {
    this.#onProgress = onProgress;
  }

  /** Takes on a piece of work; the result takes what that tells of itself. */
  part(total: number): OnProgress {
    let [partDone, partTotal] = [0, total];
    this.#total += total;
    return (done, total) => {
      this.#done += done - partDone;
      this.#total += total - partTotal;
      [partDone, partTotal] = [done, total];
      this.#onProgress(this.#done, this.#total);
    };
  }
}
