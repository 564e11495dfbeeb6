/**
 * What each key does while the list is shown.
 *
 * @module
 */
import { clearFilter, openFilter } from "./filter_box.ts";
import { askAbout, type Step } from "./ask_first.ts";
import { markOf, withChosenLines, withSortedRows } from "./choose_lines.ts";
import { lineKey, pageLength, selectedLine, selectedPlace, selectPlace } from "./move_selection.ts";
import { SORT_COLUMNS } from "./sort_columns.ts";
import type { KeyName } from "./watch_keys.ts";
import type { WatchEffect, WatchSettings, WatchState } from "./watch_state.ts";

type Press = (state: WatchState) => Step;

/** Does what a key is for. */
export function pressKey(state: WatchState, name: KeyName): Step {
  return PRESSES[name](state);
}

const PRESSES: Readonly<Record<KeyName, Press>> = {
  up: (state) => move(state, selectedPlace(state) - 1),
  down: (state) => move(state, selectedPlace(state) + 1),
  pageUp: (state) => move(state, selectedPlace(state) - pageLength(state)),
  pageDown: (state) => move(state, selectedPlace(state) + pageLength(state)),
  first: (state) => move(state, 0),
  last: (state) => move(state, state.lines.length - 1),
  follow: (state) => {
    const isFollowing = !state.isFollowing;
    const text = isFollowing ? "Following: each new connection is selected" : "No longer following";
    return only({ ...state, isFollowing, message: { text, kind: "done" } });
  },
  filter: (state) => only(openFilter(state)),
  back: (state) => state.settings.filter === "" ? only(state) : remembered(clearFilter(state)),
  established: (state) => toggleOnly(state, { word: "established", against: "listening" }),
  listening: (state) => toggleOnly(state, { word: "listening", against: "established" }),
  tcp: (state) => toggleOnly(state, { word: "tcp", against: "udp" }),
  udp: (state) => toggleOnly(state, { word: "udp", against: "tcp" }),
  inbound: (state) => toggleOnly(state, { word: "inbound", against: "outbound" }),
  outbound: (state) => toggleOnly(state, { word: "outbound", against: "inbound" }),
  loopback: (state) => chosen(state, { showsLoopback: !state.settings.showsLoopback }),
  nextSort: (state) => sorted(state, { sort: sortBeside(state, 1) }),
  previousSort: (state) => sorted(state, { sort: sortBeside(state, -1) }),
  reverse: (state) => sorted(state, { isReversed: !state.settings.isReversed }),
  group: (state) => chosen(state, { isGrouped: !state.settings.isGrouped }),
  keepClosed: (state) => {
    const keepsClosed = !state.settings.keepsClosed;
    const { state: next, effects } = withSettings(state, { keepsClosed });
    return only(next, { kind: "keepClosed", keepsClosed }, ...effects);
  },
  clearMarks,
  names: (state) => withSettings(state, { showsNames: !state.settings.showsNames }),
  owners: (state) => withSettings(state, { showsOwners: !state.settings.showsOwners }),
  audit: (state) => {
    const showsAudit = !state.settings.showsAudit;
    return withSettings(showsAudit ? state : { ...state, marks: new Map() }, { showsAudit });
  },
  details: (state) => {
    const line = selectedLine(state);
    if (line === null) return only(state);
    if (line.kind === "group") return toggleGroup(state, line.key);
    const pane = { kind: "details", about: lineKey(line), lines: null, top: 0 } as const;
    return { state: { ...state, pane }, effects: [{ kind: "describe", line }] };
  },
  copy: (state) => {
    const line = selectedLine(state);
    if (line === null) return only(state);
    const rows = line.kind === "row" ? [line.row] : line.rows;
    return { state, effects: [{ kind: "copy", rows }] };
  },
  kill: (state) => askAbout(state, "kill"),
  close: (state) => askAbout(state, "close"),
  closeAll: (state) => askAbout(state, "closeAll"),
  pause: (state) => {
    const isPaused = !state.isPaused;
    return { state: { ...state, isPaused }, effects: [{ kind: "pause", isPaused }] };
  },
  lookNow: (state) => ({ state, effects: [{ kind: "lookNow" }] }),
  slower: (state) => paced(state, KEY_INTERVALS.find((every) => every > state.settings.every)),
  faster: (state) => paced(state, KEY_INTERVALS.findLast((every) => every < state.settings.every)),
  save: (state) => ({ state, effects: [{ kind: "save" }] }),
  redraw: (state) => ({ state, effects: [{ kind: "redraw" }] }),
  help: (state) => only({ ...state, pane: { kind: "help", top: 0 } }),
  quit: (state) => ({ state, effects: [{ kind: "quit" }] }),
};

/** The lengths of time between looks that can be chosen, in milliseconds. */
const KEY_INTERVALS = [500, 1000, 2000, 3000, 5000, 10_000, 30_000, 60_000] as const;

function only(state: WatchState, ...effects: readonly WatchEffect[]): Step {
  return { state, effects };
}

/** Moves by hand, which ends following. */
function move(state: WatchState, place: number): Step {
  return only(selectPlace({ ...state, isFollowing: false }, place));
}

function remembered(state: WatchState): Step {
  return only(state, { kind: "remember", settings: state.settings });
}

function withSettings(state: WatchState, changed: Partial<WatchSettings>): Step {
  return remembered({ ...state, settings: { ...state.settings, ...changed } });
}

function chosen(state: WatchState, changed: Partial<WatchSettings>): Step {
  return remembered(withChosenLines({ ...state, settings: { ...state.settings, ...changed } }));
}

function sorted(state: WatchState, changed: Partial<WatchSettings>): Step {
  return remembered(withSortedRows({ ...state, settings: { ...state.settings, ...changed } }));
}

type Only = WatchSettings["only"][number];

/** Shows only one kind, in the place of its counterpart; all again if it was shown before. */
function toggleOnly(state: WatchState, { word, against }: { word: Only; against: Only }): Step {
  const others = state.settings.only.filter((kind) => kind !== word && kind !== against);
  return chosen(state, {
    only: state.settings.only.includes(word) ? others : [...others, word],
  });
}

/** The columns to sort by in a circle; null, the order of age, is between the last and the first. */
const SORTS: readonly (string | null)[] = [null, ...SORT_COLUMNS.map(({ name }) => name)];

function sortBeside({ settings }: WatchState, step: 1 | -1): string | null {
  const place = Math.max(0, SORTS.indexOf(settings.sort));
  return SORTS.at((place + step) % SORTS.length)!;
}

/** Clears the marks, and forgets what closed. */
function clearMarks(state: WatchState): Step {
  const marked = (state.look?.rows ?? []).filter(({ mark }) => mark !== null);
  return only(withSortedRows({
    ...state,
    cleared: new Map([...state.cleared, ...marked.map((row) => [row.id, markOf(row)] as const)]),
  }));
}

/** Opens a group, or closes it. */
export function toggleGroup(state: WatchState, key: string): Step {
  const openGroups = new Set(state.openGroups);
  if (!openGroups.delete(key)) openGroups.add(key);
  return only(withChosenLines({ ...state, openGroups }));
}

function paced(state: WatchState, every: number | undefined): Step {
  if (every === undefined) return only(state);
  const { state: next, effects } = withSettings(state, { every });
  const text = `Looking every ${every / 1000} s`;
  return only(
    { ...next, message: { text, kind: "done" } },
    { kind: "every", milliseconds: every },
    ...effects,
  );
}
