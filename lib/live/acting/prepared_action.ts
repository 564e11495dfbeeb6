/**
 * What a key wants to end: the question about it, and how it is carried out once that is answered.
 *
 * @module
 */
import type { Abortable } from "../../host/host.ts";
import type { Question } from "../screen/watch_state.ts";

/** What came of an action, for a message. */
export interface ActionResult {
  readonly text: string;
  readonly isFailure: boolean;
}

/** An action that waits for its answer. It is about what it was prepared for, and nothing else. */
export interface PreparedAction {
  readonly question: Pick<Question, "lines" | "refusal" | "canForce">;
  /** What to say while it is carried out. */
  readonly doing: string;
  /** Carries it out. */
  act(options: Required<Abortable> & { readonly isForced: boolean }): Promise<ActionResult>;
}

/** An action that is not possible. */
export function refusedAction(lines: readonly string[], refusal: string): PreparedAction {
  return {
    question: { lines, refusal, canForce: false },
    doing: "",
    act: () => Promise.resolve({ text: refusal, isFailure: true }),
  };
}
