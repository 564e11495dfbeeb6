/**
 * The unit files of a task: pure, from a task to text and back.
 *
 * @module
 */
import { isObject, parseJson } from "../../text/untrusted_json.ts";
import {
  type Launch,
  RUN_AS,
  type Task,
  TASK_NAME,
  taskArguments,
  type Trigger,
} from "../scheduler.ts";
import { commandInWords } from "../task_words.ts";
import { timerLines } from "./timer_lines.ts";
import { execLine, folderLine, quoteWord, withoutSpecifiers } from "./unit_quoting.ts";

/** What a unit is told besides the task. */
export interface UnitContext {
  readonly launch: Launch;
  /** The folders that this user chose: the service manager may not know of them. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The name of the unit that runs a task. */
export function serviceName(name: string): string {
  return `netwho-${name}.service`;
}

/** The name of the unit that starts a task at its times. */
export function timerName(name: string): string {
  return `netwho-${name}.timer`;
}

/** Whether a task belongs to the system and not to the user. */
export function isOfSystem({ elevated, runAs }: Pick<Task, "elevated" | "runAs">): boolean {
  return elevated || runAs === "system";
}

/**
 * The service that runs a task.
 *
 * @throws {UsageError} for a control character in what it runs.
 */
export function serviceUnit(task: Task, { launch, environment }: UnitContext): string {
  const { name, trigger, staysRunning } = task;
  // A service that is "oneshot" counts as started only at its end, which a log-on would wait for.
  const isBrief = trigger.kind !== "logon" && !staysRunning;
  const restarts = trigger.kind === "logon" && staysRunning;
  return [
    `# Made by netwho schedule. To take it away: netwho schedule remove ${name}`,
    "[Unit]",
    `Description=${withoutSpecifiers(commandInWords(task)).trimEnd().replace(/\\$/, "\\\\")}`,
    "",
    "[Service]",
    `Type=${isBrief ? "oneshot" : "exec"}`,
    `ExecStart=${execLine(launch.program, taskArguments(task, launch))}`,
    `WorkingDirectory=${folderLine(launch.folder)}`,
    ...Object.entries(environment).map(([name, value]) =>
      `Environment=${quoteWord(`${name}=${value}`)}`
    ),
    // With a user systemd sets HOME, where netwho keeps its data.
    ...isOfSystem(task) ? ["User=root"] : [],
    "Nice=10",
    // Ctrl+C and systemctl stop are no failures.
    "SuccessExitStatus=130 143",
    // An invalid command line does not get better.
    ...restarts ? ["Restart=on-failure", "RestartSec=30", "RestartPreventExitStatus=2"] : [],
    ...trigger.kind === "logon"
      ? ["", "[Install]", `WantedBy=${isOfSystem(task) ? "multi-user.target" : "default.target"}`]
      : [],
    "",
    // Systemd leaves out sections that begin with X-.
    "[X-Netwho]",
    `Task=${JSON.stringify(task)}`,
    "",
  ].join("\n");
}

/** The timer that starts a task; null for one that starts at log-on, which needs none. */
export function timerUnit(task: Task): string | null {
  const lines = timerLines(task.trigger);
  if (lines === null) return null;
  return [
    `# Made by netwho schedule. To take it away: netwho schedule remove ${task.name}`,
    "[Unit]",
    `Description=Starts ${serviceName(task.name)}`,
    "",
    "[Timer]",
    ...lines,
    // Without it systemd may start it up to a minute late.
    "AccuracySec=1s",
    "",
    "[Install]",
    "WantedBy=timers.target",
    "",
  ].join("\n");
}

/** Reads the task back from its service; null for text that netwho did not write. */
export function readService(text: string): Task | null {
  // U+2028 ends no line of a unit, as it would for a dot.
  const line = /(?:^|\n)\[X-Netwho\]\r?\nTask=([^\r\n]*)/.exec(text)?.[1];
  const task = line === undefined ? undefined : parseJson(line);
  return isTask(task) ? task : null;
}

function isTask(value: unknown): value is Task {
  if (!isObject(value)) return false;
  const { name, command, trigger, elevated, runAs, staysRunning } = value;
  return typeof name === "string" && TASK_NAME.test(name) && Array.isArray(command) &&
    command.every((word) => typeof word === "string") && isTrigger(trigger) &&
    typeof elevated === "boolean" && RUN_AS.some((known) => known === runAs) &&
    typeof staysRunning === "boolean";
}

function isTrigger(value: unknown): value is Trigger {
  if (!isObject(value)) return false;
  const { kind, milliseconds, time } = value;
  if (kind === "every") return Number.isSafeInteger(milliseconds) && Number(milliseconds) > 0;
  return kind === "logon" || (kind === "daily" && typeof time === "string");
}
