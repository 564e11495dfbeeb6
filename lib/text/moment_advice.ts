/**
 * What to write in place of the moments that other programs, and people, write.
 *
 * @module
 */
import { MOMENT_EXAMPLES } from "./moments.ts";

/** How a text that is no moment is to be written: the end of a hint. */
export function momentAdvice(text: string): string {
  const written = text.trim().toLowerCase();
  return NAMED.get(written) ?? asDay(written) ?? asDuration(written) ?? asTime(written) ??
    `a moment ${MOMENT_EXAMPLES}`;
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ["noon", "12:00"],
  ["midnight", "00:00"],
  ["24:00", "00:00"],
  ["last hour", "1h"],
  ["last night", "yesterday"],
  ["last week", "7d"],
  ["last month", "30d"],
]);

/** `25.11.2026`, `2026/11/25`, `20261125`; of `11/25/2026` one number must be above 12. */
function asDay(text: string): string | null {
  const [, year, month, day] = /^(\d{4})(?:[./]?)(\d\d?)(?:[./]?)(\d\d?)$/.exec(text) ?? [];
  if (year !== undefined) return dayText(year, month!, day!);
  const [, first, separator, second, last] =
    /^(\d\d?)([./-])\s?(\d\d?)[./-]\s?(\d{4})\b/.exec(text) ?? [];
  if (first === undefined) return null;
  if (separator === "." || Number(first) > 12) return dayText(last!, second!, first);
  return Number(second) > 12 ? dayText(last!, first, second!) : null;
}

function dayText(year: string, month: string, day: string): string | null {
  const text = [year, month.padStart(2, "0"), day.padStart(2, "0")].join("-");
  return Number.isNaN(Date.parse(text)) ? null : text;
}

/** `-1d`, `2 hours ago`, `1 month`. */
function asDuration(text: string): string | null {
  const [, count, unit] =
    /^-?(\d+)\s*(s|m|h|d|w|sec|min|hr|second|minute|hour|day|week|month|y|year)s?(?:\s+ago)?$/
      .exec(text) ?? [];
  if (count === undefined || Number(count) === 0) return null;
  const long = LONG_UNITS.get(unit!);
  return long === undefined ? `${count}${unit![0]}` : `${Number(count) * long}d`;
}

/** Units that are no moments' own, in days. */
const LONG_UNITS: ReadonlyMap<string, number> = new Map([["month", 30], ["y", 365], ["year", 365]]);

/** `9am`, `9:30 pm`. */
function asTime(text: string): string | null {
  const [, hours, minutes = "00", half] = /^(\d\d?)(?::(\d\d))?\s*([ap])\.?m\.?$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) < 1 || Number(hours) > 12) return null;
  const hour = Number(hours) % 12 + (half === "p" ? 12 : 0);
  return `${`${hour}`.padStart(2, "0")}:${minutes}`;
}
