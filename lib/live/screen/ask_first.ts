/**
 * Questions before anything is ended: who is asked about, and what the answer does.
 *
 * @module
 */
import type { KeyPress } from "../../host/host.ts";
import type { LiveRow } from "../live_row.ts";
import { selectedLine } from "./move_selection.ts";
import { screenLayout } from "./screen_layout.ts";
import { pressText } from "./watch_keys.ts";
import type {
  ActionName,
  ListLine,
  Pane,
  Question,
  WatchEffect,
  WatchState,
} from "./watch_state.ts";

/** A state, and what the program is to do. */
export interface Step {
  readonly state: WatchState;
  readonly effects: readonly WatchEffect[];
}

/** Has a question prepared about the selected line; it is shown once it is ready. */
export function askAbout(state: WatchState, action: ActionName): Step {
  const line = selectedLine(state);
  if (line === null) {
    return told(state, `Cannot ${ACTIONS[action]}: there is no line to choose it by`);
  }
  const rows = concerned(state, { line, action });
  const number = state.questions + 1;
  return {
    state: { ...state, questions: number, pane: { kind: "preparing", number, action } },
    effects: [{ kind: "ask", number, action, rows }],
  };
}

/** What an action does, in a message. */
const ACTIONS: Readonly<Record<ActionName, string>> = {
  kill: "end a process",
  close: "close a connection",
  closeAll: "close a program's connections",
};

function told(state: WatchState, text: string): Step {
  return { state: { ...state, message: { text, kind: "failed" } }, effects: [] };
}

/** The rows that an action on a line is about. */
function concerned(
  state: WatchState,
  { line, action }: { line: ListLine; action: ActionName },
): readonly LiveRow[] {
  const own = line.kind === "row" ? [line.row] : line.rows;
  if (action === "kill" || (action === "close" && line.kind === "row")) return own;
  const wanted = line.kind === "row" ? rowsOfProgram(state, line.row) : own;
  const open = wanted.filter(({ closedAt }) => closedAt === null);
  // Where none is open, the question says so of the line itself.
  return open.length === 0 ? own : open;
}

/** All connections of a program, whether the filter shows them or not: the question tells each. */
function rowsOfProgram({ look }: WatchState, { connection }: LiveRow): readonly LiveRow[] {
  const { process, pid } = connection;
  return (look?.rows ?? []).filter(({ connection: other }) =>
    other.process === process && (process !== null || other.pid === pid)
  );
}

/** Shows a question, if it is the one that is waited for. */
export function showQuestion(state: WatchState, question: Question): WatchState {
  const { pane } = state;
  if (pane.kind !== "preparing" || pane.number !== question.number) return state;
  return { ...state, pane: { kind: "question", question, isShown: false } };
}

/** A question counts as read only once it was on the screen, with enough room to say what it is about. */
export function markShown(state: WatchState): WatchState {
  const { pane } = state;
  if (pane.kind !== "question") return state;
  const isShown = screenLayout(state).isTelling;
  return isShown === pane.isShown ? state : { ...state, pane: { ...pane, isShown } };
}

/** A key while a question is prepared: only giving it up is possible. */
export function pressWhilePreparing(state: WatchState, key: KeyPress): Step {
  return { state: GIVE_UP.has(pressText(key)) ? withoutPane(state) : state, effects: [] };
}

/** A key that answers a question, or does nothing. */
export function answer(
  state: WatchState,
  { pane, key }: { pane: Extract<Pane, { readonly kind: "question" }>; key: KeyPress },
): Step {
  const pressed = pressText(key);
  const { question, isShown } = pane;
  const canBeDone = isShown && question.refusal === null;
  if (canBeDone && (pressed === "y" || (pressed === "f" && question.canForce))) {
    const isForced = pressed === "f";
    return { state: withoutPane(state), effects: [{ kind: "carryOut", question, isForced }] };
  }
  const isRead = question.refusal !== null && READ.has(pressed);
  return { state: isRead || GIVE_UP.has(pressed) ? withoutPane(state) : state, effects: [] };
}

/** The keys that mean no. */
const GIVE_UP: ReadonlySet<string> = new Set(["escape", "n", "q"]);

/** The keys that close a refusal, besides. */
const READ: ReadonlySet<string> = new Set(["enter", " "]);

function withoutPane(state: WatchState): WatchState {
  return { ...state, pane: { kind: "none" } };
}
