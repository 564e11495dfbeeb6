/**
 * Draws the screen of `netwho watch`.
 *
 * @module
 */
import type { Frame } from "../../../output/screen/frame.ts";
import { paintChange } from "../../../output/colors.ts";
import { sanitize } from "../../../text/terminal_text.ts";
import { screenLayout } from "../screen_layout.ts";
import type { WatchState } from "../watch_state.ts";
import { ColumnWidths } from "./column_widths.ts";
import { filterLine } from "./filter_line.ts";
import { headerLines, tellsTrouble } from "./header_lines.ts";
import { keysLine } from "./keys_line.ts";
import { headingLines, listLines, planRows } from "./list_lines.ts";
import { paneLines } from "./panes.ts";
import { cutText, ruleLine, type Style } from "./screen_text.ts";
import { statusLine } from "./status_lines.ts";

/** How to draw the screen. */
export interface DrawOptions extends Style {
  /** The widths of the columns, kept from frame to frame so that they stay. @default new ones */
  readonly widths?: ColumnWidths;
}

/** Nothing can be read on a narrower terminal, which shows the left part of such a screen. */
const LEAST_COLUMNS = 20;

/** Draws everything that a state shows, as large as its terminal. */
export function drawScreen(state: WatchState, options: DrawOptions): Frame {
  const { size } = state;
  if (size.columns >= LEAST_COLUMNS) return drawWhole(state, options);
  const wider = { ...state, size: { ...size, columns: LEAST_COLUMNS } };
  const { lines } = drawWhole(wider, { ...options, color: false });
  return { lines: lines.map((line) => cutText(line, size.columns, options)), cursor: null };
}

function drawWhole(
  state: WatchState,
  { color, ascii, widths = new ColumnWidths() }: DrawOptions,
): Frame {
  const style = { color, ascii };
  const { pane, size } = state;
  const parts = screenLayout(state);
  const plan = planRows(state, style, widths);
  const typing = pane.kind === "filter" ? filterLine(pane, { columns: size.columns, ascii }) : null;
  const told = { style, tellsTrouble: tellsTrouble(state, parts.header), page: parts.page };
  const status = typing?.line ??
    (pane.kind === "question" && state.message === null
      ? ruleLine("", size.columns, style)
      : statusLine(state, told));
  const lines = [
    ...filled(headerLines(state, { style, room: parts.header }), parts.header),
    ...filled(headingLines(state, plan), parts.headings),
    ...filled(listLines(state, { plan, room: parts.list }), parts.list),
    ...filled(paneLines(state, { style, room: parts.pane }), parts.pane),
    ...filled([status], parts.status),
    ...filled([lastLine(state, { style, canAnswer: parts.isTelling })], parts.keys),
  ];
  const cursor = typing !== null && parts.status > 0
    ? { row: lines.length - parts.keys - 1, column: typing.cursor }
    : null;
  return { lines, cursor };
}

/** The keys; while a filter is typed that cannot be read, what is wrong with it. */
function lastLine(
  state: WatchState,
  { style, canAnswer }: { readonly style: Style; readonly canAnswer: boolean },
): string {
  if (state.pane.kind !== "filter" || state.filterError === null) {
    return keysLine(state, { style, canAnswer });
  }
  const text = cutText(`! ${sanitize(state.filterError)}`, state.size.columns, style);
  return style.color ? paintChange(text, "-") : text;
}

/** Exactly so many lines. */
function filled(lines: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, at) => lines[at] ?? "");
}
