/**
 * Reading what may be gone or forbidden by the time it is read.
 *
 * @module
 */
import { HostError, type HostErrorKind } from "./host.ts";

/** What a host gave, or why it refused. */
export type Attempt<T> =
  | { readonly value: T; readonly refusal: null }
  | { readonly value: null; readonly refusal: HostError };

/** Refusals that say nothing about the machine, and so are never taken for an answer. */
const NOT_ANSWERS: readonly HostErrorKind[] = ["notRecorded"];

/** Asks a host for something it may refuse. What a recording lacks is still thrown. */
export function attempt<T>(read: () => T): Attempt<T> {
  try {
    return { value: read(), refusal: null };
  } catch (error) {
    if (!(error instanceof HostError) || NOT_ANSWERS.includes(error.kind)) throw error;
    return { value: null, refusal: error };
  }
}
