/**
 * The options of `netwho schedule`.
 *
 * @module
 */
import { type Option, type OptionsOf, rewordOptions } from "../../model/option.ts";
import { RUN_AS } from "../../schedule/scheduler.ts";
import { REPORT_SHAPE_OPTIONS } from "./shape_options.ts";

const TASK = "Task";

/** The options that describe a task. */
export const TASK_OPTIONS = [
  {
    name: "every",
    value: "DURATION",
    about: "start it every DURATION, from 1m to 31d, such as 5m or 1h30m",
    group: TASK,
  },
  {
    name: "daily",
    value: "TIME",
    about: "start it every day at TIME, local time in 24 hours, such as 09:00",
    group: TASK,
  },
  { name: "at-logon", about: "start it when you log on", group: TASK },
  {
    name: "elevated",
    about: "with administrator's (root's) rights, which see the programs of all accounts; takes " +
      "such rights to add",
    group: TASK,
  },
  {
    name: "run-as",
    value: "WHO",
    choices: RUN_AS,
    about: "as you while you are logged on (the default), as you while logged off too, without a " +
      "password, or as the system",
    group: TASK,
  },
  {
    name: "name",
    value: "NAME",
    about: "the task's name; default: that of the command, such as log",
    group: TASK,
  },
] as const satisfies readonly Option[];

/** The options that describe a task, with their values. */
export type TaskOptions = OptionsOf<typeof TASK_OPTIONS>;

const CHANGE_OPTIONS = [
  {
    name: "all",
    about: "remove every task of netwho",
    group: "Task",
  },
  {
    name: "dry-run",
    about: "print what would be written and run, and change nothing",
    group: "Task",
  },
] as const satisfies readonly Option[];

/** The output options of `list` and `status`. */
export const TASK_SHAPE_OPTIONS = rewordOptions(REPORT_SHAPE_OPTIONS, {
  about: {
    format: "output format; without it and --out: on a terminal a table (list) or a report " +
      "(status, text), JSON elsewhere; with add and remove ndjson alone, for the tasks that are changed",
  },
});

/** Every option of the command. */
export const SCHEDULE_OPTIONS = [
  ...TASK_OPTIONS,
  ...CHANGE_OPTIONS,
  ...TASK_SHAPE_OPTIONS,
] as const;

/** The actions for people, in the order of the help. */
export const SCHEDULE_ACTIONS = ["add", "list", "status", "run", "remove"] as const;
