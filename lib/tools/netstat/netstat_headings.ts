/**
 * Tells titles and column headers from other text, in any language, by their shape.
 *
 * @module
 */
/** A line that is not a row. */
export interface TextLine {
  /** Its number, from 1. */
  readonly line: number;
  /** It, as read. */
  readonly raw: string;
  /** It, cleaned. */
  readonly text: string;
  /** Whether a blank line, or nothing at all, stands before it. */
  readonly afterBlank: boolean;
  /** Whether that parts it from the line before; not so where every other line is blank. */
  readonly isApart: boolean;
}

/**
 * What a single number at the end of a row is: nearly always the process ID, but the milliseconds in
 * the state under a header that says so.
 */
export type SingleNumber = "pid" | "milliseconds";

/** What stands around some lines of text. */
export interface Surroundings {
  /** The row that follows them; null at the end of the listing. */
  readonly row: string | null;
  /** Whether no row stands before them. */
  readonly isFirst: boolean;
}

/** A title, a header and, in a narrow console, the lines that it was wrapped into. */
const MOST_HEADER_LINES = 4;

/** Whether there is a letter in it, of any script. */
export function hasLetter(text: string): boolean {
  return /\p{L}/u.test(text);
}

/** Spaces before the first word. */
export function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** Whether text looks like a command line with its prompt: `C:\>`, `$ `. */
export function isPrompt(text: string): boolean {
  return />|\$(?:\s|$)/.test(text);
}

/**
 * Which of the lines between two rows are titles and headers: a block of lines that is a header, right
 * above a row, and a single line above it, its title. An empty listing has a title and a header too.
 */
export function headingsAmong(
  lines: readonly TextLine[],
  around: Surroundings,
): { headings: ReadonlySet<TextLine>; header: string | null } {
  const blocks = blocksOf(lines);
  const headings = new Set<TextLine>();
  let header: string | null = null;
  for (const [index, block] of blocks.entries()) {
    const found = headingEnd(block);
    const title = found.length === block.length ? titleOf(blocks[index - 1]) : null;
    const isLast = index === blocks.length - 1;
    const isExpected = isLast && (around.row !== null || around.isFirst);
    if (!(isExpected || title !== null) || !isHeader(found, isLast ? around : null)) continue;
    if (title !== null) headings.add(title);
    for (const line of found) headings.add(line);
    header = found.map(({ text }) => text).join(" ");
  }
  return { headings, header };
}

/** Lines with no blank line between them. */
function blocksOf(lines: readonly TextLine[]): TextLine[][] {
  const blocks: TextLine[][] = [];
  for (const line of lines) {
    if (line.afterBlank || blocks.length === 0) blocks.push([]);
    blocks.at(-1)!.push(line);
  }
  return blocks;
}

/** The lines at the end of a block that can be a header, and a title right above it. */
function headingEnd(block: readonly TextLine[]): readonly TextLine[] {
  const other = block.findLastIndex((line) => !isHeading(line));
  return block.slice(other + 1);
}

function titleOf(block: readonly TextLine[] | undefined): TextLine | null {
  if (block?.length !== 1) return null;
  const line = block[0]!;
  return line.afterBlank && isHeading(line) ? line : null;
}

/**
 * Three cells or more, two spaces or a tab apart. Or, where a copy left one space everywhere, in the
 * row below too, words for four columns.
 */
function isHeader(block: readonly TextLine[], around: Surroundings | null): boolean {
  if (block.length === 0 || block.length > MOST_HEADER_LINES) return false;
  if (mostCells(block) >= 3 || isWrappedHeader(block)) return true;
  if (around === null || around.row === null || cellsOf(around.row) > 1) return false;
  const { text, afterBlank } = block.at(-1)!;
  return (afterBlank || around.isFirst) && text.trim().split(/\s+/).length >= 4;
}

function isWrappedHeader(block: readonly TextLine[]): boolean {
  const cells = block.reduce((sum, { text }) => sum + cellsOf(text), 0);
  return cells >= 3 && mostCells(block) >= 2 && indentOf(block[0]!.text) > 0;
}

function mostCells(block: readonly TextLine[]): number {
  return Math.max(...block.map(({ text }) => cellsOf(text)));
}

/** Neither titles nor headers hold digits; other tables of netstat's do, in the lines right below. */
function isHeading({ text }: TextLine): boolean {
  return hasLetter(text) && !/\d/.test(text) && !isPrompt(text);
}

function cellsOf(text: string): number {
  return text.trim().split(/\s{2,}|\t/).length;
}

/** What a single number at the end of the rows below a header is. */
export function singleNumberBelow(header: string): SingleNumber {
  return MILLISECONDS.test(header) && !/\bPID\b/.test(header) ? "milliseconds" : "pid";
}

const MILLISECONDS = /[(\uff08](ms|мс|мсек|毫秒|ミリ秒|밀리초)\.?[)\uff09]/i;
