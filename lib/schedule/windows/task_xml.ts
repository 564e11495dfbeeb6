/**
 * A task as Task Scheduler takes it: XML by the schema of [MS-TSCH] 2.5, in the order in which Windows
 * itself writes the parts. Pure.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { joinArguments } from "../../text/argument_text.ts";
import { fitsXml, writeXml, type XmlElement } from "../../text/xml_text.ts";
import { durationText } from "../../text/durations.ts";
import {
  type Launch,
  LONGEST_INTERVAL,
  SHORTEST_INTERVAL,
  type Task,
  taskArguments,
  type Trigger,
} from "../scheduler.ts";
import { commandInWords } from "../task_words.ts";
import { pathInFolder } from "./task_folder.ts";

/** What the definition of a task depends on besides the task. */
export interface WindowsFacts {
  /** How netwho is started. */
  readonly launch: Launch;
  /** The security identifier of the user; null if unknown. */
  readonly userSid: string | null;
  /** The absolute path of Windows' conhost.exe. */
  readonly conhost: string;
  /** The time. */
  readonly now: Date;
}

/** The security identifier of the system's own account. */
export const SYSTEM_SID = "S-1-5-18";
const LONGEST_PATH = 260;
/** Windows starts no program with a longer command line; some is left for the program's path. */
const LONGEST_ARGUMENTS = 32_000;

/**
 * Writes a task's definition.
 *
 * @throws {UsageError} if Task Scheduler cannot run the task as it is.
 */
export function writeTaskXml(task: Task, facts: WindowsFacts): string {
  const { command, args } = programOf(task, facts);
  const root: XmlElement = ["Task", [
    ["RegistrationInfo", [
      ["Author", "netwho"],
      ["Description", `Runs ${commandInWords(task)}. Made by netwho schedule add.`],
      ["URI", pathInFolder(task.name)],
    ]],
    ["Triggers", [triggerElement(task, facts)]],
    ["Principals", [principalElement(task, facts)]],
    ["Settings", settingsElements(task)],
    ["Actions", [
      ["Exec", [
        ["Command", checkPath(task, command)],
        ["Arguments", checkText(task, args)],
        ["WorkingDirectory", checkFolder(task, facts.launch.folder)],
      ]],
    ], { Context: "Author" }],
  ], { version: "1.2", xmlns: "http://schemas.microsoft.com/windows/2004/02/mit/task" }];
  return `<?xml version="1.0" encoding="UTF-16"?>\r\n${writeXml(root)}`;
}

/**
 * What is started. A console program that is started on the user's desktop opens a window there:
 * conhost gives it a console without one. In the other sessions nobody sees a window, and netwho
 * started directly hands its exit code on to Task Scheduler.
 */
function programOf(
  task: Task,
  { launch, conhost }: WindowsFacts,
): { command: string; args: string } {
  const args = taskArguments(task, launch);
  // Variables would be replaced in a path, where no quotation marks can prevent it.
  const isDirect = task.runAs !== "interactive" && !launch.program.includes("%");
  return isDirect
    ? { command: launch.program, args: joinArguments(args) }
    : { command: conhost, args: joinArguments(["--headless", launch.program, ...args]) };
}

function triggerElement(task: Task, { userSid, now }: WindowsFacts): XmlElement {
  const { trigger } = task;
  const enabled: XmlElement = ["Enabled", "true"];
  switch (trigger.kind) {
    case "every":
      return ["TimeTrigger", [
        enabled,
        ["StartBoundary", localTime(nextMinute(now))],
        ["Repetition", [
          ["Interval", intervalOf(task, trigger.milliseconds)],
          ["StopAtDurationEnd", "false"],
        ]],
      ]];
    case "daily":
      return ["CalendarTrigger", [
        enabled,
        ["StartBoundary", localTime(nextAt(trigger.time, now))],
        ["ScheduleByDay", [["DaysInterval", "1"]]],
      ]];
    case "logon":
      // Without a user it would start for everyone who logs on.
      return ["LogonTrigger", [enabled, userSid === null ? null : ["UserId", userSid]]];
  }
}

