/**
 * `netwho schedule add`, `run` and `remove`: each makes a plan, and shows it or carries it out.
 *
 * @module
 */
import { EXIT, UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import { openScheduler } from "../../schedule/open_scheduler.ts";
import { notThere, type Plan, type Scheduler } from "../../schedule/scheduler.ts";
import { taskLogPath } from "../../schedule/task_log.ts";
import { commandInWords, triggerInWords } from "../../schedule/task_words.ts";
import { sanitize } from "../../text/terminal_text.ts";
import { emptyRecord } from "../../model/field.ts";
import { TASK_FIELDS, TASK_VIEW, type TaskRow } from "../../model/task.ts";
import { inBatches } from "../../rows/rows.ts";
import { TASK_REPORT } from "../../schedule/task_report.ts";
import type { Command } from "../command.ts";
import { listRows, type RowsInvocation } from "../list_rows.ts";
import type { TaskOptions } from "../options/schedule_options.ts";
import { checkCommand } from "./planned_command.ts";
import { showStatus } from "./list_tasks.ts";
import { showSteps } from "./show_plan.ts";
import { readTask } from "./read_task.ts";
import { readTaskName } from "../../schedule/task_names.ts";

/** A use of a command that changes tasks. */
export interface ChangeInvocation extends RowsInvocation {
  readonly options: RowsInvocation["options"] & TaskOptions & {
    readonly dryRun: boolean;
    readonly all: boolean;
  };
  readonly behind: readonly string[];
}

/** Adds a task, or replaces the one of its name. */
export async function addTask(
  invocation: ChangeInvocation,
  commands: readonly Command[],
): Promise<number> {
  const { host, options, positionals: [, ...words], behind } = invocation;
  if (words.length > behind.length || behind.length === 0) {
    throw new UsageError("Cannot add a task: its command line must stand behind --", {
      hint: "For example: netwho schedule add --every 5m -- log",
    });
  }
  const planned = await checkCommand(behind, { host, commands });
  const task = readTask(options, planned);
  const scheduler = openScheduler(host);
  const plan = await scheduler.planAdd(task);
  const notes = [...plan.notes, ...planned.notes];
  const done = plan.isThere ? "Replaced" : "Added";
  const told = `${done} the task ${task.name}: ${commandInWords(task)}, ${
    triggerInWords(task.trigger)
  }\n`;
  const isOwn = !task.elevated && task.runAs !== "system";
  const log = isOwn ? taskLogPath(host, task.name) : null;
  const { dryRun } = options;
  if (options.format !== null) {
    if (!dryRun) await scheduler.carryOut(plan);
    tellAll(host, notes);
    if (!dryRun) return await showStatus({ ...invocation, positionals: ["status", task.name] });
    return await listChanged(invocation, [{
      ...emptyRecord(TASK_FIELDS),
      name: task.name,
      trigger: triggerInWords(task.trigger),
      command: commandInWords(task),
      status: "planned",
      log,
    }]);
  }
  await finish(plan, {
    host,
    scheduler,
    dryRun,
    told: told + (log === null ? "" : `Its log: ${log}\n`),
  });
  tellAll(host, notes);
  return EXIT.ok;
}

/** Starts tasks now. */
export async function runTasks(
  { host, options, positionals: [, ...names] }: ChangeInvocation,
): Promise<number> {
  const scheduler = openScheduler(host);
  let code: number = EXIT.ok;
  for (const name of readNames(names, "run")) {
    const plan = await scheduler.planRun(name);
    if (!plan.isThere) {
      tell(host, `Cannot run the task ${name}: there is none; netwho schedule list shows all`);
      code = EXIT.capture;
      tellAll(host, plan.notes);
      continue;
    }
    const told = `Started the task ${name}; how it went: netwho schedule status ${name}\n`;
    await finish(plan, { host, scheduler, dryRun: options.dryRun, told });
    tellAll(host, plan.notes);
  }
  return code;
}

/** Takes tasks away. One that is not there is no error. */
export async function removeTasks(invocation: ChangeInvocation): Promise<number> {
  const { host, options, positionals: [, ...given] } = invocation;
  const scheduler = openScheduler(host);
  if (options.all && given.length > 0) {
    throw new UsageError("Cannot use --all with the name of a task: it removes every one");
  }
  const { dryRun, format } = options;
  const tasks = options.all || format !== null ? await scheduler.list() : [];
  const names = options.all ? tasks.map(({ name }) => name) : readNames(given, "remove");
  const removed: TaskRow[] = [];
  if (names.length === 0) {
    tell(host, "There is no task to remove");
    tellAll(host, notThere(scheduler.unseen()).notes);
  }
  for (const name of names) {
    const plan = await scheduler.planRemove(name);
    if (!plan.isThere) {
      tell(host, `There is no task ${name}: nothing to remove`);
      tellAll(host, plan.notes);
      continue;
    }
    if (format === null) {
      const told = `Removed the task ${name}; its log stays\n`;
      await finish(plan, { host, scheduler, dryRun, told });
    } else {
      if (!dryRun) await scheduler.carryOut(plan);
      const rows = tasks.filter((task) => task.name.toLowerCase() === name.toLowerCase());
      removed.push(
        ...rows.map((row) => ({ ...row, status: dryRun ? "planned" : "removed" } as const)),
      );
    }
    tellAll(host, plan.notes);
  }
  return format === null ? EXIT.ok : await listChanged(invocation, removed);
}

/** Lists tasks that were changed, or would be. */
async function listChanged(
  invocation: ChangeInvocation,
  rows: readonly TaskRow[],
): Promise<number> {
  return await listRows({ ...invocation, positionals: [] }, {
    fields: TASK_FIELDS,
    view: TASK_VIEW,
    report: TASK_REPORT,
    find: (diagnostics) => {
      diagnostics.isNoneFine = true;
      return Promise.resolve(inBatches(rows));
    },
  });
}

function readNames(names: readonly string[], action: "run" | "remove"): string[] {
  if (names.length === 0) {
    throw new UsageError(`Cannot ${action} a task: its name is missing`, {
      hint: "netwho schedule list shows the names",
    });
  }
  return [...new Set(names.map(readTaskName))];
}

/** Shows a plan, or carries it out and says so. */
async function finish(
  plan: Plan,
  { host, scheduler, dryRun, told }: {
    host: Host;
    scheduler: Scheduler;
    dryRun: boolean;
    told: string;
  },
): Promise<void> {
  if (!dryRun) await scheduler.carryOut(plan);
  await host.write(new TextEncoder().encode(dryRun ? showSteps(plan.steps) : told));
}

function tellAll(host: Host, notes: readonly string[]): void {
  for (const note of notes) tell(host, note);
}

function tell(host: Host, note: string): void {
  host.writeError(`netwho: ${sanitize(note)}\n`);
}
