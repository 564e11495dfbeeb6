/**
 * How the lines of the terminal are shared out. Scrolling and drawing agree by it.
 *
 * @module
 */
import { questionHeight } from "./draw/panes.ts";
import { rowHeight } from "./draw/row_height.ts";
import type { WatchState } from "./watch_state.ts";

/** How many lines each part has, from top to bottom; 0 for a part that does not show. */
export interface ScreenLayout {
  /** The computer, the totals, and what could not be seen. */
  readonly header: number;
  /** The names of the columns: as high as a row. The help covers them. */
  readonly headings: number;
  readonly list: number;
  /** How many lines of the list show whole. */
  readonly page: number;
  /** The help, the details or the question. */
  readonly pane: number;
  /** A message, or the filter. */
  readonly status: number;
  /** The most important keys. */
  readonly keys: number;
  /** Whether a question has enough room to say what it is about. */
  readonly isTelling: boolean;
}

/** A terminal with fewer lines shows no header. */
const ROWS_FOR_HEADER = 8;

/** So many lines of a question say what it is about; a longer one lists more of the same. */
const TELLING_LINES = 7;

/** Fewer lines of the help or the details are tiresome to scroll. */
const READABLE_LINES = 5;

/** Shares out the lines: the list gets what the others leave. */
export function screenLayout(state: WatchState): ScreenLayout {
  const { size, pane, limits } = state;
  const keys = Math.min(1, size.rows);
  const status = Number(size.rows > 2);
  const height = rowHeight(size);
  const least = leastLines(state);
  const free = size.rows - keys - status;
  const fits = (others: number) => least === 0 || others + least <= free;
  // What a pane tells comes before what stands above the list.
  const namesColumns = pane.kind !== "help" && size.rows > 3 * height && fits(height);
  const headings = namesColumns ? height : 0;
  const lines = limits === null ? 2 : 3;
  const header = size.rows >= ROWS_FOR_HEADER && fits(headings + lines) ? lines : 0;
  const room = Math.max(0, free - headings - header);
  const own = Math.min(room, paneLines(state, { room, height }));
  const list = room - own;
  const page = Math.floor(list / height);
  const isTelling = pane.kind !== "question" || own >= least;
  return { header, headings, list, page, pane: own, status, keys, isTelling };
}

/** How many lines a pane needs, with those that must show beside it. */
function leastLines(state: WatchState): number {
  switch (state.pane.kind) {
    case "question":
      return Math.min(questionHeight(state), TELLING_LINES);
    case "details":
      return READABLE_LINES + rowHeight(state.size);
    case "help":
      return READABLE_LINES;
    default:
      return 0;
  }
}

/** A question that is read has a rule, a line, and the place for another one. */
const PREPARING_LINES = 3;

function paneLines(
  state: WatchState,
  { room, height }: { readonly room: number; readonly height: number },
): number {
  switch (state.pane.kind) {
    case "help":
      return room;
    case "details":
      return Math.max(Math.ceil(room / 2), Math.min(READABLE_LINES, room - height));
    case "question":
      return questionHeight(state);
    case "preparing":
      return PREPARING_LINES;
    default:
      return 0;
  }
}
