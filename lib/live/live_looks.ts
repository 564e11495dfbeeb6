/**
 * Looks at the computer at a steady pace that can be changed on the way.
 *
 * @module
 */
import { mayPass } from "../capture/passing_errors.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Abortable, Clock } from "../host/host.ts";
import { LONGEST_SLEEP, sleepUnless } from "../host/sleeps.ts";
import { inTurns, type Turn, turnTaker } from "../host/turns.ts";
import type { Connection } from "../model/connection.ts";
import { isDoubtful } from "./doubtful_look.ts";
import type { LiveLook, LiveRow } from "./live_row.ts";
import { Stopwatch } from "./stopwatch.ts";
import { ConnectionTracker } from "./track_connections.ts";

/** How to look, how often, and until when. */
export interface LooksPlan extends Abortable {
  /** Milliseconds from one look to the next; 0 for one after another. */
  readonly every: number;
  /** Looks at the computer; the signal ends it early. */
  readonly look: (signal: AbortSignal) => Promise<WholeSnapshot>;
  /** Is told why a look failed; the next one is made all the same. */
  readonly onFailure: (error: Error) => void;
  /** Is told that a look takes longer than its interval, while it does. @default nobody */
  readonly onLate?: () => void;
  /** How many looks to make, those that fail too. @default there is no end */
  readonly count?: number | null;
  /** Milliseconds after which it ends. @default there is no end */
  readonly lasts?: number | null;
  /** Adds to each look what else is known, before anyone gets it. @default nothing */
  readonly complete?: (look: LiveLook) => LiveLook | Promise<LiveLook>;
  /** Ends it with the first look in which an open connection passes. @default nothing ends it */
  readonly until?: ((row: LiveRow) => boolean) | null;
  /** Milliseconds to wait for that. @default there is no end */
  readonly patience?: number | null;
  /** Whether closed connections stay. @default false: for two looks */
  readonly keepsClosed?: boolean;
}

/**
 * Why looking ended: `done` after all looks or all the time; with `until`, `found` or else `timedOut`.
 */
export type Ending = "done" | "found" | "timedOut";

/** The shortest time between two looks, in milliseconds. */
const SHORTEST = 1;

/**
 * Looks at the computer, one look at a time, and compares each with the one before. The first is made
 * at once, the others keep to its beat. A look that takes longer than a beat, or whoever takes so long
 * with its result, makes the next ones fall out: they never pile up. Can be iterated once.
 */
export class LiveLooks implements AsyncIterable<LiveLook> {
  /** Why it ended, known with the last look; null while it goes on. */
  ending: Ending | null = null;
  /** Whether a look succeeded. */
  hasLooked = false;
  /** The connection that was waited for; null until it is there. */
  found: LiveRow | null = null;
  readonly #clock: Clock;
  readonly #plan: LooksPlan;
  readonly #tracker: ConnectionTracker;
  readonly #turn: Turn;
  readonly #watch: Stopwatch;
  readonly #deadline: number;
  #every: number;
  #isPaused = false;
  #isAsked = false;
  /** The latest beat and the next one, by the stopwatch. */
  #beat = 0;
  #due = 0;
  /** The connections of the latest look. */
  #seen: readonly Connection[] = [];
  /** Ends a sleep between looks. */
  #nap = new AbortController();

  /** @param clock one that goes on: a replayed one stands still. */
  constructor(clock: Clock, plan: LooksPlan) {
    const { every, lasts, patience, keepsClosed } = plan;
    this.#clock = clock;
    this.#plan = plan;
    this.#every = Math.max(SHORTEST, every);
    this.#tracker = new ConnectionTracker({ keepsClosed });
    this.#turn = turnTaker(clock);
    this.#watch = new Stopwatch(clock);
    this.#deadline = Math.min(lasts ?? Infinity, patience ?? Infinity);
  }

  /** Whether closed connections stay. */
  set keepsClosed(value: boolean) {
    this.#tracker.keepsClosed = value;
  }

  /** Changes the milliseconds from one look to the next. */
  setInterval(milliseconds: number): void {
    this.#every = Math.max(SHORTEST, milliseconds);
    this.#due = Math.max(this.#beat + this.#every, this.#watch.elapsed);
    this.#nap.abort();
  }

  /** Makes no more looks, except those that are asked for. */
  pause(): void {
    this.#isPaused = true;
    this.#nap.abort();
  }

  /** Goes on. */
  resume(): void {
    this.#isPaused = false;
    this.#due = Math.max(this.#due, this.#watch.elapsed);
    this.#nap.abort();
  }

  /** Makes a look at once, or as soon as the one under way is done. */
  lookNow(): void {
    this.#isAsked = true;
    this.#nap.abort();
  }

