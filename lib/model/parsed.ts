/**
 * The result of parsing a tool's output.
 *
 * @module
 */

/** A line that was not understood: kept, counted, never dropped. */
export interface Rejected {
  /** Its line number, from 1. */
  readonly line: number;
  /** The line as read. */
  readonly text: string;
  /** Why it was not understood. */
  readonly reason: string;
}

/** The most characters kept of a rejected line. */
export const LONGEST_REJECTED = 500;

/** The result of parsing a tool's output. */
export interface Parsed<Row> {
  /** One row per data line, in the order printed. */
  readonly rows: Row[];
  /** The lines that were not understood, without titles, headers and blank lines. */
  readonly rejected: Rejected[];
}
