/**
 * Windows' schtasks: its arguments, and its list of tasks in any language.
 *
 * Headers and values are translated, and a header stands before each folder's tasks. So the columns
 * count: the first ones from the left, the last ones from the right.
 *
 * @module
 */
import { LONGEST_REJECTED, type Parsed } from "../../model/parsed.ts";
import { COLUMNS, PLAIN_COLUMNS, readRecords } from "./schtasks_records.ts";

/** The arguments of schtasks, by what they do. */
export const SCHTASKS_ARGUMENTS = {
  /** Lists every task with its last and next run. */
  list: ["/query", "/fo", "csv", "/v"],
  /** Lists every task with its next run alone, which is faster. */
  names: ["/query", "/fo", "csv"],
  /** The definition of one task, as XML. Fails where there is no such task. */
  definition: (path: string) => ["/query", "/tn", path, "/xml"],
  /** Adds a task, or replaces the one of that name. */
  create: (path: string, file: string) => ["/create", "/tn", path, "/xml", file, "/f"],
  run: (path: string) => ["/run", "/tn", path],
  delete: (path: string) => ["/delete", "/tn", path, "/f"],
} as const;

/** A task as printed: texts in the language and the regional formats of the machine. */
export interface PrintedTask {
  /** The line of its first row, from 1. */
  readonly line: number;
  /** Its folder and name: `\netwho\log`. */
  readonly path: string;
  readonly nextRun: string;
  readonly status: string;
  /** What only the verbose form tells; null in the plain one. */
  readonly details: TaskDetails | null;
}

/** What the verbose form tells. */
export interface TaskDetails {
  readonly host: string;
  readonly logonMode: string;
  readonly lastRun: string;
  /** As a signed number: -2147024894 is 0x80070002; null where it is none. */
  readonly lastResult: number | null;
  readonly author: string;
  /** The program with its arguments; null where the columns around it cannot be told apart. */
  readonly command: string | null;
  readonly user: string;
  readonly startDate: string;
}

/** Where the columns stand that are counted from the left. */
const LEFT = {
  host: 0,
  path: 1,
  nextRun: 2,
  status: 3,
  logonMode: 4,
  lastRun: 5,
  lastResult: 6,
  author: 7,
  command: 8,
} as const;
/** Where the columns stand that are counted from the right, from 1. */
const RIGHT = { user: 14, startDate: 8 } as const;

/**
 * Reads the tasks that `schtasks /query` lists as CSV or as LIST, with `/v` and without, in any
 * language. A task with several triggers is printed in several rows; the first one counts. The TABLE
 * form is not read: it cuts names.
 *
 * Never throws. Each line is part of a row, a header, blank, or rejected, as messages about damaged
 * tasks are.
 *
 * @example
 * ```ts
 * import { parseSchtasks } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows } = parseSchtasks('"\\netwho\\log","26.11.2026 09:05:00","Bereit"\r\n');
 * assertEquals(rows.map(({ path }) => path), ["\\netwho\\log"]);
 * ```
 */
export function parseSchtasks(text: string): Parsed<PrintedTask> {
  const { records, others } = readRecords(text);
  const tasks = new Map<string, PrintedTask>();
  let header: string | null = null;
  for (const { line, cells } of records) {
    const task = toTask(cells, line);
    if (task !== null) {
      if (!tasks.has(task.path)) tasks.set(task.path, task);
      continue;
    }
    const text = cells.join();
    header ??= text;
    // Headers are the same for each folder; Windows XP's names of tasks had no folder.
    if (text !== header && /\d/.test(text)) others.push({ line, text });
  }
  const rejected = others.sort((a, b) => a.line - b.line).map(({ line, text }) => ({
    line,
    text: text.slice(0, LONGEST_REJECTED),
    reason: "not a row or header of schtasks",
  }));
  return { rows: [...tasks.values()], rejected };
}

/** The task in a row; null for a header. Only a name of a task begins with a backslash. */
function toTask(cells: readonly string[], line: number): PrintedTask | null {
  if (cells.length === PLAIN_COLUMNS) {
    const [path = "", nextRun = "", status = ""] = cells;
    return path.startsWith("\\") ? { line, path, nextRun, status, details: null } : null;
  }
  const path = cells[LEFT.path]!;
  if (!path.startsWith("\\")) return null;
  return {
    line,
    path,
    nextRun: cells[LEFT.nextRun]!,
    status: cells[LEFT.status]!,
    details: {
      host: cells[LEFT.host]!,
      logonMode: cells[LEFT.logonMode]!,
      lastRun: cells[LEFT.lastRun]!,
      lastResult: resultIn(cells[LEFT.lastResult]!),
      author: cells[LEFT.author]!,
      command: cells.length === COLUMNS ? cells[LEFT.command]! : null,
      user: cells.at(-RIGHT.user)!,
      startDate: cells.at(-RIGHT.startDate)!,
    },
  };
}

function resultIn(text: string): number | null {
  const number = /^(?:-?\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text) ? Number(text) : NaN;
  return Number.isNaN(number) || number < -(2 ** 31) || number >= 2 ** 32 ? null : number | 0;
}
