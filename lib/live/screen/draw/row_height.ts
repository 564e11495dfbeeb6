/**
 * How many lines of the terminal a line of the list takes.
 *
 * @module
 */
import type { TerminalSize } from "../../../host/host.ts";

/** From this width on, a row of any address fits in one line. */
const ONE_LINE = 80;

/** The least widths at which an IPv6 address fits in one line of its own, and in two. */
const WHOLE_ADDRESS = 40;
const HALF_ADDRESS = 24;

/**
 * The height of every row and heading of the list. It depends on the terminal alone, so that nothing
 * moves when rows come and go, and scrolling can count. An address is never cut: narrow terminals give
 * it lines of its own.
 */
export function rowHeight({ columns }: TerminalSize): number {
  if (columns >= ONE_LINE) return 1;
  if (columns >= WHOLE_ADDRESS) return 2;
  return columns >= HALF_ADDRESS ? 3 : 4;
}
