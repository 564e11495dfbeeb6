/**
 * The last line of the screen: the keys that matter most.
 *
 * @module
 */
import { paintStrong } from "../../../output/colors.ts";
import type { ActionName, Pane, Question, WatchState } from "../watch_state.ts";
import { WATCH_KEYS, type WatchKey } from "../watch_keys.ts";
import { lineOf, type Style } from "./screen_text.ts";

/** A key and a word for what it does. */
interface BriefKey {
  readonly key: string;
  readonly text: string;
}

/** The keys of the list, those that matter most first. */
const LIST_KEYS: readonly BriefKey[] = (WATCH_KEYS as readonly WatchKey[])
  .filter(({ brief }) => brief !== undefined)
  .toSorted((a, b) => a.brief!.rank - b.brief!.rank)
  .map(({ shown, brief }) => ({ key: shown.split(" ")[0]!, text: brief!.text }));

/** What the keys do while something else than the list has them. */
function keysOf(pane: Pane, canAnswer: boolean): readonly BriefKey[] {
  switch (pane.kind) {
    case "none":
      return LIST_KEYS;
    case "filter":
      return FILTER_KEYS;
    case "preparing":
      return [{ key: "Esc", text: "give up" }];
    case "question":
      return answersTo(pane.question, canAnswer);
    case "details":
      return [{ key: "q", text: "back" }, ...SCROLL_KEYS, ...KEYS_BELOW_DETAILS];
    case "help":
      return [{ key: "q", text: "back" }, ...SCROLL_KEYS];
  }
}

const SCROLL_KEYS: readonly BriefKey[] = [{ key: "↓", text: "more" }, {
  key: "PgDn",
  text: "page",
}];

const FILTER_KEYS: readonly BriefKey[] = [
  { key: "Enter", text: "keep" },
  { key: "Esc", text: "clear" },
  { key: "Ctrl+U", text: "write another" },
];

/** Below the details the list has all its other keys. */
const KEYS_BELOW_DETAILS = LIST_KEYS.filter(({ key }) => key !== "q" && key !== "Enter");

const YES: Readonly<Record<ActionName, string>> = {
  kill: "end it",
  close: "close it",
  closeAll: "close them",
};

/** @param canAnswer whether it shows what it is about. */
function answersTo({ action, refusal, canForce }: Question, canAnswer: boolean): BriefKey[] {
  if (refusal !== null) return [{ key: "Esc", text: "back" }];
  if (!canAnswer) return [{ key: "n", text: "no" }];
  return [
    { key: "y", text: YES[action] },
    ...canForce ? [{ key: "f", text: "force it" }] : [],
    { key: "n", text: "no" },
  ];
}

/** Draws the keys that matter at the moment, as many as fit. */
export function keysLine(
  { pane, size }: WatchState,
  { style, canAnswer }: { readonly style: Style; readonly canAnswer: boolean },
): string {
  const pieces = keysOf(pane, canAnswer).map(({ key, text }) => {
    const name = style.ascii ? inAscii(key) : key;
    const paint = (shown: string) =>
      paintStrong(shown.slice(0, name.length)) + shown.slice(name.length);
    return { text: `${name} ${text}`, paint };
  });
  return lineOf(pieces, size.columns, style);
}

const ARROWS: Readonly<Record<string, string>> = {
  "↑": "Up",
  "↓": "Down",
  "←": "Left",
  "→": "Right",
};

/** Names the arrow keys by words. */
export function inAscii(keys: string): string {
  return keys.replace(/[↑↓←→]/g, (arrow) => ARROWS[arrow]!);
}
