/**
 * When processes started, told so that it can be compared from look to look.
 *
 * @module
 */
import type { Process } from "../model/process.ts";

/** Milliseconds by which two tellings of one start may differ: Linux counts ticks of 10 ms. */
const TOLERANCE = 20;

/** The fewest processes that can tell that a clock was set: one alone may be another of its PID. */
const FEWEST_MOVED = 2;

/** When a process started. */
export interface Start {
  /** As the process list told it last, ISO 8601 in UTC. */
  readonly text: string;
  /** In milliseconds, as the clock of the first look would have it. */
  readonly time: number;
}

/**
 * The start times of processes. Linux derives them from the clock: when that is set, all of them move,
 * and yet no process is another one.
 */
export class ProcessStarts {
  #starts: ReadonlyMap<number, Start> = new Map();
  /** By how much the clock was set since the first look. */
  #moved = 0;

  /** Takes the processes of a look; without a list nothing is known until the next one. */
  take(processes: ReadonlyMap<number, Pick<Process, "startedAt">> | null): void {
    const told = [...processes ?? []].flatMap(([pid, { startedAt: text }]) => {
      const time = text === null ? NaN : Date.parse(text) - this.#moved;
      return text === null || Number.isNaN(time) ? [] : [[pid, { text, time }] as const];
    });
    const moved = movedBy(this.#starts, told);
    this.#moved += moved;
    this.#starts = new Map(
      told.map(([pid, { text, time }]) => [pid, { text, time: time - moved }]),
    );
  }

  /** When a process started; null if unknown. */
  of(pid: number | null): Start | null {
    return pid === null ? null : this.#starts.get(pid) ?? null;
  }
}

/** Whether two starts are the same, as far as both are known. */
export function isSameStart(one: Start | null, other: Start | null): boolean {
  return one === null || other === null || Math.abs(one.time - other.time) <= TOLERANCE;
}

/**
 * By how much the clock was set: the processes that are in both looks have all moved by it, while those
 * that took the ID of another one have each moved by something else.
 */
function movedBy(
  before: ReadonlyMap<number, Start>,
  after: readonly (readonly [pid: number, start: Start])[],
): number {
  const moves = after.flatMap(([pid, { time }]) => {
    const old = before.get(pid);
    return old === undefined ? [] : [time - old.time];
  }).sort((one, other) => one - other);
  let most = { moved: 0, count: Math.max(FEWEST_MOVED - 1, countNear(moves, 0)) };
  let end = 0;
  for (const [first, moved] of moves.entries()) {
    while (end < moves.length && moves[end]! - moved <= TOLERANCE) end++;
    if (end - first > most.count) most = { moved, count: end - first };
  }
  return most.moved;
}

function countNear(moves: readonly number[], wanted: number): number {
  return moves.filter((move) => Math.abs(move - wanted) <= TOLERANCE).length;
}
