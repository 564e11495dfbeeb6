/**
 * Makes room in a row for an address that is wider than its column.
 *
 * @module
 */
import { GAP } from "../../../output/table/fit_columns.ts";
import { displayWidth } from "../../../text/terminal_text.ts";
import type { PlacedColumn } from "./column_widths.ts";
import { COLUMN_BY_NAME, type LiveColumnName } from "./live_columns.ts";
import { asciiCut, type Paint, type Style } from "./screen_text.ts";

/** A cell that was cut, at its place. */
export interface DrawnCell extends PlacedColumn {
  readonly text: string;
  readonly cellWidth: number;
  readonly paint: Paint | undefined;
}

/** The columns that a row can do without where an address needs the room, the least useful first. */
const DISPENSABLE: readonly LiveColumnName[] = [
  "path",
  "services",
  "user",
  "proto",
  "port",
  "country",
  "owner",
  "age",
  "finding",
  "local",
];

/** As narrow as a program's name becomes before it costs another column: its ending still shows. */
const READABLE_NAME = 10;

/** Leaves out and cuts cells until the others fit. */
export function squeezeCells(
  all: readonly DrawnCell[],
  { placed, columns, style }: {
    readonly placed: readonly PlacedColumn[];
    readonly columns: number;
    readonly style: Style;
  },
): DrawnCell[] {
  const room = columns - (placed[0]?.offset ?? 0);
  let cells = without(all, DISPENSABLE, (left) => widthOf(left) - nameSlack(left) <= room);
  for (const [name, least] of CUT_FOR_ADDRESS) {
    const excess = widthOf(cells) - room;
    if (excess <= 0) break;
    cells = cells.map((cell) => {
      if (cell.name !== name || cell.cellWidth <= least) return cell;
      const width = Math.max(least, cell.cellWidth - excess);
      const text = asciiCut(COLUMN_BY_NAME[name].cut(cell.text, width), cell.text, style);
      return { ...cell, text, cellWidth: displayWidth(text) };
    });
  }
  return without(cells, ["process", "state", "remote"], (left) => widthOf(left) <= room);
}

/** Leaves out cells by their names, in this order, until it is enough. */
function without(
  all: readonly DrawnCell[],
  names: readonly LiveColumnName[],
  isEnough: (cells: readonly DrawnCell[]) => boolean,
): DrawnCell[] {
  let cells = [...all];
  for (const name of names) {
    if (isEnough(cells)) break;
    cells = cells.filter((cell) => cell.name !== name);
  }
  return cells;
}

/** What is cut for the sake of an address that is too wide, and to which width, in this order. */
const CUT_FOR_ADDRESS = [["process", 6], ["state", 6], ["process", 1], [
  "state",
  1,
]] as const;

/** How much narrower the program's name could be. */
function nameSlack(cells: readonly DrawnCell[]): number {
  const name = cells.find((cell) => cell.name === "process");
  return Math.max(0, (name?.cellWidth ?? 0) - READABLE_NAME);
}

/** The width of cells that stand as close as they can. */
export function widthOf(cells: readonly DrawnCell[]): number {
  return cells.reduce(
    (sum, { name, cellWidth }, at) =>
      sum + cellWidth + (at < cells.length - 1 ? gapAfter(name) : 0),
    0,
  );
}

/** The arrow stands close to the address that it points to. */
export function gapAfter(name: LiveColumnName): number {
  return name === "direction" ? 1 : GAP;
}
