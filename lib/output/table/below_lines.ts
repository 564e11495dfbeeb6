/**
 * The lines below a row, for what does not fit in its columns.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { displayWidth, wrap } from "../../text/terminal_text.ts";
import { GAP, INDENT } from "./fit_columns.ts";

/** A cell on a line below its row. */
export interface Part {
  /** Its text. */
  readonly text: string;
  /** What precedes it, such as `-> `. */
  readonly lead: string;
  /** Cuts it to a width; absent if it must not be cut. */
  readonly cut?: (width: number) => string;
  /** Whether it may be broken into several lines. */
  readonly wraps?: boolean;
  /** Colours it. */
  readonly paint: (text: string) => string;
}

/**
 * Writes parts next to each other as far as they fit. What can be neither cut nor wrapped stays whole,
 * even if the terminal is narrower.
 */
export function belowLines(parts: readonly Part[], room: number): string[] {
  const lines: string[] = [];
  let left = 0;
  for (const part of parts) {
    const { text, lead, paint } = part;
    const width = displayWidth(lead + text);
    const gap = lead === "" ? GAP : 1;
    if (gap + width <= left) {
      lines.push(lines.pop() + " ".repeat(gap) + lead + paint(text));
      left -= gap + width;
    } else if (INDENT + width <= room) {
      lines.push(" ".repeat(INDENT) + lead + paint(text));
      left = room - INDENT - width;
    } else {
      lines.push(...narrowLines(part, room));
      left = 0;
    }
  }
  return lines;
}

/** Cuts or wraps a part that is wider than a line. */
function narrowLines({ text, lead, cut, wraps = false, paint }: Part, room: number): string[] {
  const width = room - INDENT - displayWidth(lead);
  if (wraps && parseAddress(text) === null) {
    return wrap(text, width).map((line, index) =>
      " ".repeat(INDENT) + (index === 0 ? lead : " ".repeat(displayWidth(lead))) + paint(line)
    );
  }
  if (cut !== undefined) return [" ".repeat(INDENT) + lead + paint(cut(width))];
  return [" ".repeat(Math.max(0, Math.min(INDENT, room - displayWidth(text)))) + paint(text)];
}
