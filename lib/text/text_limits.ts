/**
 * How long a text may be that is read as a whole (ADR 50). Lengths are bytes of UTF-8. A JavaScript
 * string ends at 512 MiB, and the memory for all values at 2 GB on a computer with 8 GB: what is read
 * must stay well below both.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import { sizeInWords } from "./size_in_words.ts";

/** Text of any kind: 256 MB of CSV, more than a million rows, take 1.6 GB of memory. */
export const MOST_TEXT_BYTES = 256_000_000;

/** JSON is read in pieces, so that only its values stay: a million rows of 536 MB take 1.4 GB. */
export const MOST_JSON_BYTES = 640_000_000;

/** How many rows of JSON and CSV may be in memory: a million short ones take 1.5 GB. */
export const MOST_ROWS = 1_200_000;

/**
 * Output of a tool whose lines are understood together. 80 MB of tasklist's list form take 1.6 GB of
 * memory; a table of a million processes has 75 MB.
 */
export const MOST_PRINTED_BYTES = 80_000_000;

/** Output of nslookup: 40 MB, half a million answers, take 1.4 GB. */
export const MOST_NSLOOKUP_BYTES = 40_000_000;

/** A list of what to look up: three million addresses, far more than can be asked about. */
export const MOST_ASKED_BYTES = 50_000_000;

/** How long a text may be. */
export interface TextLimit {
  /** Its name in messages. */
  readonly label: string;
  /** The most bytes that it may have. */
  readonly most: number;
  /** Whether other texts have used up a part of them. @default false */
  readonly isRest?: boolean;
  /** What to do about a text that is longer. @default splitting it is advised */
  readonly hint?: string;
}

/** The error for a text that is too long. */
export function tooLong({ label, most, isRest = false, hint = SPLIT }: TextLimit): CaptureError {
  const state = isRest
    ? "with the files before it, it does not fit into memory"
    : `it is longer than ${sizeInWords(most)}, the most that fits into memory`;
  return new CaptureError(`Cannot read ${label}: ${state}`, { hint });
}

/** The error for a text with too many rows. */
export function tooManyRows(label: string): CaptureError {
  const state = `there are more than ${MOST_ROWS / 1_000_000} million rows, the most that fit ` +
    "into memory";
  return new CaptureError(`Cannot read ${label}: ${state}`, { hint: SPLIT });
}

const SPLIT = "Split it and read one part at a time. Output of netstat may have any length";

/** Several texts that are in memory side by side: together they may be as long as one. */
export class MemoryBudget {
  #used = 0;
  /** How many more rows there may be. */
  rowsLeft: number = MOST_ROWS;

  /** The limit of the next text, of those that may have `most` bytes alone. */
  limitOf(label: string, most: number): TextLimit {
    return { label, most: Math.floor((1 - this.#used) * most), isRest: this.#used > 0 };
  }

  /** Adds a text that was read. */
  add(text: string, most: number): void {
    this.#used += text.length / most;
  }
}
