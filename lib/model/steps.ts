/**
 * Work in short steps, so that the caller can do something else between them.
 *
 * @module
 */

/** Work in short steps, and its result. */
export type Steps<Result> = Generator<void, Result>;

/** Does all steps at once. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
