/**
 * Lines as the cells of a console: where East Asian characters take two, and where a console narrower
 * than a line broke it.
 *
 * @module
 */
import { eastAsianWidth } from "get-east-asian-width";

/** Follows a character that takes two cells, so that an index into the string is a cell. */
const FILLER = "\0";
const FILLERS = /\0/g;
/** Below this no character is wide on any console. */
const FIRST_WIDE = /[\u1100-\uFFFF]/;
const FIRST_AMBIGUOUS = /[\u00A1-\uFFFF]/;

/**
 * The units in which a line's columns may be counted: display cells, display cells of an East Asian
 * console (where Cyrillic or `…` are wide too), characters. Each view is a string in which the index
 * is the column. The likeliest comes first; each is made on demand.
 */
export function* cellViews(line: string): Generator<string, void> {
  const view = cellView(line);
  yield view;
  if (!FIRST_AMBIGUOUS.test(line)) return;
  const plain = withoutFillers(line);
  if (view !== plain) yield plain;
  const eastAsian = toCells(plain, true);
  if (eastAsian !== view) yield eastAsian;
}

/** The line as a string in which the index is the display cell. */
export function cellView(line: string): string {
  return FIRST_WIDE.test(line) ? toCells(withoutFillers(line), false) : line;
}

/** The text of a piece of a view. */
export function fromCells(piece: string): string {
  return (piece.includes(FILLER) ? piece.replace(FILLERS, "") : piece).trim();
}

/** How many cells a line takes. */
export function cellCount(line: string): number {
  return cellView(line).length;
}

function withoutFillers(line: string): string {
  return line.includes(FILLER) ? line.replace(FILLERS, " ") : line;
}

function toCells(line: string, ambiguousAsWide: boolean): string {
  // Beyond the basic plane a character is two code units, and two cells nearly always.
  return line.replace(/[\u0080-\uD7FF\uE000-\uFFFF]/g, (character) => {
    const width = eastAsianWidth(character.charCodeAt(0), { ambiguousAsWide });
    return width === 2 ? character + FILLER : character;
  });
}

/** Narrower than any console in use. */
const NARROWEST = 40;

/**
 * The width of the console that broke lines: that of the widest lines, if there are several; null
 * where no line seems broken.
 */
export function brokenWidth(lines: readonly string[]): number | null {
  let width = NARROWEST;
  let count = 0;
  for (const line of lines) {
    const cells = cellCount(line);
    if (cells === width) count++;
    if (cells > width) [width, count] = [cells, 1];
  }
  return count > 1 ? width : null;
}

const CPU_TIME = /(?:^|\s)\d{1,9}:\d{2}:\d{2}(?=\s|$)/;
/** Where the CPU time ends in a verbose table. */
const CPU_TIME_END = 156;
/** A CPU time stands no further into the second line of a row. */
const REACH = 200;

/**
 * The width of the console that broke a verbose row without a ruler, from the CPU time in the row's
 * second line: it always ends in the same cell.
 *
 * @returns null where the line is not a row's second one
 */
export function widthFromSecondLine(first: string, second: string): number | null {
  const match = CPU_TIME.exec(second.slice(0, REACH));
  if (match === null) return null;
  const width = CPU_TIME_END - cellCount(second.slice(0, match.index + match[0].length));
  return width >= cellCount(first) && width >= NARROWEST ? width : null;
}

/**
 * Index of a broken row's last piece. After the CPU time, only a line as wide as the console has a
 * continuation (or one cell less: copying loses a space at the end).
 */
export function lastPiece(pieces: readonly string[], width: number): number {
  const withTime = pieces.findIndex((piece) => CPU_TIME.test(piece));
  if (withTime < 0) return pieces.length - 1;
  const end = pieces.findIndex((piece, at) => at >= withTime && cellCount(piece) < width - 1);
  return end < 0 ? pieces.length - 1 : end;
}

/** Joins the pieces of a line that a console broke after so many cells. */
export function joinBroken(pieces: readonly string[], width: number): string {
  let line = "";
  for (const [index, piece] of pieces.entries()) {
    const missing = Math.max(0, width - cellCount(piece));
    // A wide character that did not fit left the last cell empty: there was no space.
    const isMoved = missing === 1 && cellView(pieces[index + 1] ?? "").charAt(1) === FILLER;
    const isLast = index + 1 === pieces.length;
    line += isLast || isMoved ? piece : piece + " ".repeat(missing);
  }
  return line;
}
