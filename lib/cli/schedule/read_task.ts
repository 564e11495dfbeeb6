/**
 * The task that the options of `netwho schedule add` describe.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { firstGiven } from "../../model/option.ts";
import {
  LONGEST_INTERVAL,
  SHORTEST_INTERVAL,
  type Task,
  type Trigger,
} from "../../schedule/scheduler.ts";
import { durationText } from "../../text/durations.ts";
import { quoteSpaces } from "../../text/wording.ts";
import { readLength } from "../options/duration_options.ts";
import type { TaskOptions } from "../options/schedule_options.ts";
import type { PlannedCommand } from "./planned_command.ts";
import { readTaskName } from "../../schedule/task_names.ts";

/**
 * Makes a task of the options and the command.
 *
 * @throws {UsageError} if they contradict each other or the command.
 */
export function readTask(options: TaskOptions, planned: PlannedCommand): Task {
  const { elevated, runAs } = options;
  if (elevated && runAs === "system") {
    throw new UsageError("Cannot use --elevated with --run-as system: the system has all rights");
  }
  const trigger = readTrigger(options, planned);
  return {
    name: readTaskName(options.name ?? planned.name),
    command: planned.command,
    trigger,
    elevated,
    runAs: runAs ?? "interactive",
    staysRunning: planned.stays !== "no",
  };
}

const TRIGGERS = ["every", "daily", "at-logon"] as const;

function readTrigger(options: TaskOptions, planned: PlannedCommand): Trigger {
  const given = TRIGGERS.filter((name) => firstGiven(options, [name]) !== undefined);
  const [first, second] = given;
  if (first === undefined) {
    throw new UsageError("Cannot add a task: it is not said when it starts", {
      hint: "Give one of --every DURATION, --daily TIME and --at-logon, in front of --",
    });
  }
  if (second !== undefined) {
    throw new UsageError(`Cannot use --${first} with --${second}: a task has one time to start`, {
      hint: "Add two tasks, with a --name each",
    });
  }
  const trigger = options.every !== null
    ? readInterval(options.every, planned)
    : options.daily !== null
    ? readTime(options.daily)
    : { kind: "logon" } as const;
  if (planned.stays === "endless" && trigger.kind !== "logon") {
    const { name, command } = planned;
    const line = name === "watch" ? name : `${name} --every`;
    throw new UsageError(
      `Cannot start netwho ${line} again and again: it keeps running by itself`,
      { hint: `Let it start once: ${atLogon(command)}` },
    );
  }
  return trigger;
}

function readInterval(text: string, { command, name }: PlannedCommand): Trigger {
  const milliseconds = readLength(text, { option: "every" });
  if (milliseconds < SHORTEST_INTERVAL) {
    throw new UsageError(
      `Cannot use ${text} for --every: the system starts a task every minute at most`,
      {
        hint: name === "log"
          ? `Let it keep running instead: ${atLogon([...command, "--every", text])}`
          : `Use --every ${durationText(SHORTEST_INTERVAL)} or more`,
      },
    );
  }
  if (milliseconds > LONGEST_INTERVAL) {
    const longest = durationText(LONGEST_INTERVAL);
    throw new UsageError(`Cannot use ${text} for --every: the longest is ${longest}`);
  }
  if (milliseconds % 1000 !== 0) {
    throw new UsageError(`Cannot use ${text} for --every: it must be whole seconds`, {
      hint: `Use --every ${durationText(milliseconds - milliseconds % 1000)}`,
    });
  }
  return { kind: "every", milliseconds };
}

function readTime(text: string): Trigger {
  const [, hour, minute] = /^(\d{1,2}):(\d\d)$/.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) {
    throw new UsageError(`Cannot use ${text} for --daily: it must be a time from 00:00 to 23:59`);
  }
  return { kind: "daily", time: `${hour.padStart(2, "0")}:${minute}` };
}

function atLogon(command: readonly string[]): string {
  return ["netwho", "schedule", "add", "--at-logon", "--", ...command].map(quoteSpaces).join(" ");
}
