/**
 * Time that passes only where something waits for it.
 *
 * @module
 */
import type { Host } from "../../lib/host/host.ts";

/** A clock that a test sets. */
export interface FakeClock extends Pick<Host, "now" | "sleep"> {
  /** Milliseconds that have passed since it was made. */
  passed(): number;
  /** Lets time pass for all who wait, until nobody waits any more. */
  run(): Promise<void>;
}

/** Makes a clock. Who sleeps wakes, in order, while {@linkcode FakeClock.run} runs. */
export function fakeClock(start = Date.UTC(2026, 0, 2, 3, 4, 5)): FakeClock {
  let now = start;
  let sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    passed: () => now - start,
    sleep: (milliseconds, { signal } = {}) =>
      new Promise((wake, reject) => {
        signal?.throwIfAborted();
        const sleeper = { at: now + milliseconds, wake };
        sleepers.push(sleeper);
        signal?.addEventListener("abort", () => {
          if (!sleepers.includes(sleeper)) return;
          sleepers = sleepers.filter((one) => one !== sleeper);
          reject(signal.reason);
        }, { once: true });
      }),
    async run() {
      for (await settled(); sleepers.length > 0; await settled()) {
        now = Math.max(now, Math.min(...sleepers.map(({ at }) => at)));
        const due = sleepers.filter(({ at }) => at <= now);
        sleepers = sleepers.filter(({ at }) => at > now);
        for (const { wake } of due) wake();
      }
    },
  };
}

/** Lets everything go on that waits for nothing but its turn. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
