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

/** Values that could not be read. The rows have null in their place. */
export interface Unread {
  /** How many, by what they are: the name of a field, or words such as `address cut by netstat`. */
  readonly counts: ReadonlyMap<string, number>;
  /** The first of them, with their lines. */
  readonly values: readonly Rejected[];
  /** What to do so that they can be read; one line each. */
  readonly hints: readonly string[];
}

/** No values that could not be read. */
export const NOTHING_UNREAD: Unread = { counts: new Map(), values: [], hints: [] };

/** The most rejected lines, and the most unread values, kept per source; further ones are only counted. */
export const MOST_REJECTED = 1000;

/** The most characters kept of a rejected line. */
export const LONGEST_REJECTED = 500;

/** The result of parsing a tool's output. */
export interface Parsed<Row> {
  /** One row per data line, in the order printed. */
  readonly rows: Row[];
  /** The lines that were not understood, without titles, headers and blank lines. */
  readonly rejected: Rejected[];
}
