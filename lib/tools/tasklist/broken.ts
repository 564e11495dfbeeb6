import { cellCount } from "./cells.ts";

/** Narrower than any console people use. */
const NARROWEST = 40;

/**
 * The width of the console that broke lines: the widest lines', if there are several of them; null
 * where no line seems broken.
 */
export function brokenWidth(lines: readonly string[]): number | null {
  let width = NARROWEST;
  let count = 0;
  for (const line of lines) {
    const cells = cellCount(line);
    if (cells === width) count++;
    if (cells > width) [width, count] = [cells, 1];
  }
  return count > 1 ? width : null;
}

const CPU_TIME = /(?:^|\s)\d{1,9}:\d{2}:\d{2}(?=\s|$)/;
/** Where the CPU time ends in a verbose table. */
const CPU_TIME_END = 156;

/**
 * The width of the console that broke a verbose row without a ruler: the CPU time in its second
 * line tells, for it always ends in the same cell.
 *
 * @returns null where the line is not a row's second one
 */
export function widthFromSecondLine(first: string, second: string): number | null {
  const match = CPU_TIME.exec(second.slice(0, 200));
  if (match === null) return null;
  const width = CPU_TIME_END - cellCount(second.slice(0, match.index + match[0].length));
  return width >= cellCount(first) && width >= NARROWEST ? width : null;
}

/**
 * Index of a broken row's last line: behind its CPU time only a line as wide as the console goes on
 * (less a space at its end, which copying loses).
 */
export function lastPiece(pieces: readonly string[], width: number): number {
  const withTime = pieces.findIndex((piece) => CPU_TIME.test(piece));
  if (withTime < 0) return pieces.length - 1;
  const end = pieces.findIndex((piece, at) => at >= withTime && cellCount(piece) < width - 1);
  return end < 0 ? pieces.length - 1 : end;
}
