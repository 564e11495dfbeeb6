/**
 * The line in which a filter is typed.
 *
 * @module
 */
import { displayWidth, graphemesOf, sanitize } from "../../../text/terminal_text.ts";
import type { Style } from "./screen_text.ts";

const LABEL = "Filter: ";

/** The line, and the column of the cursor. */
export interface FilterLine {
  readonly line: string;
  readonly cursor: number;
}

/** Draws the typed text; where it is too long, the part around the cursor. */
export function filterLine(
  { text, cursor }: { readonly text: string; readonly cursor: number },
  { columns, ascii }: { columns: number } & Pick<Style, "ascii">,
): FilterLine {
  const label = columns < 2 * LABEL.length ? "/" : LABEL;
  // The cursor takes a column of its own behind the text.
  const room = columns - label.length - 1;
  const before = charactersOf(text.slice(0, cursor));
  const after = charactersOf(text.slice(cursor));
  const [more, less] = ascii ? ["<", ">"] : ["…", "…"];
  let shown = before;
  if (widthOf([...before, ...after]) > room) {
    // Some of what follows stays in sight, so that one sees where one is.
    const ahead = Math.min(widthOf(after), Math.floor(room / 4));
    while (
      shown.length > 0 && widthOf(shown) + Number(shown.length < before.length) > room - ahead
    ) {
      shown = shown.slice(1);
    }
  }
  const start = (shown.length < before.length ? more : "") + shown.join("");
  let rest = after;
  const left = room - displayWidth(start);
  while (rest.length > 0 && widthOf(rest) + Number(rest.length < after.length) > left) {
    rest = rest.slice(0, -1);
  }
  const end = rest.join("") + (rest.length < after.length && left > widthOf(rest) ? less : "");
  return { line: label + start + end, cursor: label.length + displayWidth(start) };
}

/** The characters of a text as people see them, each escaped. */
function charactersOf(text: string): string[] {
  return Array.from(graphemesOf(text), sanitize);
}

function widthOf(characters: readonly string[]): number {
  return characters.reduce((sum, character) => sum + displayWidth(character), 0);
}
