/**
 * The lines of a report on changes: a sign, then cells in columns where they fit, else wrapped. An
 * address is never cut.
 *
 * @module
 */
import { displayWidth, wrap } from "../text/terminal_text.ts";
import type { ItemCells } from "./change_items.ts";

/** What precedes the lines that belong to the one above. */
const HANGING = "    ";

/** What separates two columns. */
const GAP = "  ";

/** Writes items in columns if all of them fit, else each in as many lines as it needs. */
export function itemLines(
  items: readonly ItemCells[],
  { sign, width }: { readonly sign: string; readonly width: number },
): string[] {
  const head = columnWidths(items.map(({ head }) => head));
  const isNarrow = sign.length + 1 + total(head) > width;
  return items.flatMap(({ head: cells, more }) => {
    const rest = more.filter((cell) => cell !== "");
    if (isNarrow) return fill([sign, cells.filter((cell) => cell !== ""), rest], width);
    const line = `${sign} ${aligned(cells, head)}`;
    const whole = [line, ...rest].join(GAP);
    if (displayWidth(whole) <= width) return [whole];
    return [line, ...rest.length === 0 ? [] : below(rest, width)];
  });
}

/** Writes a sentence below a sign, or without one. */
export function sentenceLines(
  text: string,
  { sign, width }: { readonly sign: string | null; readonly width: number },
): string[] {
  const words = text.split(" ");
  const lead = sign === null ? "" : `${sign} `;
  return joinParts(words, { gap: " ", width, lead, hanging: sign === null ? "  " : HANGING });
}

function fill(
  [sign, head, rest]: readonly [string, readonly string[], readonly string[]],
  width: number,
): string[] {
  return joinParts([...head, ...rest], { gap: GAP, width, lead: `${sign} `, hanging: HANGING });
}

function below(cells: readonly string[], width: number): string[] {
  return joinParts(cells, { gap: GAP, width, lead: HANGING, hanging: HANGING });
}

/** Puts parts next to each other, on as many lines as needed. */
function joinParts(
  parts: readonly string[],
  { gap, width, lead, hanging }: {
    readonly gap: string;
    readonly width: number;
    readonly lead: string;
    readonly hanging: string;
  },
): string[] {
  const lines: string[] = [];
  let line = lead;
  let isEmpty = true;
  for (const part of parts.flatMap((part) => pieces(part, width - hanging.length))) {
    const next = isEmpty ? line + part : line + gap + part;
    if (isEmpty || displayWidth(next) <= width) line = next;
    else {
      lines.push(line);
      line = hanging + part;
    }
    isEmpty = false;
  }
  return [...lines, line];
}

/** An end of a connection, perhaps with what a sentence puts behind it. */
const END = /^(?:UDP |TCP )?(?:\[[^\]\s]+\]|[\d.*]+)(?::\d+)?(?: to port \d+)?[,:;]?$/;

/** The pieces of a part that is wider than a line; addresses stay whole. */
function pieces(part: string, room: number): string[] {
  if (displayWidth(part) <= room) return [part];
  if (END.test(part)) return part.split(" ");
  return wrap(part, room);
}

function columnWidths(rows: readonly (readonly string[])[]): number[] {
  return (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, displayWidth(row[column]!)), 0)
  );
}

function total(widths: readonly number[]): number {
  const used = widths.filter((width) => width > 0);
  return used.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
}

function aligned(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => {
      const width = widths[column]!;
      return width === 0 ? "" : cell + " ".repeat(width - displayWidth(cell)) + GAP;
    })
    .join("")
    .trimEnd();
}
