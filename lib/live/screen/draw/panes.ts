/**
 * What stands below or over the list: the help, the details of a connection, a question.
 *
 * @module
 */
import { paintChange, paintHeader } from "../../../output/colors.ts";
import { displayWidth, sanitize, wrap } from "../../../text/terminal_text.ts";
import { KEY_GROUPS, WATCH_KEYS } from "../watch_keys.ts";
import type { ActionName, Question, WatchState } from "../watch_state.ts";
import { inAscii } from "./keys_line.ts";
import { cutText, padTo, type Piece, ruleLine, type Style } from "./screen_text.ts";

/** Draws the pane in at most so many lines; nothing without one. */
export function paneLines(
  state: WatchState,
  { style, room }: { style: Style; room: number },
): string[] {
  const { pane, size: { columns } } = state;
  switch (pane.kind) {
    case "help":
    case "details": {
      const texts = paneTexts(state, style);
      const height = Math.max(0, room - 1);
      const top = Math.max(0, Math.min(pane.top, texts.length - height));
      const shown = texts.slice(top, top + height);
      const where = texts.length <= height
        ? ""
        : `, ${top + 1}-${top + shown.length} of ${texts.length}`;
      const title = `${pane.kind === "help" ? "Keys" : "Details"}${where}`;
      return [
        ruleLine(title, columns, style),
        ...shown.map(({ text, paint }) => style.color && paint !== undefined ? paint(text) : text),
      ].slice(0, room);
    }
    case "preparing":
      return [
        ruleLine(TITLES[pane.action], columns, style),
        cutText(`Reading what it is about${style.ascii ? "..." : "…"}`, columns, style),
      ].slice(0, room);
    case "question":
      return questionLines(pane.question, { columns, style, room });
    case "filter":
    case "none":
      return [];
  }
}

/** How many lines the help or the details have, of which the pane shows some below its title. */
export function paneTextCount(state: WatchState): number {
  return paneTexts(state, { ascii: false }).length;
}

/** The lines of the help or the details, as wide as the terminal. */
function paneTexts(
  { pane, size: { columns } }: WatchState,
  { ascii }: Pick<Style, "ascii">,
): Piece[] {
  if (pane.kind === "help") return helpTexts(columns, ascii);
  if (pane.kind !== "details") return [];
  if (pane.lines === null) {
    return [{ text: cutText(ascii ? "Reading..." : "Reading…", columns, { ascii }) }];
  }
  if (pane.lines.length === 0) {
    return [{ text: cutText("Nothing is known about it", columns, { ascii }) }];
  }
  return pane.lines.flatMap((line) => wrapped(sanitize(line), columns)).map((text) => ({ text }));
}

/** Breaks a line at spaces, with the indent that it had. */
function wrapped(text: string, columns: number): string[] {
  if (displayWidth(text) <= columns) return [text];
  const indent = Math.min(/^ */.exec(text)![0].length, Math.max(0, columns - 8));
  const [first = "", ...others] = wrap(text.trim(), Math.max(1, columns - indent));
  return [first, ...others].map((line) => " ".repeat(indent) + line);
}

/** The width of the keys in the help; longer ones stand on a line of their own. */
const KEYS_WIDTH = 12;

function helpTexts(columns: number, ascii: boolean): Piece[] {
  const isNarrow = columns < 3 * KEYS_WIDTH;
  const indent = isNarrow ? 2 : KEYS_WIDTH + 2;
  return KEY_GROUPS.flatMap((group): Piece[] => {
    const keys = WATCH_KEYS.filter((key) => key.group === group).flatMap(({ shown, about }) => {
      const name = ascii ? inAscii(shown) : shown;
      const texts = wrap(about, columns - indent).map((line) => " ".repeat(indent) + line);
      const isOnLine = !isNarrow && displayWidth(name) < KEYS_WIDTH;
      return isOnLine
        ? [`  ${padTo(name, KEYS_WIDTH)}${texts[0]!.slice(indent)}`, ...texts.slice(1)]
        : [`${isNarrow ? "" : "  "}${name}`, ...texts];
    });
    return [
      { text: group, paint: paintHeader },
      ...keys.map((text) => ({ text: cutText(text, columns, { ascii }) })),
    ];
  });
}

const TITLES: Readonly<Record<ActionName, string>> = {
  kill: "End this process?",
  close: "Close this connection?",
  closeAll: "Close these connections?",
};

/** Draws what is asked. The answers stand in the last line of the screen. */
function questionLines(
  { action, lines, refusal }: Question,
  { columns, style, room }: { columns: number; style: Style; room: number },
): string[] {
  const refused = (refusal === null ? [] : wrapped(`! ${sanitize(refusal)}`, columns))
    .map((line) => style.color ? paintChange(line, "-") : line);
  const told = lines.flatMap((line) => wrapped(sanitize(line), columns));
  const left = Math.max(0, room - refused.length - 1);
  const hidden = told.length - left + 1;
  const more = cutText(`and ${hidden} more lines: make the window larger`, columns, style);
  const shown = told.length <= left ? told : [...told.slice(0, Math.max(0, left - 1)), more];
  return [ruleLine(TITLES[action], columns, style), ...shown, ...refused].slice(0, room);
}

/** How many lines a question needs. */
export function questionHeight(state: WatchState): number {
  return paneLines(state, { style: { color: false, ascii: true }, room: Infinity }).length;
}
