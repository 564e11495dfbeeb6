/**
 * A terminal emulator, for tests: xterm without a window. It shows what a program has drawn.
 *
 * @module
 */
import xterm from "@xterm/headless";
import { codePointWidth } from "./screen_width.ts";

/** The colours that a program can ask for by number, as the terminal's user has set them. */
const COLORS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** How a character is drawn. Colours are names, `bright red`, `#rrggbb`, or null for the terminal's own. */
export interface CellStyle {
  readonly foreground: string | null;
  readonly background: string | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isUnderlined: boolean;
  readonly isInverse: boolean;
}

/** A place on the screen, from 0. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** What a terminal shows at one moment, and the modes that it is in. */
export interface ScreenText {
  /** From the top, without the spaces at their ends. */
  readonly lines: readonly string[];
  readonly cursor: Place & { readonly isVisible: boolean };
  /** Whether it is the alternate screen, which full-screen programs take. */
  readonly isAlternate: boolean;
  /** Whether a line that is too long goes on in the next; a terminal's own mode. */
  readonly wraps: boolean;
  readonly isBracketedPaste: boolean;
  /** Whether a synchronised update has begun and not ended. */
  readonly isHeldBack: boolean;
  /** Whether reports of the mouse or of the focus were asked for. */
  readonly isReporting: boolean;
  /** Where a text begins; null where it is not shown. */
  find(text: string): Place | null;
  /** How the character at a place, or the first of a text on the screen, is drawn. */
  style(at: Place | string): CellStyle;
}

/** A terminal without a window. */
export interface Emulator extends Disposable {
  write(bytes: Uint8Array | string): Promise<void>;
  resize(columns: number, rows: number): void;
  screen(): ScreenText;
}

/** Which characters a terminal takes together as one. */
export type Clusters = "graphemes" | "codePoints";

/** Opens an emulator. `codePoints` draws an emoji's modifiers and selectors as older terminals do. */
export function openEmulator(
  columns: number,
  rows: number,
  clusters: Clusters = "graphemes",
): Emulator {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    scrollback: 1000,
    allowProposedApi: true,
  });
  terminal.unicode.register({
    version: clusters,
    wcwidth: (code: number) => codePointWidth(String.fromCodePoint(code)),
    charProperties: (code: number, preceding: number) =>
      properties(String.fromCodePoint(code), clusters === "graphemes" ? preceding : preceding & 7),
  });
  terminal.unicode.activeVersion = clusters;
  let isCursorVisible = true;
  for (const [final, isVisible] of [["h", true], ["l", false]] as const) {
    terminal.parser.registerCsiHandler({ prefix: "?", final }, (modes) => {
      if (modes.flat().includes(25)) isCursorVisible = isVisible;
      return false; // the emulator's own handler follows
    });
  }
  return {
    write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),
    resize: (columns, rows) => terminal.resize(columns, rows),
    screen: () => screenOf(terminal, isCursorVisible),
    [Symbol.dispose]: () => terminal.dispose(),
  };
}

/** Kinds of characters that what follows can join. */
const EMOJI = 1;
const REGIONAL = 2;

/** xterm's number for a character: its kind, its width (2 bits), whether it joins the one before. */
function properties(character: string, preceding: number): number {
  const width = codePointWidth(character);
  const kind = /\p{Regional_Indicator}/u.test(character)
    ? REGIONAL
    : /\p{Extended_Pictographic}/u.test(character)
    ? EMOJI
    : 0;
  const before = { kind: preceding >> 3, width: (preceding >> 1) & 3 };
  if (before.kind === EMOJI && /[\ufe0f\p{Emoji_Modifier}]/u.test(character)) {
    return (EMOJI << 3) | (2 << 1) | 1;
  }
  if (before.kind === REGIONAL && kind === REGIONAL) return (2 << 1) | 1;
  if (width === 0 && before.width > 0) return (before.kind << 3) | (before.width << 1) | 1;
  return (kind << 3) | (width << 1);
}

function screenOf(terminal: xterm.Terminal, isCursorVisible: boolean): ScreenText {
  const { active } = terminal.buffer;
  const { modes } = terminal;
  const lineAt = (row: number) => active.getLine(active.baseY + row);
  const lines = Array.from(
    { length: terminal.rows },
    (_, row) => (lineAt(row)?.translateToString(true, 0, terminal.cols) ?? "").trimEnd(),
  );
  const find = (text: string): Place | null => {
    for (const [row, line] of lines.entries()) {
      const at = line.indexOf(text);
      if (at >= 0) return { row, column: columnOf(lineAt(row)!, at) };
    }
    return null;
  };
  // The buffer goes on changing: what is asked for later must be of this moment.
  const cells = Array.from({ length: terminal.rows }, (_, row) => stylesOf(lineAt(row), terminal));
  return {
    lines,
    cursor: { row: active.cursorY, column: active.cursorX, isVisible: isCursorVisible },
    isAlternate: active.type === "alternate",
    wraps: modes.wraparoundMode,
    isBracketedPaste: modes.bracketedPasteMode,
    isHeldBack: modes.synchronizedOutputMode,
    isReporting: modes.mouseTrackingMode !== "none" || modes.sendFocusMode,
    find,
    style(at) {
      const place = typeof at === "string" ? find(at) : at;
      const style = place === null ? undefined : cells[place.row]?.[place.column];
      if (style === undefined) throw new Error(`Nothing is shown there: ${JSON.stringify(at)}`);
      return style;
    },
  };
}

type Line = NonNullable<ReturnType<xterm.Terminal["buffer"]["active"]["getLine"]>>;

/** The column of a character of a line, by its index in the line's text. */
function columnOf(line: Line, index: number): number {
  let column = 0;
  for (let length = 0; column < line.length; column++) {
    const cell = line.getCell(column)!;
    if (cell.getWidth() === 0) continue; // the second half of a wide character
    if (length >= index) break;
    length += (cell.getChars() || " ").length;
  }
  return column;
}

function stylesOf(line: Line | undefined, terminal: xterm.Terminal): CellStyle[] {
  return Array.from({ length: line === undefined ? 0 : terminal.cols }, (_, column) => {
    const cell = line!.getCell(column)!;
    return {
      foreground: cell.isFgDefault() ? null : colorName(cell.getFgColor(), cell.isFgRGB()),
      background: cell.isBgDefault() ? null : colorName(cell.getBgColor(), cell.isBgRGB()),
      isBold: cell.isBold() !== 0,
      isDim: cell.isDim() !== 0,
      isUnderlined: cell.isUnderline() !== 0,
      isInverse: cell.isInverse() !== 0,
    };
  });
}

function colorName(color: number, isRgb: boolean): string {
  if (isRgb) return `#${color.toString(16).padStart(6, "0")}`;
  if (color >= 16) return `color ${color}`;
  return color < 8 ? COLORS[color]! : `bright ${COLORS[color - 8]}`;
}
