/**
 * Tests of speed that hold on a busy machine: they compare runs with each other, and try again.
 *
 * @module
 */
import { assert } from "@std/assert";

/** How much more is read the second time. */
const GROWTH = 8;
/** What a busy machine may add to the growth; the square would take another eight times as long. */
const SLACK = 3;
/** Shorter runs than this tell nothing, in milliseconds. */
const SHORTEST = 20;
const ATTEMPTS = 6;

/**
 * Checks that work takes time as its size does, and not as the square of it.
 *
 * @param run does the work; `prepare` makes what it takes, and does not count.
 * @param size the larger of the two sizes: the square of it should take seconds.
 */
export function assertLinear<Input>(
  run: (input: Input) => unknown,
  { prepare, size, name }: { prepare: (size: number) => Input; size: number; name: string },
): void {
  const [small, large] = [prepare(Math.ceil(size / GROWTH)), prepare(size)];
  run(small);
  const tried: string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [short, long] = [millisecondsOf(() => run(small)), millisecondsOf(() => run(large))];
    if (long < SHORTEST + short * GROWTH * SLACK) return;
    tried.push(`${short.toFixed(1)} ms, then ${long.toFixed(1)} ms`);
  }
  assert(false, `${name}: ${GROWTH} times as much takes far longer: ${tried.join("; ")}`);
}

/** Checks that work can be done within a time, in milliseconds, on a machine that is idle for once. */
export async function assertQuick(
  milliseconds: number,
  run: () => unknown,
): Promise<void> {
  let best = Infinity;
  for (let attempt = 0; attempt < 40 && best >= milliseconds; attempt++) {
    const began = performance.now();
    await run();
    best = Math.min(best, performance.now() - began);
  }
  assert(best < milliseconds, `${best.toFixed(1)} ms, and ${milliseconds} ms were wanted`);
}

function millisecondsOf(run: () => unknown): number {
  const began = performance.now();
  run();
  return performance.now() - began;
}
