/**
 * Lines that belong to the row above them: what `netstat -b` prints below a row (components, then the
 * program in brackets, or a sentence that the owner is unknown), and the rest of a row that a console
 * wrapped.
 *
 * @module
 */
import { withoutEndMarks } from "../../text/end_marks.ts";
import { isIpv6 } from "./netstat_endpoint.ts";
import { hasLetter, indentOf, isPrompt, type TextLine } from "./netstat_headings.ts";
import type { RowReader } from "./netstat_line.ts";
import { isStateWord, OFFLOAD_WORDS, TEMPLATE_WORDS } from "./netstat_states.ts";

/**
 * The program's name if the line is `[svchost.exe]`, else null. Below an indented row a name without a
 * file's ending is indented too: `[snip]`, `[/code]` and `[Services]` stand in texts as well.
 */
export function programOf(line: string, rowIndent: number): string | null {
  const name = /^\[(.+)\]$/.exec(line.trim())?.[1]?.trim() ?? "";
  if (!hasLetter(name) || isAddress(name) || !isBalanced(name)) return null;
  if (PROGRAM_FILE.test(name)) return name;
  return (indentOf(line) > 0 || rowIndent === 0) && !AUTHORS_MARK.test(name) ? name : null;
}

/** What the name of a program ends in, and the kernel's. */
const PROGRAM_FILE = /\.(?:exe|com|scr|tmp|bin|dll|sys|pif)$|^System$/i;

/** What authors and forums put in brackets: `snip`, `...`, `/code`, `quote=anna`. */
const AUTHORS_MARK = new RegExp(
  "^(?:[/.\u2026]|(?:snip\\w*|cut|omit\\w*|redact\\w*|remov\\w*|delet\\w*|truncat\\w*|edit\\w*|more|etc|" +
    "code|quote|spoiler|hide|pre|plain|noparse|color|size|font|b|i|u|s|url|img|list|table|center)" +
    "(?:$|[= :,.\u2026]))|\u7565",
  "i",
);

/** Whether each bracket in a name has its partner: browsers save `setup[1].exe`. */
function isBalanced(name: string): boolean {
  let open = 0;
  for (const letter of name) {
    open += letter === "[" ? 1 : letter === "]" ? -1 : 0;
    if (open < 0) return false;
  }
  return open === 0;
}

function isAddress(name: string): boolean {
  const bytes = new TextEncoder().encode(name);
  return isIpv6(bytes, 0, bytes.length);
}

/** What the lines below a row without a program tell about its owner. */
export interface Ownership {
  /** The components, where a copy lost the program's line or netstat could not name the program. */
  readonly components: readonly string[];
  /** How many of the lines tell it. */
  readonly lines: number;
}

/**
 * Reads the lines below a row with the indent `rowIndent`. `isFlat` says that programs are indented as
 * much as rows, as on Windows XP: then sentences are, too.
 */
export function ownershipIn(
  lines: readonly TextLine[],
  { rowIndent, isFlat }: { rowIndent: number; isFlat: boolean },
): Ownership {
  const components: string[] = [];
  for (const line of lines) {
    if (!isBelow(line, rowIndent)) break;
    if (isComponent(line.text, rowIndent)) components.push(line.text.trim());
    else if (isSentence(line.text, isFlat ? rowIndent + 1 : rowIndent)) {
      return { components, lines: components.length + 1 };
    } else break;
  }
  // Nothing but its indent tells a component from a word, unless a sentence or a program follows.
  if (rowIndent < 2) return { components: [], lines: 0 };
  // Behind a blank line, a word is a component only if a sentence or a program follows.
  const apart = lines.findIndex(({ isApart }) => isApart);
  const lone = apart < 0 ? components : components.slice(0, apart);
  return { components: lone, lines: lone.length };
}

/**
 * Whether a line can be part of what `-b` prints below a row: it stands right below, or the blank line
 * between is a row of spaces that a console wrapped, and both are indented. What stands below a
 * damaged row belongs to that one.
 */
export function isBelow({ text, isApart }: TextLine, rowIndent: number): boolean {
  if (beginsLikeRow(text)) return false;
  return !isApart || (indentOf(text) > 0 && rowIndent > 1);
}

/** The name of a service or module is one ASCII word with the row's indent. */
function isComponent(text: string, rowIndent: number): boolean {
  const word = text.trim();
  return indentOf(text) === rowIndent && /^[a-z_][!-~]*$/i.test(word) && !isStateWord(word) &&
    !isPrompt(word);
}

/** Whether a line between a row and its program is a component: a name, a path, or that there is none. */
export function mayBeComponent(text: string): boolean {
  const cell = text.trim();
  return /^[a-z_][!-~]*$/i.test(cell) || /^(?:[a-z]:)?\\/i.test(cell) || /^--.*--$/.test(cell);
}

