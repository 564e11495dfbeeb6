/**
 * What reading one source came to, besides its rows.
 *
 * @module
 */
import type { Rejected } from "../model/parsed.ts";

/** Lines that were not understood are kept word for word up to this many a source, then only counted. */
export const MOST_REJECTED = 1000;

/** What was made of one source's lines. */
export interface ReadReport {
  /** The source, as messages call it: a path, or a tool's name. */
  readonly label: string;
  /** How many rows it held. */
  readonly rows: number;
  /** The first of the lines that were not understood. */
  readonly rejected: readonly Rejected[];
  /** How many there were in all. @default the number of those kept */
  readonly rejectedCount?: number;
}

/** Is told of each source once it was read. */
export type OnRead = (report: ReadReport) => void;
