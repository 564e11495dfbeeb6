/**
 * Tells titles and column headers from other text, in any language, by their shape.
 *
 * @module
 */

/** A line that is not a row. */
export interface TextLine {
  /** Its number, from 1. */
  readonly line: number;
  /** Its text as read. */
  readonly raw: string;
  /** Its text, cleaned. */
  readonly text: string;
  /** Whether it follows a blank line, or is the first. */
  readonly afterBlank: boolean;
  /** Whether the blank line means something: not where every other line is blank. */
  readonly isApart: boolean;
}

/** The context of some lines of text. */
export interface Surroundings {
  /** The row that follows them; null at the end of the listing. */
  readonly row: string | null;
  /** Whether they stand before the first row. */
  readonly isFirst: boolean;
}

/** A title, and a header that a narrow console wrapped. */
const MOST_HEADER_LINES = 4;

/** Whether text holds a letter of any script. */
export function hasLetter(text: string): boolean {
  return /\p{L}/u.test(text);
}

/** The number of spaces before the first word. */
export function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** Whether text looks like a command line with its prompt: `C:\>`, `$ `. */
export function isPrompt(text: string): boolean {
  return />|\$(?:\s|$)/.test(text);
}

/**
 * Finds the titles and headers among the lines between two rows: a header is a block of lines right
 * above a row, its title a single line above that. An empty listing has a title and a header too.
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

/** Splits lines where blank lines stood. */
function blocksOf(lines: readonly TextLine[]): TextLine[][] {
  const blocks: TextLine[][] = [];
  for (const line of lines) {
    if (line.afterBlank || blocks.length === 0) blocks.push([]);
    blocks.at(-1)!.push(line);
  }
  return blocks;
}

/** The lines at the end of a block that can be a header, perhaps with a title right above it. */
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
 * A header has at least three cells, two spaces or a tab apart. Where a copy left one space everywhere,
 * in the row below too, it has words for four columns.
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

/** Neither titles nor headers hold digits; other tables of netstat hold some in their first lines. */
function isHeading({ text }: TextLine): boolean {
  return hasLetter(text) && !/\d/.test(text) && !isPrompt(text);
}

function cellsOf(text: string): number {
  return text.trim().split(/\s{2,}|\t/).length;
}

/** Whether a single number at the end of the rows below a header is the milliseconds in the state. */
export function isMillisecondsHeader(header: string): boolean {
  return MILLISECONDS.test(header) && !/\bPID\b/.test(header);
}

const MILLISECONDS = /[(\uff08](ms|мс|мсек|毫秒|ミリ秒|밀리초)\.?[)\uff09]/i;
