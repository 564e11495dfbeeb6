/**
 * The colours of a table. Not the standard library's, which obey a switch of the whole process and
 * the `NO_COLOR` of the process rather than what was decided for this output.
 *
 * @module
 */

/** Select graphic rendition: the numbers that start and end a style. */
type Style = readonly [start: number, end: number];

const BOLD: Style = [1, 22];
const DIM: Style = [2, 22];
const GREEN: Style = [32, 39];
const YELLOW: Style = [33, 39];
const MAGENTA: Style = [35, 39];
const CYAN: Style = [36, 39];

/** Open doors stand out, live connections are green, what begins is yellow, what ends is dim. */
const STATE_STYLES: Readonly<Record<string, Style>> = {
  LISTENING: CYAN,
  BOUND: CYAN,
  ESTABLISHED: GREEN,
  SYN_SENT: YELLOW,
  SYN_RECEIVED: YELLOW,
  CLOSE_WAIT: DIM,
  TIME_WAIT: DIM,
  FIN_WAIT_1: DIM,
  FIN_WAIT_2: DIM,
  LAST_ACK: DIM,
  CLOSING: DIM,
  CLOSED: DIM,
  DELETE_TCB: DIM,
  UNKNOWN: MAGENTA,
};

/** A header, so that it stands out. */
export function paintHeader(text: string): string {
  return paint(text, BOLD);
}

/** The text in the colour of a state; as it is where that is none we know. */
export function paintState(text: string, state: string): string {
  return Object.hasOwn(STATE_STYLES, state) ? paint(text, STATE_STYLES[state]!) : text;
}

function paint(text: string, [start, end]: Style): string {
  return `\x1b[${start}m${text}\x1b[${end}m`;
}
