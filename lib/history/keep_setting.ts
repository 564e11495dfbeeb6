/**
 * How long a history keeps what was seen. It remembers what was asked for last, so that a look without
 * `--keep` does not delete what others keep.
 *
 * @module
 */
import type { Prepare } from "./interning.ts";

/** How long a history keeps what was seen unless something else was asked for. */
const USUAL_MILLISECONDS = 90 * 24 * 60 * 60 * 1000;

const DAY = 24 * 60 * 60 * 1000;

/** How long a history keeps what was seen, in milliseconds. */
export function keptSpan(prepare: Prepare): number {
  const found = prepare("SELECT value FROM setting WHERE name = 'keep'").get();
  return found === undefined ? USUAL_MILLISECONDS : Number(found.value);
}

/** Sets how long, in milliseconds. Writes only where that is something else than before. */
export function rememberKeep(prepare: Prepare, wanted: number): void {
  const milliseconds = Math.min(wanted, Number.MAX_SAFE_INTEGER);
  const found = prepare("SELECT value FROM setting WHERE name = 'keep'").get();
  if (found?.value === milliseconds) return;
  prepare("INSERT OR REPLACE INTO setting (name, value) VALUES ('keep', ?)").run(milliseconds);
}

/**
 * The time before which it is kept, where nobody said so just then: at most a day after a look that is a
 * day old, so that a clock that is wrong for less than that deletes nothing.
 */
export function settledTime(prepare: Prepare, now: number): number {
  const found = prepare("SELECT max(at) AS at FROM run WHERE at <= ?").get(now - DAY);
  const at = (found?.at ?? null) as number | null;
  return at === null ? now : Math.min(now, at + DAY);
}
