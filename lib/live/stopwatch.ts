/**
 * Measures time by a clock that can be set.
 *
 * @module
 */
import type { Clock } from "../host/host.ts";

/** The time that passed since it was made. A clock that is set back does not take any of it away. */
export class Stopwatch {
  readonly #clock: Pick<Clock, "now">;
  #latest: number;
  #elapsed = 0;

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
    this.#latest = clock.now();
  }

  /** In milliseconds. */
  get elapsed(): number {
    const now = this.#clock.now();
    this.#elapsed += Math.max(0, now - this.#latest);
    this.#latest = now;
    return this.#elapsed;
  }
}
