/**
 * Lines that belong to the row above them: what `netstat -b` prints below a row (components, then the
 * program in brackets, or a sentence that the owner is unknown), and the rest of a row that a console
 * wrapped.
 *
 * @module
 */
import { textOf } from "../../text/ascii.ts";
import { isIpv6 } from "./netstat_endpoint.ts";
import { hasLetter, indentOf, isPrompt, type TextLine } from "./netstat_headings.ts";
import { readRow } from "./netstat_line.ts";
import type { NetstatRow } from "./netstat_row.ts";
import { isStateWord, isWholeStateWord, OFFLOAD_WORDS, TEMPLATE_WORDS } from "./netstat_states.ts";

/** The program's name if the line is `[svchost.exe]`; null where it is not. */
export function programOf(line: string): string | null {
  const name = /^\[(.+)\]$/.exec(line.trim())?.[1]?.trim() ?? "";
  return hasLetter(name) && !isAddress(name) ? name : null;
}

function isAddress(name: string): boolean {
  const bytes = new TextEncoder().encode(name);
  return isIpv6(bytes, 0, bytes.length);
}

/** What the lines below a row without a program say. */
export interface Ownership {
  /** The components, where a copy lost the program's line or netstat could not tell it. */
  readonly components: readonly string[];
  /** How many of the lines say it. */
  readonly lines: number;
}

/** Reads the lines below a row that is indented as far as `rowIndent`. */
export function ownershipIn(lines: readonly TextLine[], rowIndent: number): Ownership {
  const components: string[] = [];
  for (const line of lines) {
    if (!isBelow(line, rowIndent)) break;
    if (isComponent(line.text, rowIndent)) components.push(line.text.trim());
    else if (isSentence(line.text, rowIndent)) return { components, lines: components.length + 1 };
    else break;
  }
  // Without a sentence or a program that says so, a word after a blank line is no component.
  const apart = lines.findIndex(({ isApart }) => isApart);
  const lone = apart < 0 ? components : components.slice(0, apart);
  return { components: lone, lines: lone.length };
}

/**
 * Whether a line belongs to the row above it, as what `-b` prints does: it stands right below, or the
 * blank line between is what a console wrapped off, spaces alone, and both are indented. What stands
 * below a damaged row belongs to that one.
 */
export function isBelow({ text, isApart }: TextLine, rowIndent: number): boolean {
  if (beginsLikeRow(text)) return false;
  return !isApart || (indentOf(text) > 0 && rowIndent > 1);
}

/** A service's or a module's name is one word in ASCII, indented as far as the row. */
function isComponent(text: string, rowIndent: number): boolean {
  const word = text.trim();
  return indentOf(text) === rowIndent && /^[!-~]+$/.test(word) && hasLetter(word) &&
    !isStateWord(word) && !isPrompt(word);
}

/** The sentence is indented, but less than the row; a copy may have left them alike. */
function isSentence(text: string, rowIndent: number): boolean {
  const indent = indentOf(text);
  const isIndented = rowIndent > 1 ? indent > 0 && indent < rowIndent : indent === rowIndent;
  if (!isIndented) return false;
  const isOneCell = !/\S(?:\s{2,}|\t)\S/.test(text);
  return isOneCell && !isPrompt(text) && !isStateWord(text.trim()) && /^\p{L}/u.test(text.trim());
}

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
