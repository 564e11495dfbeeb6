/**
 * Draws frames on a terminal: what is written is only the lines that differ from those shown.
 *
 * @module
 */
import type { Frame } from "./frame.ts";
import { type ScreenLine, screenLine } from "./screen_line.ts";

/** The size of the screen in characters. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Turns each frame into what must be written to show it after the one before. The terminal must not
 * wrap long lines: `Terminal.fullScreen` sees to it.
 */
export class ScreenPainter {
  /** The lines on the screen as they were written; null for what is unknown. */
  #shown: readonly string[] | null = null;
  #cursor: Frame["cursor"] = null;
  #size: ScreenSize = { columns: 0, rows: 0 };

  /**
   * Returns what shows a frame; an empty text if it is shown already. Lines and characters that have
   * no room are cut off. After a change of size, which can move what a terminal shows, all is drawn.
   */
  paint(frame: Frame, { columns, rows }: ScreenSize): string {
    if (columns !== this.#size.columns || rows !== this.#size.rows) this.forget();
    const lines = Array.from(
      { length: rows },
      (_, row) => screenLine(frame.lines[row] ?? "", columns),
    );
    const changed = lines.flatMap((line, row) =>
      line.text === this.#shown?.[row] ? [] : `\x1b[${row + 1};1H${replaceLine(line, columns)}`
    );
    const cursor = withinScreen(frame.cursor, { columns, rows });
    const moves = changed.length > 0 && cursor !== null || !samePlace(cursor, this.#cursor);
    const isFirst = this.#shown === null;
    if (changed.length === 0 && !moves && !isFirst) return "";

    // Hidden meanwhile: a cursor that runs over the screen flickers.
    const hides = isFirst || this.#cursor !== null;
    [this.#shown, this.#cursor, this.#size] = [
      lines.map(({ text }) => text),
      cursor,
      { columns, rows },
    ];
    return BEGIN_UPDATE + (hides ? HIDE_CURSOR : "") + (isFirst ? PLAIN : "") + changed.join("") +
      (cursor === null ? "" : `\x1b[${cursor.row + 1};${cursor.column + 1}H${SHOW_CURSOR}`) +
      END_UPDATE;
  }

  /** Draws everything at the next frame: something else has written on the screen. */
  forget(): void {
    this.#shown = null;
  }
}

/** A synchronised update: a terminal that knows these shows what is between them all at once. */
const BEGIN_UPDATE = "\x1b[?2026h";
const END_UPDATE = "\x1b[?2026l";
const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
const PLAIN = "\x1b[0m";
const ERASE_TO_END = "\x1b[K";

/**
 * Writes a line over another. The rest is erased afterwards, so that nothing is blank in between; not
 * behind a full line, whose last character the cursor still stands on.
 */
function replaceLine({ text, width }: ScreenLine, columns: number): string {
  return width < columns ? text + ERASE_TO_END : text;
}

function withinScreen(cursor: Frame["cursor"], { columns, rows }: ScreenSize): Frame["cursor"] {
  if (cursor === null || cursor.row >= rows) return null;
  return { row: cursor.row, column: Math.min(cursor.column, columns - 1) };
}

function samePlace(a: Frame["cursor"], b: Frame["cursor"]): boolean {
  return a?.row === b?.row && a?.column === b?.column;
}
