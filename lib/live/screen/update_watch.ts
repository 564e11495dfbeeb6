/**
 * What each event makes of the screen of `netwho watch`, and what the program is to do then.
 *
 * @module
 */
import type { KeyPress } from "../../host/host.ts";
import type { LiveLook } from "../live_row.ts";
import { answer, markShown, pressWhilePreparing, showQuestion, type Step } from "./ask_first.ts";
import { withKnownRows, withLook } from "./choose_lines.ts";
import { paneTextCount } from "./draw/panes.ts";
import { pressInFilter } from "./filter_box.ts";
import { selectedLine, withSelectionShown } from "./move_selection.ts";
import { pressKey, toggleGroup } from "./press_key.ts";
import { screenLayout } from "./screen_layout.ts";
import { type KeyName, keyName } from "./watch_keys.ts";
import type { Pane, WatchEvent, WatchState } from "./watch_state.ts";

/** Takes in an event. */
export function updateWatch(state: WatchState, event: WatchEvent): Step {
  const step = takeIn(state, event);
  return { ...step, state: withSelectionShown(step.state) };
}

function takeIn(state: WatchState, event: WatchEvent): Step {
  if (event.kind === "key") return press({ ...state, message: null }, event.key);
  return { state: changed(state, event), effects: [] };
}

function changed(
  state: WatchState,
  event: Exclude<WatchEvent, { readonly kind: "key" }>,
): WatchState {
  switch (event.kind) {
    case "size":
      return { ...state, size: event.size };
    case "look":
      return afterLook({ ...state, limits: limitsAfter(state, event) }, event.look);
    case "lookFailed":
      return { ...state, trouble: event.reason, isLate: false };
    case "late":
      return { ...state, isLate: true };
    case "known":
      return withKnownRows(state, event.rows);
    case "marks":
      return state.settings.showsAudit ? { ...state, marks: event.marks } : state;
    case "lookingUp":
      return { ...state, isLookingUp: event.isLookingUp };
    case "details":
      return withDetails(state, event);
    case "question":
      return showQuestion(state, event.question);
    case "shown":
      return markShown(state);
    case "told":
      return { ...state, message: { text: event.text, kind: event.isFailure ? "failed" : "done" } };
    case "forget":
      return { ...state, message: null };
  }
}

/** The line about what could not be seen. Once it was there its place stays, so that the list does not jump. */
function limitsAfter(
  { limits: before }: WatchState,
  { limits = before }: Extract<WatchEvent, { readonly kind: "look" }>,
): string | null {
  return limits ?? (before === null ? null : "");
}

/** Shows a look, and with `F` the newest of the connections that it found. */
function afterLook(state: WatchState, look: LiveLook): WatchState {
  const next = withLook({ ...state, trouble: null, isLate: false }, look);
  if (!next.isFollowing) return next;
  const newest = next.lines
    .flatMap((line) => line.kind === "row" && line.row.firstSeen === look.at ? [line.row.id] : [])
    .reduce((latest, id) => Math.max(latest, id), -1);
  return newest < 0 ? next : { ...next, selected: newest };
}

function withDetails(
  state: WatchState,
  { about, lines }: Extract<WatchEvent, { readonly kind: "details" }>,
): WatchState {
  const { pane } = state;
  return pane.kind === "details" && pane.about === about
    ? { ...state, pane: { ...pane, lines } }
    : state;
}

function press(state: WatchState, key: KeyPress): Step {
  const { pane } = state;
  switch (pane.kind) {
    case "filter":
      return pressWhileFiltering(state, { pane, key });
    case "preparing":
      return pressWhilePreparing(state, key);
    case "question":
      return answer(state, { pane, key });
    case "help":
    case "details":
      return pressInText(state, { pane, key });
    case "none":
      return pressInList(state, key);
  }
}

function pressWhileFiltering(
  state: WatchState,
  pressed: Parameters<typeof pressInFilter>[1],
): Step {
  const { state: next, isSettled } = pressInFilter(state, pressed);
  const effects = isSettled ? [{ kind: "remember", settings: next.settings } as const] : [];
  return { state: next, effects };
}

function pressInList(state: WatchState, key: KeyPress): Step {
  const name = keyName(key);
  if (name === null) return { state, effects: [] };
  const line = name === "pause" && key.key === " " ? selectedLine(state) : null;
  return line?.kind === "group" ? toggleGroup(state, line.key) : pressKey(state, name);
}

/** Keys scroll the text of a pane, or close it; below the details the list has all its other keys. */
function pressInText(
  state: WatchState,
  { pane, key }: { pane: Extract<Pane, { readonly kind: "help" | "details" }>; key: KeyPress },
): Step {
  const name = keyName(key);
  const scroll = name === null ? undefined : SCROLLS[name];
  if (scroll !== undefined) {
    const page = Math.max(1, screenLayout(state).pane - 2);
    const top = Math.min(lastTop(state), Math.max(0, scroll(pane.top, page)));
    return { state: { ...state, pane: { ...pane, top } }, effects: [] };
  }
  const closes = name === "back" || name === "quit" || name === "details" || name === pane.kind;
  if (closes) return { state: { ...state, pane: { kind: "none" } }, effects: [] };
  return pane.kind === "details" ? pressInList(state, key) : { state, effects: [] };
}

const SCROLLS: Readonly<Partial<Record<KeyName, (top: number, page: number) => number>>> = {
  up: (top) => top - 1,
  down: (top) => top + 1,
  pageUp: (top, page) => top - page,
  pageDown: (top, page) => top + page,
  first: () => 0,
  last: () => Infinity,
};

/** The furthest that the text of a pane can be scrolled. Its title takes a line, too. */
function lastTop(state: WatchState): number {
  const room = screenLayout(state).pane - 1;
  return Math.max(0, paneTextCount(state) - Math.max(1, room));
}
