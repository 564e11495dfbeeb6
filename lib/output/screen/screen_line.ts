/**
 * A styled line as a terminal of a given width shows it.
 *
 * @module
 */
import { displayWidth, graphemesOf, sanitize } from "../../text/terminal_text.ts";

/** A line that fits. */
export interface ScreenLine {
  readonly text: string;
  /** Its columns. */
  readonly width: number;
}

/**
 * Cuts a line to the width of the screen, between characters and outside of escape sequences. All SGR
 * sequences stay, so that styles end; other control characters are escaped.
 *
 * Terminals disagree about the width of emoji, of joined characters and of some signs. So what follows
 * a gap after such characters is put in its column, and columns stay aligned.
 */
export function screenLine(line: string, columns: number): ScreenLine {
  if (PLAIN.test(line)) {
    return { text: line.slice(0, columns), width: Math.min(line.length, columns) };
  }
  const parts = line.split(SGR);
  let text = "";
  let width = 0;
  let isFull = false;
  let before: Measure = "certain";
  for (const [at, part] of parts.entries()) {
    if (at % 2 === 1) {
      text += part; // what the pattern matched
      continue;
    }
    for (const piece of piecesOf(sanitize(part))) {
      if (isFull) break;
      const { text: kept, width: taken } = fit(piece, columns - width);
      isFull = kept.length < piece.length;
      const measure = measureOf(kept);
      if (measure === "narrowOrWide") text += " ".repeat(taken) + toColumn(width);
      // Where the cursor is too far to the left, the gap covers what was there.
      if (isGap(piece) && before === "narrowOrWide") text += toColumn(width);
      text += kept;
      width += taken;
      // Where it is too far to the right, the gap must not cover what has just been written.
      if (isGap(piece) && before === "wide" && width < columns) text += toColumn(width);
      before = isGap(piece) ? "certain" : larger(before, measure);
    }
  }
  // A style must not go on in the next line, nor in what is erased.
  return { text: parts.length > 1 ? `${text}\x1b[0m` : text, width };
}

const PLAIN = /^[\x20-\x7e]*$/;
// deno-lint-ignore no-control-regex -- a terminal's escape sequences
const SGR = /(\x1b\[[0-9;:]*m)/;

/** Whether all terminals agree about a text's width, or some take more columns, or less. */
type Measure = "certain" | "wide" | "narrowOrWide";

const JOINED = /[\p{M}\p{Emoji_Presentation}\p{Emoji_Modifier}\ufe0f\u1100-\u11ff\ud7b0-\ud7ff]/u;

function measureOf(text: string): Measure {
  if (PLAIN.test(text)) return "certain";
  return JOINED.test(text) ? "narrowOrWide" : "wide";
}

function larger(a: Measure, b: Measure): Measure {
  return MEASURES.indexOf(a) > MEASURES.indexOf(b) ? a : b;
}

const MEASURES: readonly Measure[] = ["certain", "wide", "narrowOrWide"];

function isGap(piece: string): boolean {
  return piece.startsWith(" ");
}

function toColumn(column: number): string {
  return `\x1b[${column + 1}G`;
}

/** Gaps, and what is between them. */
function piecesOf(text: string): string[] {
  return text.split(/( +)/).filter((piece) => piece !== "");
}

/** As much of a text as has room. */
function fit(text: string, room: number): { text: string; width: number } {
  const width = displayWidth(text);
  if (width <= room) return { text, width };
  let kept = "";
  let used = 0;
  for (const grapheme of graphemesOf(text)) {
    const more = displayWidth(grapheme);
    if (used + more > room) break;
    kept += grapheme;
    used += more;
  }
  return { text: kept, width: used };
}
