/**
 * When a task starts, in the words of systemd.timer(5).
 *
 * @module
 */
import type { Trigger } from "../scheduler.ts";

const MINUTES_OF_DAY = 24 * 60;

/**
 * The lines of a timer; null for a task that starts at log-on.
 *
 * An interval that divides the hour or the day goes by the clock, so that a start that fell into the
 * computer's sleep is made up for. Any other one counts from the last start.
 */
export function timerLines(trigger: Trigger): string[] | null {
  if (trigger.kind === "logon") return null;
  const calendar = calendarTime(trigger);
  if (calendar !== null) return [`OnCalendar=${calendar}`, "Persistent=true"];
  const { milliseconds } = trigger as Extract<Trigger, { kind: "every" }>;
  return ["OnActiveSec=1min", `OnUnitActiveSec=${milliseconds / 1000}s`];
}

function calendarTime(trigger: Exclude<Trigger, { kind: "logon" }>): string | null {
  if (trigger.kind === "daily") return `*-*-* ${trigger.time}:00`;
  const minutes = trigger.milliseconds / 60_000;
  // A part of a minute divides the hour too, and has no expression.
  if (!Number.isInteger(minutes)) return null;
  if (minutes < 60 && 60 % minutes === 0) return `*-*-* *:00/${minutes}:00`;
  if (minutes % 60 !== 0 || MINUTES_OF_DAY % minutes !== 0) return null;
  return minutes === MINUTES_OF_DAY ? "*-*-* 00:00:00" : `*-*-* 00/${minutes / 60}:00:00`;
}
