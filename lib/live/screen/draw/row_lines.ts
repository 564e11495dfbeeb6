/**
 * A row of the list as text: its marks, and its cells in their columns.
 *
 * @module
 */
import { shortenHost } from "../../../output/table/cut_text.ts";
import { displayWidth, sanitize, wrap } from "../../../text/terminal_text.ts";
import type { LiveRow } from "../../live_row.ts";
import { groupIndent, type PlacedColumn } from "./column_widths.ts";
import { type CellContext, COLUMN_BY_NAME, paintMark } from "./live_columns.ts";
import {
  asciiCut,
  changeMark,
  cutText,
  padTo,
  paintRow,
  paintSelected,
  type Style,
} from "./screen_text.ts";
import { type DrawnCell, gapAfter, squeezeCells, widthOf } from "./squeeze_cells.ts";

/** How to draw rows. */
export interface RowsPlan {
  readonly placed: readonly PlacedColumn[];
  readonly context: CellContext;
  readonly style: Style;
  /** The width of the terminal in columns. */
  readonly columns: number;
  /** How many lines each row takes. */
  readonly height: number;
  readonly showsAudit: boolean;
}

/** The columns of the marks: the selection, the change, the finding where these are shown, a space. */
export function prefixWidth({ showsAudit }: { readonly showsAudit: boolean }): number {
  return showsAudit ? 4 : 3;
}

/** A row, and how it is shown. */
export interface ShownRow {
  readonly row: LiveRow;
  readonly isSelected: boolean;
  readonly isInGroup: boolean;
}

/** Draws a row on as many lines as every row has. */
export function rowLines(shown: ShownRow, plan: RowsPlan): string[] {
  const { row, isSelected } = shown;
  const below = plan.height === 1 ? null : linesBelow(row, plan);
  const cells = cellsOf(shown, plan);
  if (below?.portCell) {
    cells.splice(cells.findIndex(({ name }) => name === "pid") + 1, 0, below.portCell);
  }
  const paint = plan.style.color && row.mark === null && !isSelected ? paintCell : plainCell;
  const first = prefixOf(shown, plan) + laidOut(cells, plan, paint);
  const lines = [first, ...below?.lines ?? []];
  while (lines.length < plan.height) lines.push("");
  return lines.map((line) => paintWhole(line, shown, plan));
}

/** Paints a line in the colour of what happened, and as selected. */
function paintWhole(line: string, { row, isSelected }: ShownRow, { style, columns }: RowsPlan) {
  if (!style.color) return line.trimEnd();
  const text = isSelected ? padTo(line, columns) : line;
  const painted = text === "" ? text : paintRow(text, row.mark);
  return isSelected ? paintSelected(painted) : painted;
}

function prefixOf({ row, isSelected }: ShownRow, { context, style, showsAudit }: RowsPlan): string {
  const severity = context.marks.get(row.id);
  const isPlain = !style.color || isSelected || row.mark !== null;
  const sign = severity === undefined ? " " : isPlain ? "!" : paintMark("!", severity);
  const change = changeMark(row.mark);
  return (isSelected ? ">" : " ") + change + (showsAudit ? sign : "") + " ";
}

type PaintCell = (cell: DrawnCell) => string;

const plainCell: PaintCell = ({ text }) => text;
const paintCell: PaintCell = ({ text, paint }) => paint === undefined ? text : paint(text);

function cellsOf({ row, isInGroup }: ShownRow, plan: RowsPlan): DrawnCell[] {
  return plan.placed.flatMap((column) => {
    const { cut, write } = COLUMN_BY_NAME[column.name];
    const { text, isLoose, paint } = write(row, plan.context);
    const safe = sanitize(text).trimEnd();
    if (safe === "") return [];
    const isIndented = isInGroup && column.name === "process";
    const whole = isIndented ? " ".repeat(groupIndent(plan.style)) + safe : safe;
    const shown = isLoose ? asciiCut(cut(whole, column.width), whole, plan.style) : whole;
    return [{ ...column, text: shown, cellWidth: displayWidth(shown), paint }];
  });
}

/** Puts cells in their columns. A cell that is too wide for its own moves the others aside. */
function laidOut(all: readonly DrawnCell[], plan: RowsPlan, paint: PaintCell): string {
  const start = plan.placed[0]?.offset ?? 0;
  const cells = squeezeCells(all, plan);
  let needed = widthOf(cells);
  let line = "";
  let [end, earliest] = [start, start];
  for (const cell of cells) {
    const { name, offset, width, cellWidth } = cell;
    const aligned = COLUMN_BY_NAME[name].isRight ? offset + width - cellWidth : offset;
    const place = Math.max(earliest, Math.min(aligned, plan.columns - needed));
    line += " ".repeat(place - end) + paint(cell);
    end = place + cellWidth;
    earliest = end + gapAfter(name);
    needed -= cellWidth + gapAfter(name);
  }
  return line;
}

/** What a narrow terminal shows below the first line of a row, behind the address. */
const BEHIND_ADDRESS = ["port", "state", "owner", "country"] as const;

/** The lines below a row's first one, and the port where that has to go up into the first line. */
interface Below {
  readonly lines: readonly string[];
  readonly portCell: DrawnCell | null;
}

/** Writes the address on lines of its own, and behind it what else there is room for. */
function linesBelow(row: LiveRow, plan: RowsPlan): Below {
  const { placed, columns, height } = plan;
  const { lines, portCell } = addressBelow(row, plan);
  const all = [...lines];
  for (const name of BEHIND_ADDRESS) {
    const { connection } = row;
    if (placed.some((column) => column.name === name)) continue;
    if (name === "port" && connection.direction !== "inbound") continue;
    const text = sanitize(COLUMN_BY_NAME[name].write(row, plan.context).text);
    const joined = `${all.at(-1)}  ${text}`;
    if (text === "") continue;
    if (displayWidth(joined) <= columns) all.splice(-1, 1, joined);
    else if (all.length < height - 1) all.push(`   ${cutText(text, columns - 3, plan.style)}`);
  }
  return { lines: all.slice(0, height - 1), portCell };
}

/**
 * Writes the other end. Where it is too wide with its port, the port goes up into the first line, and
 * the address, of which no part may be lost, takes the whole width.
 */
function addressBelow(row: LiveRow, { placed, context, style, columns, height }: RowsPlan): Below {
  const arrow = sanitize(COLUMN_BY_NAME.direction.write(row, context).text);
  const lead = arrow === "" ? "   " : `   ${arrow} `;
  const { text, isLoose } = COLUMN_BY_NAME.remote.write(row, context);
  const end = sanitize(text);
  const room = columns - displayWidth(lead);
  const fitting = isLoose ? asciiCut(shortenHost(end, room), end, style) : end;
  if (displayWidth(fitting) <= room) return { lines: [lead + fitting], portCell: null };
  const whole = brokenLines(`${arrow} ${end}`.trimStart(), columns);
  const [, address, port] = /^\[(.*)\](:\d+)$/.exec(end) ?? [];
  if (whole.length < height || address === undefined) return { lines: whole, portCell: null };
  const column = placed.find(({ name }) => name === "state") ?? placed.at(-1)!;
  const portText = `${arrow} ${port}`.trimStart();
  const cellWidth = displayWidth(portText);
  const portCell = {
    ...column,
    name: "remote",
    text: portText,
    cellWidth,
    paint: undefined,
  } as const;
  return { lines: brokenLines(address, columns), portCell };
}

/** Breaks what is wider than the terminal. */
function brokenLines(text: string, columns: number): string[] {
  return wrap(text, columns - 1, { anywhere: true }).map((line) => ` ${line}`);
}
