/**
 * The list: the names of the columns, rows and programs, or why there are none.
 *
 * @module
 */
import { paintHeader } from "../../../output/colors.ts";
import { displayWidth, sanitize, wrap } from "../../../text/terminal_text.ts";
import { selectedPlace } from "../move_selection.ts";
import type { ListLine, WatchState } from "../watch_state.ts";
import type { ColumnWidths } from "./column_widths.ts";
import { COLUMN_BY_NAME } from "./live_columns.ts";
import { groupLines } from "./group_lines.ts";
import { rowHeight } from "./row_height.ts";
import { prefixWidth, rowLines, type RowsPlan } from "./row_lines.ts";
import { cutText, type Style } from "./screen_text.ts";
import { choices } from "./status_lines.ts";

/** The columns that show what can be sorted by, where they have another name. */
const SHOWN_IN: Readonly<Record<string, readonly string[]>> = {
  protocol: ["proto"],
  localPort: ["local", "port"],
  remoteAddress: ["remote"],
  remotePort: ["remote"],
  remoteOwner: ["owner"],
  remoteCountry: ["country"],
};

/** Places the columns and says how to draw the rows. */
export function planRows(state: WatchState, style: Style, widths: ColumnWidths): RowsPlan {
  const { size, settings, look, marks } = state;
  const { showsAudit, showsNames } = settings;
  const placed = widths.place(state, { start: prefixWidth(settings), ascii: style.ascii });
  const hasLocal = placed.some(({ name }) => name === "local");
  return {
    placed,
    context: { at: look?.at ?? 0, marks, showsNames, ascii: style.ascii, hasLocal },
    style,
    columns: size.columns,
    height: rowHeight(size),
    showsAudit,
  };
}

/** Draws the names of the columns, as high as a row, with the order beside the one that has it. */
export function headingLines(
  { settings: { sort, isReversed } }: WatchState,
  { placed, style, columns, height }: RowsPlan,
): string[] {
  const sorted = sort === null ? [] : SHOWN_IN[sort] ?? [sort];
  const order = style.ascii ? (isReversed ? "v" : "^") : isReversed ? "\u25bc" : "\u25b2";
  const orderOf = (name: string) => sorted.includes(name) ? order : "";
  let line = "";
  for (const { name, offset, width } of placed) {
    const { heading, isRight } = COLUMN_BY_NAME[name];
    if (heading === "") continue;
    // The sign may take a column of the gap.
    const text = cutText(heading, width, style) + orderOf(name);
    line = line.padEnd(isRight ? offset + width - text.length : offset) + text;
  }
  const second = `   remote${orderOf("remote")}`;
  const lines = height === 1 ? [line] : [line, second, ...Array(height - 2).fill("")];
  return lines.map((text) => {
    const shown = cutText(text, columns, style);
    return style.color && shown !== "" ? paintHeader(shown) : shown;
  });
}

/** Draws as much of the list as fits into so many lines. */
export function listLines(
  state: WatchState,
  { plan, room }: { plan: RowsPlan; room: number },
): string[] {
  if (state.lines.length === 0) return nothingLines(state, plan.style).slice(0, room);
  const selected = selectedPlace(state);
  const count = Math.max(1, Math.floor(room / plan.height));
  const top = firstShown(state, { selected, count });
  return state.lines.slice(top, top + count).flatMap((line, at) =>
    lineLines(line, top + at === selected, plan)
  ).slice(0, room);
}

/** Where the list begins: where the state says, unless the selected line would not show. */
function firstShown(
  { top, lines }: WatchState,
  { selected, count }: { selected: number; count: number },
): number {
  const last = Math.max(0, lines.length - count);
  const wanted = selected < 0 ? top : Math.max(selected - count + 1, Math.min(top, selected));
  return Math.max(0, Math.min(wanted, last));
}

function lineLines(line: ListLine, isSelected: boolean, plan: RowsPlan): string[] {
  if (line.kind === "group") return groupLines(line, { isSelected, plan });
  return rowLines({ row: line.row, isInGroup: line.isInGroup, isSelected }, plan);
}

/** Says why the list is empty, and what to do. */
function nothingLines(state: WatchState, { ascii }: Style): string[] {
  const { look, size, trouble } = state;
  const lines: string[] = [];
  if (look === null) {
    lines.push(trouble === null ? `Reading connections${ascii ? "..." : "…"}` : sanitize(trouble));
    if (trouble !== null) lines.push("netwho tries again at the next look");
  } else if (state.hidden > 0 || state.given.text !== "") {
    lines.push("No connections match:");
    for (const { text, undo } of choices(state)) {
      lines.push(`  ${sanitize(text)}${undo === null ? "" : ` (${undo})`}`);
    }
  } else {
    lines.push("No connections");
  }
  return lines.flatMap((line) =>
    displayWidth(line) > size.columns ? wrap(line, size.columns) : [line]
  );
}
