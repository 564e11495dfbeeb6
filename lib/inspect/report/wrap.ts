/**
 * Lines that fit.
 *
 * @module
 */
import { displayWidth } from "../../text/width.ts";

/** How to break text into lines. */
export interface WrapOptions {
  /** Columns that a line may take; Infinity for one line. */
  readonly width: number;
  /** Whether to break anywhere, as is right for a path and a hash, rather than at spaces. */
  readonly anywhere?: boolean;
}

/** A line of less is unreadable: what is wider stands out. */
const LEAST_WIDTH = 8;

/** Breaks sanitized text into lines, of which nothing is lost but the spaces where it was broken. */
export function wrap(text: string, { width, anywhere = false }: WrapOptions): string[] {
  const room = Math.max(width, LEAST_WIDTH);
  if (displayWidth(text) <= room) return [text];
  return anywhere ? pieces(text, room) : joinWithin(text.split(" "), { room, gap: " " });
}

/** Puts cells next to each other with two spaces between, in as many lines as it takes. */
export function wrapCells(cells: readonly string[], { width }: WrapOptions): string[] {
  return joinWithin(cells, { room: Math.max(width, LEAST_WIDTH), gap: "  " });
}

function joinWithin(
  parts: readonly string[],
  { room, gap }: { room: number; gap: string },
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of parts) {
    if (line !== "" && displayWidth(line) + gap.length + displayWidth(part) <= room) {
      line += gap + part;
      continue;
    }
    if (line !== "") lines.push(line);
    const cut = pieces(part, room);
    line = cut.pop() ?? "";
    lines.push(...cut);
  }
  return line === "" ? lines : [...lines, line];
}

/** Cuts text where a line is full; a character is never cut in two. */
function pieces(text: string, room: number): string[] {
  if (displayWidth(text) <= room) return [text];
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)) {
    const width = displayWidth(segment);
    if (used + width > room) {
      lines.push(line);
      [line, used] = ["", 0];
    }
    line += segment;
    used += width;
  }
  return [...lines, line];
}
