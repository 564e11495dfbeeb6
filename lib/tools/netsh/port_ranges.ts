/**
 * Parses `netsh int ipv4|ipv6 show excludedportrange protocol=tcp|udp`: the ports that Windows gives to
 * no program by itself.
 *
 * @module
 */
import { HIGHEST_PORT } from "../../model/limits.ts";
import { LONGEST_REJECTED, MOST_REJECTED, type Parsed } from "../../model/parsed.ts";
import { readLines } from "./netsh_lines.ts";

/** A range of reserved ports. */
export interface PortRange {
  /** Its first port. */
  readonly start: number;
  /** Its last port. */
  readonly end: number;
  /**
   * Whether an administrator or an installer added it (`*`): a program that asks for one of its ports
   * can have it. The others were taken at run time, and nobody else can have their ports.
   */
  readonly administered: boolean;
}

/**
 * Parses the ranges, in any language. Never throws.
 *
 * @example
 * ```ts
 * import { parsePortRanges } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows } = parsePortRanges("  50000    50059     *\r\n   5357     5357\r\n");
 * assertEquals(rows, [
 *   { start: 50000, end: 50059, administered: true },
 *   { start: 5357, end: 5357, administered: false },
 * ]);
 * ```
 */
export function parsePortRanges(output: string): Parsed<PortRange> {
  const parsed: Parsed<PortRange> = { rows: [], rejected: [] };
  for (const { number, text } of readLines(output)) {
    // Headings, the ruler and the legend of the asterisk begin otherwise.
    if (!/^\d+\s+\d/.test(text)) continue;
    const range = rangeOf(text);
    if (typeof range !== "string") parsed.rows.push(range);
    else if (parsed.rejected.length < MOST_REJECTED) {
      parsed.rejected.push({ line: number, text: text.slice(0, LONGEST_REJECTED), reason: range });
    }
  }
  return parsed;
}

/** The range in a line, or why it is none. */
function rangeOf(text: string): PortRange | string {
  const [, first, last, mark] = /^(\d{1,5})\s+(\d{1,5})(?:\s+(\*))?$/.exec(text) ?? [];
  if (first === undefined) return "it is not two ports";
  const [start, end] = [Number(first), Number(last)];
  if (start < 1 || end > HIGHEST_PORT) return `its ports are not from 1 to ${HIGHEST_PORT}`;
  if (start > end) return "its first port is above its last";
  return { start, end, administered: mark !== undefined };
}
