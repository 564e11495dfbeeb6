/**
 * A file that holds the output of netstat and of tasklist, one after the other, as
 * `(netstat -ano & tasklist) > all.txt` makes it.
 *
 * @module
 */
import { readTasklistLines } from "../../tools/tasklist/tasklist_lines.ts";

/** A row of netstat's. */
const SOCKET_LINE = /^\s*(?:TCP|UDP)\s+\S+\s+\S/im;
/** A table's ruler or a row of CSV, of tasklist's. */
const PROCESS_LINE = /^(?:={8,} ={3,} =+|"[^"\r\n]+","\d+",")/m;

/** Whether some text has lines of both tools. */
export function looksMixed(head: string): boolean {
  return PROCESS_LINE.test(head) && SOCKET_LINE.test(head);
}

/** The two parts of such a text. */
export interface Parts {
  /** The text with only netstat's lines: the others are blank, so that line numbers stay. */
  readonly netstat: string;
  /** The text with only tasklist's lines. */
  readonly tasklist: string;
}

/** Gives each tool its lines; those that are neither's are left with netstat's, to be reported. */
export function splitMixed(text: string): Parts {
  const { lines, roles } = readTasklistLines(text);
  const netstat: string[] = [];
  const tasklist: string[] = [];
  let next = "";
  // From the end, as a header belongs to what stands below it.
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at]!;
    const isSocket = SOCKET_LINE.test(line) || roles[at] === "unknown" ||
      (roles[at] === "header" && SOCKET_LINE.test(next));
    if (line.trim() !== "") next = line;
    netstat.push(isSocket ? line : "");
    tasklist.push(isSocket ? "" : line);
  }
  return { netstat: joined(netstat), tasklist: joined(tasklist) };
}

function joined(backwards: readonly string[]): string {
  return [...backwards].reverse().join("\n");
}
