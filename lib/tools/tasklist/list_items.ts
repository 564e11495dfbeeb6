import { cellCount } from "./cells.ts";
import type { State, Taken } from "./state.ts";

const HANGING = 16;

/** A list's further lines hang below its column, deeper than any name starts. */
export function hangingItems(state: State, at: number): Taken | null {
  const line = state.lines[at]!;
  return line.length - line.trimStart().length >= HANGING ? addItems(state, at) : null;
}

/** The same where the indentation was lost: the line before ends with a comma. */
export function unfinishedItems(state: State, at: number): Taken | null {
  return state.open?.lastLine.endsWith(",") ? addItems(state, at) : null;
}

/** The column of services and modules: a line that fills it was broken, perhaps within a name. */
const LIST_START = 35;
const LIST_END = 79;

function addItems({ open, lines }: State, at: number): Taken | null {
  const line = lines[at]!;
  const text = line.trim();
  if (!open || /^(?:\.{2,}|…)/.test(text)) return null;
  const { draft, lastLine } = open;
  const withinName = !lastLine.endsWith(",") && cellCount(lastLine) >= LIST_END &&
    line.length - text.length <= LIST_START;
  draft.list += (withinName ? "" : " ") + text;
  open.lastLine = line;
  return { lines: 1, role: "continuation" };
}
