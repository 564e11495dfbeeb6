/**
 * The colours of tables and reports. Not `@std/fmt/colors`: `NO_COLOR` disables it, but must not
 * override `--color always`.
 *
 * @module
 */
import type { Facts, Terminal } from "../host/host.ts";

/** The values of `--color`. */
export const COLOR_CHOICES = ["auto", "always", "never"] as const;

/**
 * Decides whether to colour the output. `always` and `never` take precedence, then a non-empty
 * `NO_COLOR` (no colour), then `FORCE_COLOR` (`0` and `false`: no colour, otherwise colour). Without
 * these, only a terminal is coloured that can be, unless `TERM=dumb`.
 */
export function decideColor(
  setting: string | null,
  host: Pick<Facts & Terminal, "canColor" | "env">,
  { toFile = false }: { toFile?: boolean } = {},
): boolean {
  if (setting === "always") return true;
  if (setting === "never" || host.env("NO_COLOR")) return false;
  const forced = host.env("FORCE_COLOR");
  if (forced) return forced !== "0" && forced.toLowerCase() !== "false";
  return !toFile && host.env("TERM") !== "dumb" && host.canColor();
}

/** The SGR (select graphic rendition) codes that start and end a style. */
type Style = readonly [start: number, end: number];

const BOLD: Style = [1, 22];
const DIM: Style = [2, 22];
const GREEN: Style = [32, 39];
const MAGENTA: Style = [35, 39];
const RED: Style = [31, 39];

/**
 * Listeners are magenta, open connections green, opening ones bold, closing ones dim: of the terminal's
 * own colours, these can be read on light and on dark grounds (ADR 18).
 */
const STATE_STYLES: Readonly<Record<string, Style>> = {
  LISTENING: MAGENTA,
  BOUND: MAGENTA,
  ESTABLISHED: GREEN,
  SYN_SENT: BOLD,
  SYN_RECEIVED: BOLD,
  CLOSE_WAIT: DIM,
  TIME_WAIT: DIM,
  FIN_WAIT_1: DIM,
  FIN_WAIT_2: DIM,
  LAST_ACK: DIM,
  CLOSING: DIM,
  CLOSED: DIM,
  DELETE_TCB: DIM,
  UNKNOWN: BOLD,
};

/** Paints a header. */
export function paintHeader(text: string): string {
  return paint(text, BOLD);
}

const CHANGE_STYLES = { "+": GREEN, "-": RED, "~": MAGENTA } as const;

/** Paints a line about a change: what is new green, what is gone red, what is otherwise magenta. */
export function paintChange(text: string, sign: keyof typeof CHANGE_STYLES): string {
  return paint(text, CHANGE_STYLES[sign]);
}

/** None is told by colour alone: a mark and the word stand beside it. */
const SEVERITY_STYLES = {
  critical: [BOLD, RED],
  high: [RED],
  medium: [MAGENTA],
  low: [],
  informational: [DIM],
} as const satisfies Readonly<Record<string, readonly Style[]>>;

/** Paints text in the colour of how much a finding matters. */
export function paintSeverity(text: string, severity: keyof typeof SEVERITY_STYLES): string {
  return SEVERITY_STYLES[severity].reduce(paint, text);
}

/** Paints what stands out. */
export function paintStrong(text: string): string {
  return paint(text, BOLD);
}

/** Paints what steps back. */
export function paintDim(text: string): string {
  return paint(text, DIM);
}

/** Paints text in the colour of a state; text of an unknown state stays plain. */
export function paintState(text: string, state: string): string {
  return Object.hasOwn(STATE_STYLES, state) ? paint(text, STATE_STYLES[state]!) : text;
}

function paint(text: string, [start, end]: Style): string {
  return `\x1b[${start}m${text}\x1b[${end}m`;
}
