/**
 * A frame: all that a full screen shows at one moment.
 *
 * @module
 */

/** One text for each line of the terminal, and the cursor. */
export interface Frame {
  /** From the top; styled by SGR sequences that each line ends itself, no wider than the terminal. */
  readonly lines: readonly string[];
  /** Where the cursor stands, from 0; null where it is hidden. */
  readonly cursor: { readonly row: number; readonly column: number } | null;
}
