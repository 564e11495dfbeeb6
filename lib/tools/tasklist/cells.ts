import { eastAsianWidth } from "get-east-asian-width";

/** Stands after a character that takes two cells, so that an index into the string is a cell. */
const FILLER = "\0";
const FILLERS = /\0/g;
/** Below this no character is wide on any console. */
const FIRST_WIDE = /[\u1100-\uFFFF]/;
const FIRST_AMBIGUOUS = /[\u00A1-\uFFFF]/;

/**
 * The ways in which a line's columns can have been counted: display cells, display cells of an East
 * Asian console (where Cyrillic or `…` are wide too), characters. Each is a string in which the
 * index is the column. The likeliest comes first; they are made as they are asked for.
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

/** Puts the pieces of a line together that a console broke after so many cells. */
export function joinBroken(pieces: readonly string[], width: number): string {
  let line = "";
  for (const [index, piece] of pieces.entries()) {
    const missing = Math.max(0, width - cellCount(piece));
    // A wide character that did not fit into the last cell left it empty: no space was there.
    const isMoved = missing === 1 && cellView(pieces[index + 1] ?? "").charAt(1) === FILLER;
    const isLast = index + 1 === pieces.length;
    line += isLast || isMoved ? piece : piece + " ".repeat(missing);
  }
  return line;
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
