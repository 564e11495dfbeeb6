/**
 * What calls share that can be ended early.
 *
 * @module
 */

/** A call that can be ended early. */
export interface Abortable {
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}
