/**
 * Keeps the selection on its connection and on the screen, and moves it.
 *
 * @module
 */
import { screenLayout } from "./screen_layout.ts";
import type { ListLine, WatchState } from "./watch_state.ts";

/** How many lines show above and below the selected one where there are so many. */
const MARGIN = 2;

/** The identity of a line: the ID of its connection, or the key of its group. */
export function lineKey(line: ListLine): number | string {
  return line.kind === "row" ? line.row.id : line.key;
}

/** The place of the selected line; -1 without lines. */
export function selectedPlace({ lines, selected }: Pick<WatchState, "lines" | "selected">): number {
  return selected === null ? -1 : lines.findIndex((line) => lineKey(line) === selected);
}

/** The selected line; null without lines. */
export function selectedLine(state: WatchState): ListLine | null {
  return state.lines[selectedPlace(state)] ?? null;
}

/**
 * Takes over other lines. The selection stays on its line; where that is gone, it goes to the nearest
 * one below it that is still there, or else above. A list that is scrolled moves along, so that the
 * selected line stays where it is on the screen.
 */
export function keepSelection(
  old: WatchState,
  { lines, hidden }: Pick<WatchState, "lines" | "hidden">,
): WatchState {
  const before = selectedPlace(old);
  const next = { ...old, lines, hidden, selected: nearestKey(old, { lines, before }) };
  if (before < 0 || old.top === 0) return next;
  return { ...next, top: Math.max(0, old.top + selectedPlace(next) - before) };
}

function nearestKey(
  old: WatchState,
  { lines, before }: { lines: readonly ListLine[]; before: number },
): number | string | null {
  if (lines.length === 0) return null;
  if (before < 0) return lineKey(lines[0]!);
  if (lines.some((line) => lineKey(line) === old.selected)) return old.selected;
  const keys = new Set(lines.map(lineKey));
  const heads = new Map(
    lines.flatMap((line) =>
      line.kind === "group" ? line.rows.map(({ id }) => [id, line.key] as const) : []
    ),
  );
  // A group that is given up leaves its rows, and one that is made or closed takes them in.
  const heir = (line: ListLine) => {
    const own = line.kind === "row" ? [line.row.id] : [line.key, ...line.rows.map(({ id }) => id)];
    return own.find((key) => keys.has(key)) ??
      own.map((key) => heads.get(key as number)).find(Boolean);
  };
  const { lines: olds } = old;
  for (let place = before; place < olds.length; place++) {
    const key = heir(olds[place]!);
    if (key !== undefined) return key;
  }
  for (let place = before - 1; place >= 0; place--) {
    const key = heir(olds[place]!);
    if (key !== undefined) return key;
  }
  return lineKey(lines[Math.min(before, lines.length - 1)]!);
}

/** Selects the line at a place, or the nearest one that there is. */
export function selectPlace(state: WatchState, place: number): WatchState {
  const line = state.lines[clamp(place, { from: 0, to: state.lines.length - 1 })];
  return line === undefined ? state : { ...state, selected: lineKey(line) };
}

/** How far a page goes: one line less than the list shows. */
export function pageLength(state: WatchState): number {
  return Math.max(1, screenLayout(state).page - 1);
}

/** Scrolls so that the selected line shows, with lines around it. */
export function withSelectionShown(state: WatchState): WatchState {
  const { page: height } = screenLayout(state);
  const place = selectedPlace(state);
  const margin = clamp(MARGIN, { from: 0, to: Math.floor((height - 1) / 2) });
  const highest = place - margin;
  const lowest = place + margin - height + 1;
  const wanted = clamp(state.top, { from: lowest, to: highest });
  const top = clamp(wanted, { from: 0, to: Math.max(0, state.lines.length - height) });
  return top === state.top ? state : { ...state, top };
}

/** The nearest number between two; the greater of them where they are out of order. */
function clamp(value: number, { from, to }: { from: number; to: number }): number {
  return Math.max(from, Math.min(to, value));
}
