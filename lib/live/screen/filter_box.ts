/**
 * The box in which a filter is typed. The list follows each key.
 *
 * @module
 */
import { UnfinishedError, UsageError } from "../../errors.ts";
import type { KeyPress } from "../../host/host.ts";
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { readFilterText } from "../../rows/choose/filter_text.ts";
import { withChosenLines } from "./choose_lines.ts";
import { editLine } from "./edit_line.ts";
import { pageLength, selectedPlace, selectPlace } from "./move_selection.ts";
import type { Choice, Pane, WatchState } from "./watch_state.ts";

/** A choice of all rows. */
export const ALL_ROWS: Choice = { text: "", matches: () => true };

type FilterPane = Extract<Pane, { readonly kind: "filter" }>;

/** Opens the box with the filter that applies, and a space: what is typed then narrows it. */
export function openFilter(state: WatchState): WatchState {
  const { filter } = state.settings;
  const text = filter === "" ? "" : `${filter} `;
  return { ...state, pane: { kind: "filter", text, cursor: text.length } };
}

/** Gives up the filter. */
export function clearFilter(state: WatchState): WatchState {
  return withFilter({ ...state, pane: { kind: "none" } }, "");
}

/** A key in the box: the state after it, and whether the filter is settled. */
export function pressInFilter(
  state: WatchState,
  { pane, key }: { pane: FilterPane; key: KeyPress },
): { readonly state: WatchState; readonly isSettled: boolean } {
  if (key.key === "escape") return { state: clearFilter(state), isSettled: true };
  if (key.key === "enter") {
    const next = withFilter(state, pane.text);
    return next.filterError === null
      ? { state: { ...next, pane: { kind: "none" } }, isSettled: true }
      : { state: next, isSettled: false };
  }
  const steps = STEPS[key.key]?.(state);
  if (steps !== undefined) {
    return { state: selectPlace(state, selectedPlace(state) + steps), isSettled: false };
  }
  const edited = editLine(pane, key);
  if (edited === null) return { state, isSettled: false };
  const typed: WatchState = { ...state, pane: { kind: "filter", ...edited } };
  const next = edited.text === pane.text
    ? typed
    : withFilter(typed, edited.text, { isTyping: true });
  return { state: next, isSettled: false };
}

/** The keys that still move the selection. */
const STEPS: Readonly<Record<string, (state: WatchState) => number>> = {
  up: () => -1,
  down: () => 1,
  pageUp: (state) => -pageLength(state),
  pageDown: (state) => pageLength(state),
};

/**
 * Applies a filter. One that cannot be read leaves the last one that could be; while it is being typed,
 * one that only lacks its end is no mistake.
 */
export function withFilter(
  state: WatchState,
  text: string,
  { isTyping = false }: { readonly isTyping?: boolean } = {},
): WatchState {
  try {
    const typed = readChoice(text, { isTyping });
    const settings = { ...state.settings, filter: typed.text };
    return withChosenLines({ ...state, settings, typed, filterError: null });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const isMistake = !isTyping || !(error instanceof UnfinishedError);
    const told = [error.message, error.hint].filter((text) => text !== null).join(". ");
    return { ...state, filterError: isMistake ? told : null };
  }
}

function readChoice(text: string, { isTyping }: { readonly isTyping: boolean }): Choice {
  if (text.trim() === "") return ALL_ROWS;
  return readFilterText(text, { fields: CONNECTION_FIELDS, isTyping });
}
