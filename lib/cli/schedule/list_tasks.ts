/**
 * `netwho schedule list` and `status`.
 *
 * @module
 */
import type { Diagnostics } from "../../capture/diagnostics.ts";
import { EXIT } from "../../errors.ts";
import { type Host, HostError } from "../../host/host.ts";
import { emptyRecord } from "../../model/field.ts";
import { TASK_FIELDS, TASK_VIEW, type TaskRow } from "../../model/task.ts";
import { inBatches } from "../../rows/rows.ts";
import { openScheduler } from "../../schedule/open_scheduler.ts";
import { readLogEnd, taskLogPath } from "../../schedule/task_log.ts";
import { TASK_REPORT } from "../../schedule/task_report.ts";
import { exitCodeInWords } from "../../schedule/task_words.ts";
import { joinPresent } from "../../text/wording.ts";
import { listRows, type RowsInvocation } from "../list_rows.ts";
import { readTaskName } from "../../schedule/task_names.ts";

/** Lists every task. */
export async function listTasks(invocation: RowsInvocation): Promise<number> {
  return await listRows(withoutWords(invocation), {
    fields: TASK_FIELDS,
    view: TASK_VIEW,
    // People get a table unless they ask for the report.
    report: invocation.options.format === "text" ? TASK_REPORT : undefined,
    find: async (diagnostics) => inBatches(await findTasks(invocation.host, diagnostics)),
  });
}

/** Lists the named tasks, or all, with the end of their logs. One that is not there sets exit code 3. */
export async function showStatus(invocation: RowsInvocation): Promise<number> {
  const names = [...new Set(invocation.positionals.slice(1).map(readTaskName))];
  return await listRows(withoutWords(invocation), {
    fields: TASK_FIELDS,
    view: TASK_VIEW,
    report: TASK_REPORT,
    find: async (diagnostics) => inBatches(await findTasks(invocation.host, diagnostics, names)),
  });
}

/** Without the action and the names: `status` is also a field, and would be taken for one of a list. */
function withoutWords(invocation: RowsInvocation): RowsInvocation {
  return { ...invocation, positionals: [] };
}

/** The named tasks, or every one, with what their logs tell. */
async function findTasks(
  host: Host,
  diagnostics: Diagnostics,
  names: readonly string[] = [],
): Promise<TaskRow[]> {
  const scheduler = openScheduler(host);
  const all = (await scheduler.list()).map((row) => withLog(host, row));
  const unseen = scheduler.unseen();
  if (names.length === 0) {
    if (all.length === 0 && unseen !== null) diagnostics.limit(unseen);
    return all;
  }
  return names.flatMap((name) => {
    // Windows keeps the case of a name that somebody else gave.
    const rows = all.filter((row) => row.name.toLowerCase() === name);
    if (rows.length > 0) return rows;
    diagnostics.fail(EXIT.capture);
    return [missingTask(name, unseen)];
  });
}

function missingTask(name: string, unseen: string | null): TaskRow {
  const note = unseen === null
    ? "There is no task of this name"
    : `No task of this name is seen. ${unseen}`;
  return { ...emptyRecord(TASK_FIELDS), name, status: "missing", note };
}

/** Bytes and lines of a log's end that are looked at and shown. */
const END_BYTES = 32 * 1024;
const LINES_SHOWN = 10;

/** Adds what the log of a task tells: the system forgets the last result when the computer restarts. */
function withLog(host: Host, row: TaskRow): TaskRow {
  const log = row.log ?? taskLogPath(host, row.name);
  if (log === null) return row;
  try {
    const bytes = host.readLogEnd(log, END_BYTES);
    if (bytes === null) return { ...row, log };
    const { lines, startedAt, exitCode } = readLogEnd(new TextDecoder().decode(bytes), LINES_SHOWN);
    const isKnown = row.status === "running" || row.lastResult !== null;
    return {
      ...row,
      log,
      logEnd: [...lines],
      lastRunAt: row.lastRunAt ?? startedAt,
      ...!isKnown && exitCode !== null &&
        { lastResult: exitCode, lastResultText: exitCodeInWords(exitCode) },
    };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { ...row, log, note: joinPresent([row.note, error.message], "; ") };
  }
}
