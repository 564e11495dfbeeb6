/**
 * Counts the progress of several pieces of work together.
 *
 * @module
 */

/** Receives the number of queries done and their total; the total can grow. */
export type OnProgress = (done: number, total: number) => void;

/** Adds up the progress of several pieces of work and reports the sum. */
export class ProgressCounter {
  readonly #onProgress: OnProgress;
  #done = 0;
  #total = 0;

  constructor(onProgress: OnProgress = () => {}) {
    this.#onProgress = onProgress;
  }

  /** Adds a piece of work with its expected total; the result takes the progress of that piece. */
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
