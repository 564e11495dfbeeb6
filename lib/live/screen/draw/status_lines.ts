/**
 * The line above the keys: what just happened, or else how the list was chosen and sorted.
 *
 * @module
 */
import { paintChange } from "../../../output/colors.ts";
import { selectedPlace } from "../move_selection.ts";
import { SORT_COLUMNS } from "../sort_columns.ts";
import type { WatchSettings, WatchState } from "../watch_state.ts";
import { lineOf, type Piece, type Style } from "./screen_text.ts";

/** Draws the status. */
export function statusLine(
  state: WatchState,
  { style, tellsTrouble, page }: { style: Style; tellsTrouble: boolean; page: number },
): string {
  const { message, trouble, size, settings } = state;
  if (message?.kind === "done") {
    const told: Piece = { text: message.text, paint: (text) => paintChange(text, "+") };
    return lineOf([told], size.columns, style);
  }
  const failure = message?.text ?? (tellsTrouble ? null : trouble);
  if (failure !== null) {
    const told: Piece = { text: `! ${failure}`, paint: (text) => paintChange(text, "-") };
    return lineOf([told], size.columns, style);
  }
  if (state.pane.kind === "help") return "";
  const texts = [
    placeText(state, page),
    shownText(state),
    ...choices(state).map(({ text }) => text),
    sortText(state),
    settings.keepsClosed ? "closed ones stay" : "",
  ];
  return lineOf([{ text: texts.filter((text) => text !== "").join("  ") }], size.columns, style);
}

/** A choice that leaves connections out, and how to take it back. */
export interface TakenChoice {
  readonly text: string;
  /** Null for the choices of the command line. */
  readonly undo: string | null;
}

const ONLY: Readonly<Record<WatchSettings["only"][number], readonly [text: string, key: string]>> =
  {
    established: ["only established", "e"],
    listening: ["only listeners", "l"],
    tcp: ["only TCP", "1"],
    udp: ["only UDP", "2"],
    inbound: ["only inbound", "i"],
    outbound: ["only outbound", "o"],
  };

/** Lists what leaves connections out. */
export function choices({ settings, given }: WatchState): TakenChoice[] {
  const taken: TakenChoice[] = [];
  if (settings.filter !== "") {
    taken.push({ text: `filter: ${settings.filter}`, undo: "Esc clears it" });
  }
  for (const word of settings.only) {
    const [text, key] = ONLY[word];
    taken.push({ text, undo: `${key} takes it back` });
  }
  if (!settings.showsLoopback) taken.push({ text: "no loopback", undo: "L takes it back" });
  if (given.text !== "") taken.push({ text: given.text, undo: null });
  return taken;
}

function shownText({ sorted, hidden }: WatchState): string {
  return hidden === 0 ? "" : `${sorted.length - hidden} of ${sorted.length} shown`;
}

function sortText({ settings: { sort, isReversed } }: WatchState): string {
  const column = SORT_COLUMNS.find(({ name }) => name === sort);
  if (column === undefined) return isReversed ? "newest first" : "";
  return isReversed ? `by ${column.heading}, reversed` : `by ${column.heading}`;
}

/** Where the selected line is in a list that does not fit on the screen. */
function placeText(state: WatchState, page: number): string {
  const { lines } = state;
  return lines.length <= page ? "" : `line ${selectedPlace(state) + 1} of ${lines.length}`;
}