  /** @throws the reason of the signal, if that aborts. */
  async *[Symbol.asyncIterator](): AsyncGenerator<LiveLook> {
    const { signal, count, until = null, complete } = this.#plan;
    const wakeUp = () => this.#nap.abort();
    signal?.addEventListener("abort", wakeUp);
    try {
      let missed = 0;
      for (let made = 0; made < (count ?? Infinity) && await this.#isTime(); made++) {
        const seen = await this.#look(missed);
        if (seen !== null) {
          missed = 0;
          const look = await complete?.(seen) ?? seen;
          this.hasLooked = true;
          this.found = until === null ? null : findOpen(look.rows, until);
          if (this.found !== null) this.ending = "found";
          yield look;
          if (this.found !== null) return;
        }
        missed += this.#skipBeats();
      }
      this.ending = until === null ? "done" : "timedOut";
    } finally {
      signal?.removeEventListener("abort", wakeUp);
    }
  }

  /** Waits until a look is due; false if there is to be none any more. */
  async #isTime(): Promise<boolean> {
    for (;;) {
      this.#plan.signal?.throwIfAborted();
      const now = this.#watch.elapsed;
      if (now >= this.#deadline) return false;
      if (this.#isAsked || (now >= this.#due && !this.#isPaused)) return true;
      const wanted = Math.min(this.#deadline, this.#isPaused ? Infinity : this.#due);
      this.#nap = new AbortController();
      await sleepUnless(this.#clock, Math.min(wanted - now, LONGEST_SLEEP), this.#nap.signal);
    }
  }

  /** Looks and compares; null if that fails, or is not done before all ends. */
  async #look(missed: number): Promise<LiveLook | null> {
    const began = this.#beginBeat();
    const over = new AbortController();
    const stop = () => over.abort(this.#plan.signal?.reason);
    this.#plan.signal?.addEventListener("abort", stop);
    try {
      this.#supervise(over, began);
      const snapshot = await this.#lookTwice(over.signal);
      const at = snapshot.observedAt === null ? this.#clock.now() : Date.parse(snapshot.observedAt);
      const tracked = await inTurns(this.#tracker.steps({ ...snapshot, at }), this.#turn);
      const tookMilliseconds = this.#watch.elapsed - began;
      return { ...tracked, at, snapshot, tookMilliseconds, missed };
    } catch (error) {
      this.#plan.signal?.throwIfAborted();
      if (this.#watch.elapsed >= this.#deadline) return null;
      if (!mayPass(error)) throw error;
      this.#plan.onFailure(error);
      return null;
    } finally {
      this.#plan.signal?.removeEventListener("abort", stop);
      over.abort();
    }
  }

  /** Looks; once more where connections may be missing, which would be told as closed. */
  async #lookTwice(signal: AbortSignal): Promise<WholeSnapshot> {
    const first = await this.#plan.look(signal);
    const isSure = !isDoubtful(this.#seen, first.connections);
    const snapshot = isSure ? first : await this.#plan.look(signal);
    this.#seen = snapshot.connections;
    return snapshot;
  }

  /** Says that a look is late, and ends one that goes on when all ends. */
  async #supervise(over: AbortController, began: number): Promise<void> {
    const { signal } = over;
    const left = this.#deadline - began;
    const every = this.#every;
    if (every < left) {
      await sleepUnless(this.#clock, every, signal);
      // A replayed or a set clock may have gone less far.
      if (!signal.aborted && this.#watch.elapsed - began >= every) this.#plan.onLate?.();
    }
    while (!signal.aborted && this.#deadline < Infinity) {
      const left = this.#deadline - this.#watch.elapsed;
      if (left <= 0) over.abort();
      else await sleepUnless(this.#clock, Math.min(left, LONGEST_SLEEP), signal);
    }
  }

  /** Begins a beat and returns when, by the stopwatch. */
  #beginBeat(): number {
    const now = this.#watch.elapsed;
    // A look that was asked for begins a beat of its own, as does one after the computer slept.
    const isLate = now - this.#due >= this.#every;
    this.#beat = this.#isAsked || isLate ? now : this.#due;
    this.#due = this.#beat + this.#every;
    this.#isAsked = false;
    return now;
  }

  /** Passes over the beats that went by during the work, and returns how many these are. */
  #skipBeats(): number {
    const late = this.#watch.elapsed - this.#due;
    const skipped = Math.max(0, Math.ceil(late / this.#every));
    this.#due += skipped * this.#every;
    return this.#isPaused ? 0 : skipped;
  }
}

function findOpen(rows: readonly LiveRow[], passes: (row: LiveRow) => boolean): LiveRow | null {
  return rows.find((row) => row.closedAt === null && passes(row)) ?? null;
}
