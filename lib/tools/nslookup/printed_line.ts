/**
 * A line of nslookup, as its readers get it.
 *
 * @module
 */

/** A line of nslookup's output. */
export interface Line {
  /** Its number, from 1. */
  readonly line: number;
  /** As read, without its line break. */
  readonly raw: string;
  /** Trimmed, without invisible characters, with spaces for no-break spaces. */
  readonly text: string;
  /** Whether it is indented by more than all lines are. */
  readonly indented: boolean;
  /** Set if it was joined from all its parts. */
  readonly isWhole?: true;
}

/** The texts of lines, without blank ones. */
export function textsOf(lines: readonly Line[]): string[] {
  return lines.map(({ text }) => text).filter((text) => text !== "");
}
