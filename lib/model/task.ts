/**
 * A scheduled task: a command of netwho that the system starts by itself.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** What can be said of a task. */
const TASK_STATUSES = [
  "ready",
  "running",
  "disabled",
  "missing",
  "unknown",
  "planned",
  "removed",
] as const;

/** What can be said of a task. */
export type TaskStatus = typeof TASK_STATUSES[number];

/** The fields of a task. */
export const TASK_FIELDS = [
  { name: "name", kind: "text", about: "the task's name", required: true },
  { name: "trigger", kind: "text", about: "when it starts: every 5m, daily at 09:00, at log-on" },
  { name: "command", kind: "text", about: "what it runs, as netwho's own command line" },
  {
    name: "status",
    kind: "text",
    about:
      "ready, running, disabled, missing, or unknown; of a change planned (with --dry-run) or " +
      "removed",
    required: true,
  },
  { name: "lastRunAt", kind: "time", about: "when it started last" },
  { name: "lastResult", kind: "integer", about: "how it ended then: the exit code, 0 for success" },
  { name: "lastResultText", kind: "text", about: "the same in words" },
  { name: "nextRunAt", kind: "time", about: "when it starts next" },
  { name: "user", kind: "text", about: "the account that it runs as" },
  { name: "log", kind: "text", about: "the file with what it printed" },
  { name: "logEnd", kind: "list", about: "the last lines of that file" },
  { name: "note", kind: "text", about: "what is odd about it, and what to do" },
] as const satisfies readonly Field[];

/** A scheduled task, as the system tells of it. */
export type TaskRow = RecordOf<typeof TASK_FIELDS> & { status: TaskStatus };

/** What a table shows people of tasks. */
export const TASK_VIEW: TableView = {
  noun: "tasks",
  columns: [
    { name: "name", fields: ["name"], shows: "text" },
    { name: "status", fields: ["status"], shows: "text" },
    { name: "trigger", fields: ["trigger"], shows: "text" },
    {
      name: "lastRunAt",
      heading: "last run",
      fields: ["lastRunAt"],
      shows: "localTime",
      weight: 4,
    },
    { name: "lastResultText", heading: "result", fields: ["lastResultText"], shows: "text" },
    {
      name: "nextRunAt",
      heading: "next run",
      fields: ["nextRunAt"],
      shows: "localTime",
      weight: 3,
    },
    { name: "command", fields: ["command"], shows: "text", weight: 2 },
    { name: "user", fields: ["user"], shows: "text", weight: 1 },
    { name: "note", fields: ["note"], shows: "prose", below: true },
  ],
};
