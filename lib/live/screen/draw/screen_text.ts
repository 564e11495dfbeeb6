/**
 * Pieces of lines of the screen: text with a style, put side by side and cut to the width.
 *
 * @module
 */
import { paintChange } from "../../../output/colors.ts";
import { GAP } from "../../../output/table/fit_columns.ts";
import { displayWidth, sanitize, shorten } from "../../../text/terminal_text.ts";
import type { LiveRow } from "../../live_row.ts";

/** How to draw. */
export interface Style {
  /** Whether to colour. Marks and words say the same without. */
  readonly color: boolean;
  /** Whether the terminal cannot show arrows, dots and lines. */
  readonly ascii: boolean;
}

/** Paints text. */
export type Paint = (text: string) => string;

/** Text and its style. */
export interface Piece {
  readonly text: string;
  /** @default plain */
  readonly paint?: Paint;
}

/** The mark of what happened to a row, in its first column. */
export function changeMark(mark: LiveRow["mark"]): "+" | "-" | "~" | " " {
  if (mark === "opened") return "+";
  if (mark === "closed") return "-";
  return mark === "changed" ? "~" : " ";
}

/** Paints a whole row in the colour of what happened to it. */
export function paintRow(text: string, mark: LiveRow["mark"]): string {
  const sign = changeMark(mark);
  if (sign === "~") return `\x1b[33m${text}\x1b[39m`;
  return sign === " " ? text : paintChange(text, sign);
}

/** Paints the selected row: light and dark change places. */
export function paintSelected(text: string): string {
  return `\x1b[7m${text}\x1b[27m`;
}

/** Cuts text to a width. */
export function cutText(text: string, width: number, { ascii }: Pick<Style, "ascii">): string {
  return asciiCut(shorten(text, width), text, { ascii });
}

/** Writes the sign for what was cut in ASCII where that is wanted. */
export function asciiCut(
  cut: string,
  whole: string,
  { ascii }: Pick<Style, "ascii">,
): string {
  return ascii && cut !== whole ? cut.replace("…", "~") : cut;
}

/**
 * Puts pieces side by side, as many as fit from the left. The first one is cut if it is too wide alone.
 */
export function lineOf(pieces: readonly Piece[], width: number, style: Style): string {
  let line = "";
  let left = width;
  for (const [at, { text, paint = plain }] of pieces.entries()) {
    const safe = sanitize(text);
    const shown = at === 0 ? cutText(safe, width, style) : safe;
    const gap = line === "" ? 0 : GAP;
    const taken = gap + displayWidth(shown);
    if (shown === "") continue;
    if (taken > left) break;
    line += " ".repeat(gap) + (style.color ? paint(shown) : shown);
    left -= taken;
  }
  return line;
}

function plain(text: string): string {
  return text;
}

/** Adds spaces up to a width. */
export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** A line that parts the screen, with a title. */
export function ruleLine(title: string, width: number, { ascii }: Pick<Style, "ascii">): string {
  const stroke = ascii ? "-" : "\u2500";
  const named = title === "" ? "" : ` ${cutText(sanitize(title), width - 4, { ascii })} `;
  const line = stroke.repeat(2) + named;
  return line + stroke.repeat(Math.max(0, width - displayWidth(line)));
}