/** In whole minutes, from one minute to 31 days. */
function intervalOf({ command }: Task, milliseconds: number): string {
  const every = `Cannot run netwho ${command.join(" ")} every ${durationText(milliseconds)}`;
  if (milliseconds < SHORTEST_INTERVAL) {
    throw new UsageError(`${every}: Task Scheduler's shortest interval is 1m`, {
      hint: "Keep it running instead: netwho schedule add --at-logon -- log --every 10s",
    });
  }
  if (milliseconds > LONGEST_INTERVAL) {
    throw new UsageError(`${every}: Task Scheduler's longest interval is 31d`);
  }
  if (milliseconds % SHORTEST_INTERVAL !== 0) {
    throw new UsageError(`${every}: Task Scheduler's intervals are whole minutes, such as 5m`);
  }
  return `PT${milliseconds / SHORTEST_INTERVAL}M`;
}

function principalElement(
  { runAs, elevated }: Task,
  { userSid }: WindowsFacts,
): XmlElement {
  const user = runAs === "system" ? SYSTEM_SID : userSid;
  const logonType = { interactive: "InteractiveToken", s4u: "S4U", system: null }[runAs];
  return ["Principal", [
    user === null ? null : ["UserId", user],
    logonType === null ? null : ["LogonType", logonType],
    ["RunLevel", elevated || runAs === "system" ? "HighestAvailable" : "LeastPrivilege"],
  ], { id: "Author" }];
}

/** Windows' own defaults are: not on battery, ended after three days, nothing done about a missed time. */
function settingsElements({ staysRunning }: Task): XmlElement[] {
  const restart: XmlElement[] = [["RestartOnFailure", [["Interval", "PT1M"], ["Count", "10"]]]];
  return [
    ["MultipleInstancesPolicy", "IgnoreNew"],
    ["DisallowStartIfOnBatteries", "false"],
    ["StopIfGoingOnBatteries", "false"],
    ["AllowHardTerminate", "true"],
    ["StartWhenAvailable", "true"],
    ["RunOnlyIfNetworkAvailable", "false"],
    ["IdleSettings", [["StopOnIdleEnd", "false"], ["RestartOnIdle", "false"]]],
    ["AllowStartOnDemand", "true"],
    ["Enabled", "true"],
    ["Hidden", "false"], // that only hides it in the list of tasks
    ["RunOnlyIfIdle", "false"],
    ["WakeToRun", "false"],
    // A run that hangs would keep all later ones from starting.
    ["ExecutionTimeLimit", staysRunning ? "PT0S" : "PT1H"],
    ["Priority", "7"],
    ...staysRunning ? restart : [],
  ];
}

function checkPath(task: Task, path: string): string {
  if (path.length > LONGEST_PATH) {
    const limit = `longer than the ${LONGEST_PATH} characters that Task Scheduler takes`;
    throw new UsageError(`Cannot schedule ${task.name}: the path ${path} is ${limit}`, {
      hint: "Move netwho, or start it in a folder with a shorter path",
    });
  }
  return checkText(task, path);
}

/** Variables and parameters are replaced in a folder's path too. */
function checkFolder(task: Task, folder: string): string {
  if (/%.*%|\$[($]/.test(folder)) {
    const state = "Task Scheduler would replace what stands between its % or behind its $";
    throw new UsageError(`Cannot schedule ${task.name} in the folder ${folder}: ${state}`, {
      hint: "Run netwho schedule add in another folder",
    });
  }
  return checkPath(task, folder);
}

function checkText({ name }: Task, text: string): string {
  if (!fitsXml(text)) {
    throw new UsageError(
      `Cannot schedule ${name}: its command line has a line break or a control character`,
    );
  }
  if (text.length > LONGEST_ARGUMENTS) {
    throw new UsageError(
      `Cannot schedule ${name}: its command line has ${text.length} characters, ` +
        `and Windows takes ${LONGEST_ARGUMENTS}`,
    );
  }
  return text;
}

/** The next full minute: the first start, soon after the task is made. */
function nextMinute(now: Date): Date {
  const next = new Date(now);
  next.setSeconds(60, 0);
  return next;
}

/** The next time that the clock shows `09:00`. A start in the past would count as missed. */
function nextAt(time: Extract<Trigger, { kind: "daily" }>["time"], now: Date): Date {
  const [hours, minutes] = time.split(":").map(Number);
  const next = new Date(now);
  next.setHours(hours!, minutes!, 0, 0);
  if (next <= now) next.setDate(next.getDate() + 1);
  return next;
}

/** Without an offset: the time of the clock on the wall, summer and winter. */
function localTime(date: Date): string {
  const pad = (number: number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":");
  return `${day}T${time}`;
}
