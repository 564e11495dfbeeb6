/**
 * A task as a line of crontab(5), for computers without systemd.
 *
 * @module
 */
import { type Task, taskArguments, type Trigger } from "../scheduler.ts";
import type { UnitContext } from "./units.ts";

/** The line; null for an interval that cron has no words for. */
export function cronLine(task: Task, { launch, environment }: UnitContext): string | null {
  const time = cronTime(task.trigger);
  if (time === null) return null;
  const words = [
    ...Object.entries(environment).map(([name, value]) => `${name}=${shellWord(value)}`),
    ...[launch.program, ...taskArguments(task, launch)].map(shellWord),
  ];
  const line = `cd ${shellWord(launch.folder)} && ${words.join(" ")}`;
  // In a crontab % begins the command's input.
  return `${time} ${line.replaceAll("%", "\\%")}`;
}

const MINUTES_OF_DAY = 24 * 60;

function cronTime(trigger: Trigger): string | null {
  if (trigger.kind === "logon") return "@reboot";
  if (trigger.kind === "daily") {
    const [hour, minute] = trigger.time.split(":").map(Number);
    return `${minute} ${hour} * * *`;
  }
  const minutes = trigger.milliseconds / 60_000;
  if (!Number.isInteger(minutes)) return null;
  if (minutes === 1) return "* * * * *";
  if (minutes < 60 && 60 % minutes === 0) return `*/${minutes} * * * *`;
  if (minutes % 60 !== 0 || MINUTES_OF_DAY % minutes !== 0) return null;
  return minutes === MINUTES_OF_DAY ? "0 0 * * *" : `0 */${minutes / 60} * * *`;
}

function shellWord(word: string): string {
  return /^[\w./:=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
