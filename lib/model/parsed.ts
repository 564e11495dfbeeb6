/**
 * What a parser makes of a tool's output.
 *
 * @module
 */

/** A line of captured output that was not understood: kept, counted, never dropped. */
export interface Rejected {
  /** Its line number, from 1. */
  readonly line: number;
  /** The line as read. */
  readonly text: string;
  /** Why it was not understood. */
  readonly reason: string;
}

/** Characters of a rejected line that are kept. */
export const LONGEST_REJECTED = 500;

/** What a parser makes of a tool's whole output. */
export interface Parsed<Row> {
  /** One row a data line, in the order printed. */
  readonly rows: Row[];
  /** The lines that were not understood. Titles, headers and blank lines are not among them. */
  readonly rejected: Rejected[];
}
