/**
 * Moments as people write them: `1d` ago, `yesterday`, `09:00`, `2026-11-25T09:00`, in local time unless
 * they say otherwise.
 *
 * @module
 */
import { readDuration } from "./durations.ts";
import { wallClock } from "./local_time.ts";

/** How a moment is written, for messages. */
export const MOMENT_EXAMPLES =
  "such as 1d or 90m (ago), yesterday, 09:00, 2026-11-25, 2026-11-25T09:00, 2026-11-25T08:00:00Z";

/** How to read a moment. */
export interface MomentOptions {
  /** Whether it ends a span: a day is its last millisecond then. @default false */
  readonly isEnd?: boolean;
  /**
   * The beginning of the span, in milliseconds since 1970: a time of day that would be before it, since
   * it is still to come today, is the one to come. @default none
   */
  readonly after?: number;
}

/**
 * Reads a moment of the past, in milliseconds since 1970; null for any other text. A time of day alone
 * is its latest one. A local time that the clocks leave out is as much later as they jump; of one that
 * they show twice it is the first, or the second where the moment ends a span.
 *
 * @param now milliseconds since 1970.
 */
export function readMoment(
  text: string,
  now: number,
  { isEnd = false, after = -Infinity }: MomentOptions = {},
): number | null {
  const written = text.trim().toLowerCase();
  if (written === "now") return now;
  const ago = readDuration(written);
  if (ago !== null) return inReach(now - ago);
  const [, dayText, timeText = ""] = DAY_AND_TIME.exec(written)!;
  const time = timeText === "" ? null : readTime(timeText);
  if (time === null && (timeText !== "" || dayText === undefined)) return null;
  if (dayText === undefined) {
    return time!.offset === null ? latestTime(time!, { now, isEnd, after }) : null;
  }
  const day = readDay(dayText, now);
  if (day === null) return null;
  if (time === null) return isEnd ? localMoment(nextDay(day)) - 1 : localMoment(day);
  return time.offset === null
    ? localMoment(day, time, { isEnd })
    : utcMidnight(day) + time.milliseconds - time.offset;
}

/** Always matches; what is neither a day nor a time is in the second group. */
const DAY_AND_TIME = /^(?:(today|yesterday|\d{4}-\d\d-\d\d)(?:$|(?:t|\s+)(?=\d)))?(.*)$/s;

/** A day of the calendar; the month counts from 0. */
type Day = readonly [year: number, month: number, day: number];

/** A time of day, and how far ahead of UTC it is, in milliseconds; null for local time. */
interface Time {
  readonly milliseconds: number;
  readonly offset: number | null;
}

function readDay(text: string, now: number): Day | null {
  if (text === "today") return dayOf(now);
  if (text === "yesterday") return nextDay(dayOf(now), -1);
  const [year, month, day] = text.split("-").map(Number) as [number, number, number];
  const read: Day = [year, month - 1, day];
  const exists = new Date(utcMidnight(read)).toISOString().startsWith(text);
  return exists ? read : null;
}

function readTime(text: string): Time | null {
  const parts = /^(\d?\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(z|[+-]\d\d(?::?\d\d)?))?$/.exec(
    text,
  );
  if (parts === null) return null;
  const [hours, minutes, seconds] = [parts[1], parts[2], parts[3] ?? 0].map(Number) as [
    number,
    number,
    number,
  ];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const fraction = Number((parts[4] ?? "").padEnd(3, "0").slice(0, 3));
  const offset = parts[5] === undefined ? null : readOffset(parts[5]);
  if (Number.isNaN(offset)) return null;
  return { milliseconds: ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction, offset };
}

/** Milliseconds ahead of UTC; NaN where no clock is so far from it. */
function readOffset(text: string): number {
  if (text === "z") return 0;
  const [, sign, hours, minutes = 0] = /^([+-])(\d\d):?(\d\d)?$/.exec(text)!;
  if (Number(hours) > 14 || Number(minutes) > 59) return NaN;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The latest time of day up to now, unless that is before a span begins. */
function latestTime(
  time: Time,
  { now, isEnd, after }: Required<MomentOptions> & { now: number },
): number {
  const onDay = (day: Day) => localMoment(day, time, { isEnd });
  const today = dayOf(now);
  const latest = onDay(today) <= now ? today : nextDay(today, -1);
  return onDay(latest) >= after ? onDay(latest) : onDay(nextDay(latest));
}

function dayOf(moment: number): Day {
  const date = new Date(moment);
  return [date.getFullYear(), date.getMonth(), date.getDate()];
}

function nextDay([year, month, day]: Day, days = 1): Day {
  return [year, month, day + days];
}

/** The moment at which a local clock shows a time, midnight by default. */
function localMoment(
  [year, month, day]: Day,
  { milliseconds }: Pick<Time, "milliseconds"> = { milliseconds: 0 },
  { isEnd = false } = {},
): number {
  const date = new Date(2000, 0, 1, 0, 0, 0, milliseconds);
  date.setFullYear(year, month, day);
  const first = date.getTime();
  if (!isEnd) return first;
  // Clocks that are set back show a time again, as much later as they are set back.
  const later = new Date(first + HALF_DAY);
  const second = first + (later.getTimezoneOffset() - date.getTimezoneOffset()) * MINUTE;
  return wallClock(second) === wallClock(first) ? second : first;
}

const MINUTE = 60_000;
const HALF_DAY = 12 * 60 * MINUTE;

function utcMidnight([year, month, day]: Day): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

/** The range of times that JavaScript knows. */
function inReach(moment: number): number | null {
  return Math.abs(moment) <= 8.64e15 ? moment : null;
}
