/**
 * Windows' tasklist: its arguments, and its output in any form and any language.
 *
 * @module
 */
import type { Parsed } from "../../model/parsed.ts";
import type { Process } from "../../model/process.ts";
import { readTasklistLines } from "./tasklist_lines.ts";
import { toProcesses } from "./tasklist_process.ts";

/** The arguments of tasklist, by what they ask for: CSV without a header, the stable form. */
export const TASKLIST_ARGUMENTS = {
  /** Image, PID, session and memory. */
  processes: ["/fo", "csv", "/nh"],
  /** Image, PID and services. */
  services: ["/svc", "/fo", "csv", "/nh"],
  /** `processes` with status, user, CPU time and window title. Slow: it asks every window. */
  verbose: ["/v", "/fo", "csv", "/nh"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * Reads tasklist's output: CSV, table or list, plain, `/v`, `/svc` or `/m`, one or several outputs,
 * in any language. The shape of a row decides, never the words of the header.
 *
 * Never throws. Each line is part of a row, a header, a ruler, blank, the message that no task
 * matches, or rejected. `path` and `startedAt` are null: tasklist prints neither.
 *
 * @example
 * ```ts
 * import { parseTasklist } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows, rejected } = parseTasklist('"chat app.exe","4711","Console","1","117 536 Ko"\r\n');
 * assertEquals(rows[0]?.process, "chat app.exe");
 * assertEquals(rows[0]?.pid, 4711);
 * assertEquals(rows[0]?.memoryBytes, 117536 * 1024);
 * assertEquals(rejected, []);
 * ```
 */
export function parseTasklist(text: string): Parsed<Process> {
  const { rows, rejected } = readTasklist(text);
  return { rows, rejected };
}

/** What tasklist printed, and how far to trust it. */
export interface TasklistRows extends Parsed<Process> {
  /** The processes whose window titles imitate rows. The text is their titles', not rows. */
  readonly imitators: readonly number[];
  /**
   * The processes with window titles that one list has again, and not as a second list would: a title
   * may imitate their rows. Only the first of each is among the rows, unless `isWhole` was given.
   */
  readonly repeated: readonly number[];
}

/**
 * Reads tasklist's output, as {@linkcode parseTasklist} does.
 *
 * @param options `isWhole` says that it is one output, as printed: no line was cut. All rows are kept
 *   then, as other lists tell which are true. By default both are judged by the text.
 */
export function readTasklist(text: string, { isWhole = false } = {}): TasklistRows {
  const { lines, roles, blocks, imitators, repeated } = readTasklistLines(text, { isWhole });
  const reason = "not a row, header or message of tasklist";
  const rejected = lines.flatMap((text, at) =>
    roles[at] === "unknown" ? [{ line: at + 1, text, reason }] : []
  );
  return { rows: toProcesses(blocks), rejected, imitators, repeated };
}

/**
 * Whether the start of a file (64 KiB are enough) holds output of tasklist: a row, a ruler, or nothing
 * but a header or the message that no task matches.
 */
export function looksLikeTasklist(head: string): boolean {
  const { roles, blocks, rulers } = readTasklistLines(head);
  if (rulers > 0 || blocks.length > 0) return true;
  return !roles.includes("unknown") && (roles.includes("header") || roles.includes("message"));
}
