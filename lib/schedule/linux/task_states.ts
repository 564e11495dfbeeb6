/**
 * What systemd says of a task's units, as a row.
 *
 * @module
 */
import { joinPresent } from "../../text/wording.ts";
import { emptyRecord } from "../../model/field.ts";
import { TASK_FIELDS, type TaskRow, type TaskStatus } from "../../model/task.ts";
import { readTimestamp, type UnitProperties } from "../../tools/systemctl/parse_units.ts";
import type { Task } from "../scheduler.ts";
import { commandInWords, exitCodeInWords, triggerInWords } from "../task_words.ts";
import { isOfSystem, serviceName, timerName, timerUnit } from "./units.ts";

/** A task as its unit files have it. */
interface UnitFiles {
  readonly task: Task;
  readonly timer: string | null;
}

const NOTHING: UnitProperties = new Map();

/**
 * The row of a task.
 *
 * @param states the properties of all units; or why they are not known.
 */
export function taskRow(
  { task, timer }: UnitFiles,
  states: ReadonlyMap<string, UnitProperties> | string,
  { user = null }: { user?: string | null } = {},
): TaskRow {
  const row: TaskRow = {
    ...emptyRecord(TASK_FIELDS),
    name: task.name,
    trigger: triggerInWords(task.trigger),
    command: commandInWords(task),
    status: "unknown",
    user: isOfSystem(task) ? "root" : user,
    log: isOfSystem(task) ? `/root/.local/share/netwho/logs/${task.name}.log` : null,
  };
  const changed = timer?.trim() === timerUnit(task)?.trim()
    ? null
    : "Its timer was changed by hand: netwho schedule add makes it anew";
  if (typeof states === "string") return { ...row, note: joinPresent([changed, states], "; ") };
  const service = states.get(serviceName(task.name)) ?? NOTHING;
  const starter = timer === null ? service : states.get(timerName(task.name)) ?? NOTHING;
  const lastRunAt = latest([
    readTimestamp(service.get("ExecMainStartTimestamp")),
    timer === null ? null : readTimestamp(starter.get("LastTriggerUSec")),
  ]);
  const status = statusOf(service, { starter, hasTimer: timer !== null });
  return {
    ...row,
    status,
    lastRunAt,
    ...resultOf(service, status),
    nextRunAt: status === "disabled" ? null : nextRun(task, { starter, lastRunAt }),
    note: joinPresent([
      changed,
      staleNote(service, starter),
      isWaitingToRestart(service) ? "It starts again within 30 s" : null,
    ], "; "),
  };
}

function statusOf(
  service: UnitProperties,
  { starter, hasTimer }: { starter: UnitProperties; hasTimer: boolean },
): TaskStatus {
  const state = service.get("ActiveState");
  if (state === undefined || service.get("LoadState") !== "loaded") return "unknown";
  if (isWaitingToRestart(service)) return "ready";
  if (["active", "activating", "reloading", "deactivating"].includes(state)) return "running";
  const isOn = /^(?:enabled|linked|alias)/.test(starter.get("UnitFileState") ?? "") &&
    (!hasTimer || starter.get("ActiveState") === "active");
  return isOn ? "ready" : "disabled";
}

/** Whether a run that failed is about to be followed by another one. */
function isWaitingToRestart(service: UnitProperties): boolean {
  return service.get("SubState") === "auto-restart";
}

/** CLD_EXITED, as systemd tells it: the status is an exit code and not a signal. */
const EXITED = "1";

function resultOf(
  service: UnitProperties,
  status: TaskStatus,
): Pick<TaskRow, "lastResult" | "lastResultText"> {
  if (status === "running") return { lastResult: null, lastResultText: "still running" };
  if (readTimestamp(service.get("ExecMainStartTimestamp")) === null) {
    return { lastResult: null, lastResultText: null };
  }
  const number = Number(service.get("ExecMainStatus"));
  if (!Number.isInteger(number)) return { lastResult: null, lastResultText: null };
  const lastResult = service.get("ExecMainCode") === EXITED ? number : 128 + number;
  return { lastResult, lastResultText: SYSTEMD_CODES[lastResult] ?? exitCodeInWords(lastResult) };
}

/** Codes of systemd itself, of a service that it could not start: systemd.exec(5). */
const SYSTEMD_CODES: Readonly<Record<number, string>> = {
  200: "failed: the folder that it was added from is gone",
  203: "failed: netwho is not where it was when the task was added",
  217: "failed: its account is unknown",
};

/** A timer that counts from the last start has no time by the clock. */
function nextRun(
  { trigger }: Task,
  { starter, lastRunAt }: { starter: UnitProperties; lastRunAt: string | null },
): string | null {
  const told = readTimestamp(starter.get("NextElapseUSecRealtime"));
  if (told !== null || trigger.kind !== "every" || lastRunAt === null) return told;
  return new Date(Date.parse(lastRunAt) + trigger.milliseconds).toISOString();
}

function latest(times: readonly (string | null)[]): string | null {
  return times.filter((time) => time !== null).sort().at(-1) ?? null;
}

function staleNote(...units: readonly UnitProperties[]): string | null {
  const isStale = units.some((unit) =>
    unit.get("NeedDaemonReload") === "yes" || unit.get("LoadState") === "not-found"
  );
  return isStale ? "systemd has not read its files yet: netwho schedule add makes it anew" : null;
}
