/**
 * Puts rows together again that a console wrapped, and cleans lines that a web page padded.
 *
 * @module
 */
import { textOf } from "../../text/ascii.ts";
import { readRow } from "./read_row.ts";
import type { NetstatRow } from "./row.ts";
import { isWholeStateWord, OFFLOAD_WORDS, TEMPLATE_WORDS } from "./words.ts";

/** Lines into which a console of the narrowest width wraps the longest row. */
const MOST_LINES = 8;
/** Ways to put the lines together that are followed; each joint has two. */
const MOST_WAYS = 8;
/** Characters of a row that was put together. */
const LONGEST_ROW = 1000;

const encoder = new TextEncoder();

/** Reads a row out of text. */
export function readText(text: string, row: NetstatRow): boolean {
  const bytes = encoder.encode(text);
  return readRow(bytes, 0, bytes.length, row);
}

/** The line with plain spaces and without marks that have no width. */
export function cleanLine(line: string): string {
  return line.replace(MARKS, "").replace(OTHER_SPACES, " ");
}

/** What `findstr /n` puts before a line. */
export const LINE_NUMBER = /^\d+:/;

// NUL is what a misread UTF-16 leaves.
// deno-lint-ignore no-control-regex -- it is looked for
const MARKS = /[\u0000\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;
const OTHER_SPACES = /[^\S\t ]/g;

/** Whether text begins as a row does. */
export function beginsLikeRow(text: string): boolean {
  return /^(?:.*\s)?(?:TCP|UDP)(?:v?[46])?\s/i.test(text.slice(0, LONGEST_ROW));
}

/** A line that may go on in the lines below it, in the ways in which these can be put to it. */
export class OpenLine {
  #ways: readonly string[];
  /** Whether it is a row already. */
  readonly isRow: boolean;
  /** How many lines that were put to it make no row yet, itself among them if it is none. */
  lines: number;

  constructor(text: string, { isRow }: { isRow: boolean }) {
    this.#ways = [text.slice(0, LONGEST_ROW)];
    this.isRow = isRow;
    this.lines = isRow ? 0 : 1;
  }

  /** A line to which nothing more belongs. */
  static closed(): OpenLine {
    const line = new OpenLine("", { isRow: false });
    line.close();
    return line;
  }

  /** Nothing more belongs to it. */
  close(): void {
    this.#ways = [];
  }

  /**
   * Puts a line to it. True where that makes a whole row, which then is in `row`.
   *
   * @param held The row that it makes so far, if any.
   */
  add(tail: string, held: NetstatRow | null, { row }: { row: NetstatRow }): boolean {
    if (held !== null && !mayGoOn(held, tail)) this.close();
    const ways = this.#ways.flatMap((way) => joints(way, tail));
    if (ways.some((text) => readText(text, row) && isWhole(row))) return true;
    this.lines++;
    const isTooLong = this.lines > MOST_LINES || ways.some(({ length }) => length > LONGEST_ROW);
    this.#ways = isTooLong ? [] : ways.slice(0, MOST_WAYS);
    return false;
  }
}

/** The two as they stand and, where a copy dropped the spaces at the end of lines, with one between. */
function joints(head: string, tail: string): string[] {
  const isApart = /\s$/.test(head) || /^\s/.test(tail);
  return isApart ? [head + tail] : [head + tail, `${head} ${tail}`];
}

/** Whether a line below a row can be its rest: below a whole row, only what stands behind the state. */
function mayGoOn(row: NetstatRow, tail: string): boolean {
  if (!isWhole(row)) return true;
  const [word = "", ...others] = tail.trim().split(/\s+/, 3);
  if (/^\d+$/.test(word)) return others.every((other) => /^\d+$/.test(other) || isLastWord(other));
  return isLastWord(word);
}

function isLastWord(word: string): boolean {
  return OFFLOAD_WORDS.has(word) || TEMPLATE_WORDS.has(word);
}

/** Whether both ends and the state are there, and nothing that is not understood. */
function isWhole(
  { bytes, protocol, local, remote, stateStart, stateEnd, unread }: NetstatRow,
): boolean {
  if (local.cut || remote.cut || unread > 0) return false;
  if (protocol === "UDP") return true;
  return stateStart >= 0 && isWholeStateWord(textOf(bytes, stateStart, stateEnd));
}
