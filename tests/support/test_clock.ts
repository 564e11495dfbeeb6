/**
 * A clock that goes on only in sleeps, at once.
 *
 * @module
 */
import type { Clock } from "../../lib/host/host.ts";

/** A clock whose sleeps take as long as asked, and more where a test says so. */
export class TestClock implements Clock {
  /** Milliseconds since 1970. */
  time: number;
  /** The lengths of all sleeps so far. */
  readonly sleeps: number[] = [];
  /** What else happens in a sleep, before it ends. */
  during: () => void = () => {};

  constructor(time = Date.UTC(2026, 10, 25, 9)) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    await Promise.resolve();
    signal?.throwIfAborted();
    this.sleeps.push(milliseconds);
    this.time += milliseconds;
    this.during();
  }
}
