/**
 * The screen of `netwho watch` before the first look.
 *
 * @module
 */
import type { TerminalSize } from "../../host/host.ts";
import { ALL_ROWS, withFilter } from "./filter_box.ts";
import type { Choice, WatchSettings, WatchState } from "./watch_state.ts";

/** What is known at the start. */
export interface WatchStart {
  /** The size of the terminal; null where it does not tell. */
  readonly size: TerminalSize | null;
  readonly settings: WatchSettings;
  /** What the command line chose. */
  readonly given: Choice;
  /** The computer's name, and whether it is a recording. */
  readonly title: string;
  readonly limits: string | null;
}

/** The size of a terminal that does not tell its own, as on a serial line. */
const USUAL_SIZE: TerminalSize = { columns: 80, rows: 24 };

/** The size to draw for. */
export function drawnSize(told: TerminalSize | null): TerminalSize {
  const { columns, rows } = told ?? USUAL_SIZE;
  return { columns: columns || USUAL_SIZE.columns, rows: rows || USUAL_SIZE.rows };
}

/** Makes the first state. A remembered filter that cannot be read is dropped. */
export function startWatch(start: WatchStart): WatchState {
  const { filter } = start.settings;
  const state: WatchState = {
    ...start,
    size: drawnSize(start.size),
    typed: ALL_ROWS,
    look: null,
    sorted: [],
    cleared: new Map(),
    openGroups: new Set(),
    trouble: null,
    lines: [],
    hidden: 0,
    selected: null,
    top: 0,
    pane: { kind: "none" },
    isPaused: false,
    isFollowing: false,
    questions: 0,
    isLate: false,
    message: null,
    filterError: null,
    marks: new Map(),
    isLookingUp: false,
  };
  const filtered = withFilter(state, filter);
  if (filtered.filterError === null) return filtered;
  return { ...state, settings: { ...start.settings, filter: "" } };
}
