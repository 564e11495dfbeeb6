/**
 * Windows' tasklist: its arguments, and its output in any form and any language.
 *
 * @module
 */
import type { Parsed, Rejected } from "../../model/parsed.ts";
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
  const { lines, roles, blocks } = readTasklistLines(text);
  const rejected: Rejected[] = [];
  roles.forEach((role, at) => {
    if (role === "unknown") rejected.push({ line: at + 1, text: lines[at]!, reason: REASON });
  });
  return { rows: toProcesses(blocks), rejected };
}

const REASON = "not a row, header or message of tasklist";

/**
 * Whether the start of a file (64 KiB are enough) is output of tasklist: rows, a header with its
 * ruler, or the message that no task matches.
 *
 * @example
 * ```ts
 * import { looksLikeTasklist } from "@netwho/netwho";
 * import { assert } from "@std/assert";
 *
 * assert(looksLikeTasklist('"chat.exe","4711","Console","1","11.204 K"'));
 * assert(!looksLikeTasklist("  TCP    192.0.2.1:49712   198.51.100.7:443   ESTABLISHED   4711"));
 * ```
 */
export function looksLikeTasklist(head: string): boolean {
  const { roles, tables } = readTasklistLines(head);
  const count = { row: 0, message: 0, unknown: 0 };
  for (const role of roles) {
    if (role === "row" || role === "message" || role === "unknown") count[role]++;
  }
  if (count.row > 0) return count.unknown <= count.row * MAX_UNKNOWN_PER_ROW;
  return tables + count.message > 0 && count.unknown <= tables * MAX_UNKNOWN_PER_ROW;
}

/** A few lines of other text look like rows by chance; then most of its lines do not. */
const MAX_UNKNOWN_PER_ROW = 4;
