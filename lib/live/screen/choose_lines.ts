/**
 * Chooses and orders the lines of the list.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import type { ObjectRow } from "../../model/field.ts";
import { buildSelection } from "../../rows/choose/selection.ts";
import { sortedPlaces } from "../../rows/sort.ts";
import { beganAt, type LiveLook, type LiveRow, LOOKED_UP } from "../live_row.ts";
import { keepSelection } from "./move_selection.ts";
import { AGE, SORT_COLUMNS } from "./sort_columns.ts";
import type { ListLine, WatchSettings, WatchState } from "./watch_state.ts";

/** Sorts the rows anew, after a look or another order, and chooses the lines among them. */
export function withSortedRows(state: WatchState): WatchState {
  const rows = shownRows(state).filter(({ connection }) => state.given.matches(connection));
  return withChosenLines({ ...state, sorted: sortLiveRows(rows, state.settings) });
}

/** Chooses the lines among the sorted rows, after another filter. */
export function withChosenLines(state: WatchState): WatchState {
  const chosen = state.sorted.filter(rowChoice(state));
  const lines = state.settings.isGrouped
    ? groupedLines(chosen, state)
    : chosen.map((row): ListLine => ({ kind: "row", row, isInGroup: false }));
  return keepSelection(state, { lines, hidden: state.sorted.length - chosen.length });
}

/** Adds what was looked up about some rows; all else of them is as the latest look tells it. */
export function withKnownRows(state: WatchState, known: ReadonlyMap<number, LiveRow>): WatchState {
  const { look } = state;
  if (look === null) return state;
  const withKnown = (row: LiveRow): LiveRow => {
    const found = known.get(row.id)?.connection;
    if (found === undefined) return row;
    const fields = LOOKED_UP.map((name) => [name, found[name] ?? row.connection[name]]);
    return { ...row, connection: { ...row.connection, ...Object.fromEntries(fields) } };
  };
  return withSortedRows({ ...state, look: { ...look, rows: look.rows.map(withKnown) } });
}

/** Takes over a look. Only what it tells of is remembered of marks that were cleared. */
export function withLook(state: WatchState, look: LiveLook): WatchState {
  if (state.cleared.size === 0) return withSortedRows({ ...state, look });
  const ids = new Set(look.rows.map(({ id }) => id));
  const cleared = new Map([...state.cleared].filter(([id]) => ids.has(id)));
  return withSortedRows({ ...state, look, cleared });
}

/** What the marks of a row tell; a row whose marks were cleared tells nothing until that changes. */
export function markOf({ mark, connection }: LiveRow): string {
  return `${mark} ${connection.state}`;
}

/** The rows of the latest look without the marks that were cleared. */
function shownRows({ look, cleared }: WatchState): readonly LiveRow[] {
  const rows = look?.rows ?? [];
  if (cleared.size === 0) return rows;
  return rows.flatMap((row) => {
    if (cleared.get(row.id) !== markOf(row)) return [row];
    return row.closedAt === null ? [{ ...row, mark: null }] : [];
  });
}

/** Sorts by the column of the settings; rows that are equal by their age, so that none jumps. */
function sortLiveRows(
  rows: readonly LiveRow[],
  { sort, isReversed }: Pick<WatchSettings, "sort" | "isReversed">,
): LiveRow[] {
  const column = SORT_COLUMNS.find(({ name }) => name === sort);
  if (column === undefined) {
    return rows.toSorted((one, other) => isReversed ? other.id - one.id : one.id - other.id);
  }
  const byAge = rows.toSorted((one, other) => one.id - other.id);
  const { name, field } = column;
  const values = byAge.map((row): ObjectRow => name === AGE ? { age: ageOf(row) } : row.connection);
  const places = sortedPlaces(values, [isReversed ? `-${name}` : name], { fields: [field] });
  return places.map((place) => byAge[place]!);
}

/** A number that is greater the longer ago a connection began; null where nobody knows. */
function ageOf(row: LiveRow): number | null {
  const began = beganAt(row);
  return began === null ? null : -began;
}

/** Returns the test that the keys and the typed filter make. */
function rowChoice({ settings, typed }: WatchState): (row: LiveRow) => boolean {
  const { only, showsLoopback } = settings;
  const { matches } = buildSelection({
    established: only.includes("established"),
    listening: only.includes("listening"),
    inbound: only.includes("inbound"),
    outbound: only.includes("outbound"),
    protocol: only.filter((word) => word === "tcp" || word === "udp"),
  });
  return ({ connection }) =>
    matches(connection) && (showsLoopback || !isLoopback(connection)) && typed.matches(connection);
}

function isLoopback({ localScope, remoteScope }: Connection): boolean {
  return localScope === "loopback" || remoteScope === "loopback";
}

/** The key of the group of a row: rows of one process are one group. */
function groupKey({ connection: { process, pid } }: LiveRow): string {
  return `${pid} ${process}`;
}

/** Puts the rows of each process below a line for it; only open groups show them. */
function groupedLines(rows: readonly LiveRow[], { openGroups }: WatchState): ListLine[] {
  return [...Map.groupBy(rows, groupKey)].flatMap(([key, rows]): ListLine[] => {
    const { process, pid } = rows[0]!.connection;
    const isOpen = openGroups.has(key);
    const head: ListLine = { kind: "group", key, process, pid, rows, isOpen };
    return isOpen
      ? [head, ...rows.map((row): ListLine => ({ kind: "row", row, isInGroup: true }))]
      : [head];
  });
}
