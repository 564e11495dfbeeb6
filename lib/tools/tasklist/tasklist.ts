/**
 * Windows' tasklist: how it is asked, and what its output means, in any form and any language.
 *
 * @module
 */
import type { Parsed, Rejected } from "../../model/parsed.ts";
import type { Process } from "../../model/process.ts";
import { finish } from "./finish.ts";
import { splitLines } from "./lines.ts";
import { readLines } from "./read.ts";
import type { Reading } from "./state.ts";

/** The arguments for what netwho asks of tasklist: CSV without a header, the stable form. */
export const TASKLIST_ARGUMENTS = {
  /** Image, PID, session and memory. */
  processes: ["/fo", "csv", "/nh"],
  /** Image, PID and services. */
  services: ["/svc", "/fo", "csv", "/nh"],
  /** Those of `processes`, status, user, CPU time and window title. Slow: it asks every window. */
  verbose: ["/v", "/fo", "csv", "/nh"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * Reads tasklist's output: CSV, table or list, plain, `/v`, `/svc` or `/m`, one or several outputs,
 * in any language. Rows are known by their shape, never by the words of the header.
 *
 * Never throws, whatever the text. Each line is part of a row, a header, a ruler, blank, the message
 * that no task matches, or rejected. `path` and `startedAt` are null: tasklist knows neither.
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
  const lines = splitLines(text);
  const { roles, blocks } = readLines(lines);
  const rejected: Rejected[] = [];
  roles.forEach((role, at) => {
    if (role === "unknown") rejected.push({ line: at + 1, text: lines.raw[at]!, reason: REASON });
  });
  return { rows: finish(blocks), rejected };
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
  return isTasklist(readLines(splitLines(head)));
}

/** A few of another text's lines can look like rows by chance; then most of its lines do not. */
const MOST_UNKNOWN_PER_ROW = 4;

function isTasklist({ roles, tables }: Reading): boolean {
  const count = { row: 0, message: 0, unknown: 0 };
  for (const role of roles) {
    if (role === "row" || role === "message" || role === "unknown") count[role]++;
  }
  if (count.row > 0) return count.unknown <= count.row * MOST_UNKNOWN_PER_ROW;
  return tables + count.message > 0 && count.unknown <= tables * MOST_UNKNOWN_PER_ROW;
}