/** The sentence is indented, but less than the row; a copy may have lost the indent of both. */
function isSentence(text: string, rowIndent: number): boolean {
  const indent = indentOf(text);
  const isIndented = rowIndent > 1 ? indent > 0 && indent < rowIndent : indent === rowIndent;
  if (!isIndented) return false;
  const isOneCell = !/\S(?:\s{2,}|\t)\S/.test(text);
  return isOneCell && !isPrompt(text) && !isStateWord(text.trim()) && /^\p{L}/u.test(text.trim());
}

/** The line with plain spaces, without colours and characters that have no width. */
export function cleanLine(line: string): string {
  return withoutEndMarks(line).replace(COLOURS, "").replace(MARKS, "").replace(OTHER_SPACES, " ");
}

// deno-lint-ignore no-control-regex -- it is looked for
const COLOURS = /\u001b\[[\d;]*[A-Za-z]/g;

// UTF-16 read in another encoding leaves NULs.
// deno-lint-ignore no-control-regex -- it is looked for
const MARKS = /[\u0000\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/** Whether text holds characters that have no width. */
export function holdsMarks(text: string): boolean {
  return text.search(MARKS) >= 0;
}

const OTHER_SPACES = /[^\S\t ]/g;

/** What `findstr /n` puts before a line. */
export const LINE_NUMBER = /^\d+:/;

/** What mail puts before the lines that it quotes. */
export const QUOTE_MARKS = /^ ?(?:> ?)+/;

/** Whether text begins as a row does. */
export function beginsLikeRow(text: string): boolean {
  return /^(?:.*\s)?(?:TCP|UDP)(?:v?[46])?\s/i.test(text.slice(0, LONGEST_ROW));
}

/** The narrowest console wraps the longest row into so many lines. */
const MOST_LINES = 8;
/** Ways to join the lines that are tried: each joint has two. */
const MOST_WAYS = 8;
/** Characters of a row that was joined. */
const LONGEST_ROW = 1000;

/** A line that the lines below it may continue, with the ways to join these to it. */
export class OpenLine {
  /** Whether it is a row even without them. */
  readonly isRow: boolean;
  /** How many lines were joined that are part of no row yet; it is one of them if it is no row. */
  lines: number;
  readonly #reader: RowReader;
  readonly #isWholeRow: boolean;
  readonly #mayFollow: (tail: string) => boolean;
  #ways: readonly string[];

  constructor(text: string, { reader, isRow }: { reader: RowReader; isRow: boolean }) {
    this.isRow = isRow;
    this.lines = isRow ? 0 : 1;
    this.#reader = reader;
    this.#isWholeRow = isRow && reader.isWholeRow(text);
    this.#mayFollow = !reader.isLinux
      ? mayFollowRow
      : holdsOwner(text)
      ? isTimer
      : mayFollowLinuxRow;
    this.#ways = text.length > LONGEST_ROW ? [] : [text];
  }

  /** Joins one more line. Returns the whole row where that makes one, else null. */
  add(tail: string): string | null {
    const ways = this.#isWholeRow && !this.#mayFollow(tail)
      ? []
      : this.#ways.flatMap((way) => joints(way, tail));
    const row = ways.find((text) => this.#reader.isWholeRow(text));
    if (row !== undefined) return row;
    this.lines++;
    const isTooLong = this.lines > MOST_LINES || ways.some(({ length }) => length > LONGEST_ROW);
    this.#ways = isTooLong ? [] : ways.slice(0, MOST_WAYS);
    return null;
  }
}

/** Both as they are and, as a copy may have dropped spaces at the end of lines, with one between. */
function joints(head: string, tail: string): string[] {
  const isApart = /\s$/.test(head) || /^\s/.test(tail);
  return isApart ? [head + tail] : [head + tail, `${head} ${tail}`];
}

/** Whether a line can be the rest of a row whose state is whole: only what stands behind the state. */
function mayFollowRow(tail: string): boolean {
  const [word = "", ...others] = tail.trim().split(/\s+/, 3);
  if (/^\d+$/.test(word)) return others.every((other) => /^\d+$/.test(other) || isLastWord(other));
  return isLastWord(word);
}

/** What Linux prints behind the state: user and inode, the process, a timer. */
function mayFollowLinuxRow(tail: string): boolean {
  const text = tail.trim().replace(/^[\w.@$\\-]+\s+\d+(?:\s+|$)/, "");
  return text === "" || /^(?:\d{1,10}\/|-(?:\s|$))/.test(text) || isTimer(text);
}

function isTimer(tail: string): boolean {
  return /^\s*[\p{L}-]+\d?\s+\(\d/u.test(tail);
}

function holdsOwner(text: string): boolean {
  return /\s\d{1,10}\/\S/.test(text);
}

function isLastWord(word: string): boolean {
  return OFFLOAD_WORDS.has(word) || TEMPLATE_WORDS.has(word);
}
