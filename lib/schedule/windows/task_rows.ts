/**
 * What Task Scheduler tells of one of netwho's tasks, as a row.
 *
 * @module
 */
import type { TaskRow, TaskStatus } from "../../model/task.ts";
import { splitArguments } from "../../text/argument_text.ts";
import { joinPresent } from "../../text/wording.ts";
import type { PrintedTask } from "../../tools/schtasks/parse_schtasks.ts";
import type { PrintedTrigger, TaskDefinition } from "../../tools/schtasks/task_definition.ts";
import { commandInWords, triggerInWords } from "../task_words.ts";
import { RESULT, resultInWords } from "./result_codes.ts";
import { SYSTEM_SID } from "./task_xml.ts";

/** What is known of a task. */
export interface KnownTask {
  readonly name: string;
  readonly printed: PrintedTask;
  /** Null where this user may not read it. */
  readonly definition: TaskDefinition | null;
  /** Reads a printed time as local time without an offset. */
  readonly readTime: (text: string) => string | null;
  /** Where a task of the system has its log. */
  readonly systemLog: string;
}

/** Makes the row of a task. */
export function toTaskRow(
  { name, printed, definition, readTime, systemLog }: KnownTask,
): TaskRow {
  const { details, nextRun } = printed;
  const command = definition === null ? null : commandOf(definition, name);
  const result = resultOf(printed, definition);
  const lastRun = details === null || result === RESULT.notYetRun ? null : details.lastRun;
  const notes = [
    definition === null
      ? "its definition could not be read: another user or an administrator made it"
      : null,
    definition !== null && command === null ? "netwho did not make it" : null,
    ambiguous("last", lastRun, readTime),
    ambiguous("next", nextRun, readTime),
  ];
  return {
    name,
    trigger: definition === null ? null : definition.triggers.map(triggerText).join(", ") || null,
    command: command === null ? details?.command ?? null : commandInWords({ command }),
    status: statusOf(definition, details?.lastResult ?? null),
    lastRunAt: lastRun === null ? null : toUtc(readTime(lastRun)),
    lastResult: result,
    lastResultText: result === null ? null : resultInWords(result),
    nextRunAt: definition?.isEnabled === false ? null : toUtc(readTime(nextRun)),
    user: details?.user ?? null,
    log: definition?.user === SYSTEM_SID ? systemLog : null,
    logEnd: null,
    note: joinPresent(notes, "; "),
  };
}

/** The arguments of netwho that a task runs; null for a task that netwho did not make. */
export function commandOf(definition: TaskDefinition, name: string): readonly string[] | null {
  const args = splitArguments(definition.arguments ?? "");
  const start = args.findIndex((arg, at) =>
    arg === "schedule" && args[at + 1] === "exec" && args[at + 3] === "--" &&
    args[at + 2]!.toLowerCase() === name.toLowerCase()
  );
  return start < 0 ? null : args.slice(start + 4);
}

/**
 * The printed words for a status are translated, so they do not count: the definition says whether
 * the task is turned on, and a code whether it runs.
 */
function statusOf(definition: TaskDefinition | null, lastResult: number | null): TaskStatus {
  if (lastResult === RESULT.running) return "running";
  if (definition === null) return "unknown";
  return definition.isEnabled ? "ready" : "disabled";
}

/** Conhost always ends with 0, whatever the program did that it gave a console. */
function resultOf({ details }: PrintedTask, definition: TaskDefinition | null): number | null {
  const result = details?.lastResult ?? null;
  if (result === RESULT.running) return null;
  const isThroughConhost = /\\conhost\.exe"?$/i.test(definition?.command ?? "");
  return result === 0 && isThroughConhost ? null : result;
}

function triggerText({ kind, interval, start, schedule, daysInterval }: PrintedTrigger): string {
  const milliseconds = intervalIn(interval);
  if (kind === "TimeTrigger" && milliseconds !== null) {
    return triggerInWords({ kind: "every", milliseconds });
  }
  const time = /T(\d\d:\d\d):00/.exec(start ?? "")?.[1];
  const isDaily = schedule === "ScheduleByDay" && (daysInterval ?? 1) === 1 && interval === null;
  if (kind === "CalendarTrigger" && isDaily && time !== undefined) {
    return triggerInWords({ kind: "daily", time });
  }
  if (kind === "LogonTrigger") return triggerInWords({ kind: "logon" });
  // Changed in Task Scheduler's own window.
  return [kind, start === null ? "" : `from ${start}`, interval === null ? "" : `every ${interval}`]
    .filter((part) => part !== "").join(" ");
}

/** The length of `PT5M`, `PT1H30M` or `P1D`; null for any other text. */
function intervalIn(text: string | null): number | null {
  const parts = /^P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,6})M)?)?$/.exec(text ?? "");
  if (parts === null) return null;
  const [days, hours, minutes] = parts.slice(1).map((part) => Number(part ?? 0));
  const length = ((days! * 24 + hours!) * 60 + minutes!) * 60_000;
  return length === 0 ? null : length;
}

/** Local time without an offset, as a time in UTC. */
function toUtc(local: string | null): string | null {
  return local === null ? null : new Date(local).toISOString();
}

/** What is said of a time whose day and month cannot be told apart; null of any other text. */
function ambiguous(
  which: string,
  text: string | null,
  readTime: KnownTask["readTime"],
): string | null {
  if (text === null || !/\d/.test(text) || /\b1999\b|\b1899\b/.test(text)) return null;
  return readTime(text) === null ? `${which} run as Windows prints it: ${text}` : null;
}
