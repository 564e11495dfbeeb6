/**
 * The looks of `netwho watch`, on the screen and into a pipe.
 *
 * @module
 */
import { Diagnostics } from "../capture/diagnostics.ts";
import { mayPass } from "../capture/passing_errors.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { EXIT } from "../errors.ts";
import type { WatchPlan } from "../live/watch_plan.ts";

/** Who is told how each look went. */
export interface LookListener {
  /** Is told what could not be seen, or not understood. */
  readonly onSeen: (diagnostics: Diagnostics, snapshot: WholeSnapshot) => void;
  readonly onFailure: (error: Error) => void;
  /** Is told that a look is in the history. @default nobody */
  readonly onLogged?: () => void;
  readonly onLogFailure: (error: Error) => void;
}

/** Makes the looks. One that fails is told, and the next one is made all the same. */
export class WatchLooker {
  /** The exit code at the end: whether one failed. */
  exitCode: number = EXIT.ok;
  readonly #plan: Pick<WatchPlan, "look" | "log">;
  readonly #listener: LookListener;

  constructor(plan: Pick<WatchPlan, "look" | "log">, listener: LookListener) {
    this.#plan = plan;
    this.#listener = listener;
  }

  /** Looks at the computer. */
  async look(signal: AbortSignal): Promise<WholeSnapshot> {
    const diagnostics = new Diagnostics();
    const snapshot = await this.#plan.look(diagnostics, signal);
    if (diagnostics.exitCode !== EXIT.ok) this.exitCode = diagnostics.exitCode;
    this.#listener.onSeen(diagnostics, snapshot);
    return snapshot;
  }

  /** Takes note of a look that failed. */
  fail(error: Error): void {
    this.exitCode = EXIT.capture;
    this.#listener.onFailure(error);
  }

  /** Adds a look to the history. */
  async log(snapshot: WholeSnapshot): Promise<void> {
    try {
      await this.#plan.log(snapshot);
      this.#listener.onLogged?.();
    } catch (error) {
      if (!mayPass(error)) throw error;
      this.exitCode = EXIT.capture;
      this.#listener.onLogFailure(error);
    }
  }
}
