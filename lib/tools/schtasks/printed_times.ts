/**
 * Times as Windows prints them in its regional formats: `13/02/2025 17:30:00`, `2/13/2025 5:30:00 PM`,
 * `2025-02-13 오후 5:30:00`.
 *
 * @module
 */
import { withoutMarks } from "../../text/marks.ts";

/** Halves of the day, in small letters and without dots and spaces. */
const MORNING: ReadonlySet<string> = new Set([
  "am",
  "上午",
  "午前",
  "오전",
  "πμ",
  "sa",
  "ص",
  "קהצ",
]);
const AFTERNOON: ReadonlySet<string> = new Set(["pm", "下午", "午後", "오후", "μμ", "ch", "م"]);

/** The order of the numbers of a date. */
type Order = "year first" | "day first" | "month first";

/** A text in parts. */
interface Parts {
  /** The numbers of the date. */
  readonly date: readonly [number, number, number];
  readonly isYearFirst: boolean;
  /** Whether dots part its numbers: then the day always stands before the month. */
  readonly hasDots: boolean;
  /** Hours, minutes, seconds. */
  readonly time: readonly [number, number, number];
  /** The letters around the numbers. */
  readonly letters: string;
}

/**
 * Makes a reader for the times of one machine, from all texts that it printed: a day above 12 in one
 * of them settles for all whether days or months stand first. The reader returns local time,
 * `2025-02-13T17:30:00`; null for what is no time, for a time before 2000, as Windows prints of what
 * never ran, and where the format stays ambiguous.
 */
export function printedTimeReader(texts: readonly string[]): (text: string) => string | null {
  const known = texts.flatMap((text) => partsOf(text) ?? []);
  const yearLast = known.filter(({ isYearFirst, hasDots }) => !isYearFirst && !hasDots);
  const dayFirst = yearLast.some(({ date: [first] }) => first > 12);
  const monthFirst = yearLast.some(({ date: [, second] }) => second > 12);
  const settled: Order | null = dayFirst === monthFirst
    ? null
    : dayFirst
    ? "day first"
    : "month first";
  const has24Hours = known.some(({ time: [hour] }) => hour > 12);
  return (text) => {
    const parts = partsOf(text);
    if (parts === null) return null;
    const date = dateOf(parts, settled);
    const hour = hourOf(parts, has24Hours);
    if (date === null || hour === null) return null;
    const [, minute, second] = parts.time;
    return localTime([...date, hour, minute, second]);
  };
}

const TIME_TEXT =
  /^(\D{0,3})(\d{1,4})([\D]{1,4})(\d{1,2})([\D]{1,4})(\d{1,4})(\D{1,12}?)(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(\D{0,8})$/;

function partsOf(text: string): Parts | null {
  const match = TIME_TEXT.exec(withoutMarks(text).trim());
  if (match === null) return null;
  const [, lead, first, separator, second, , third, between, hour, minute, seconds = "0", end] =
    match;
  const isYearFirst = first!.length === 4;
  if (isYearFirst === (third!.length === 4)) return null;
  return {
    date: [Number(first), Number(second), Number(third)],
    isYearFirst,
    hasDots: separator!.includes("."),
    time: [Number(hour), Number(minute), Number(seconds)],
    letters: `${lead}${between}${end}`.replace(/[\s.,\u00a0\u202f]/g, "").toLowerCase(),
  };
}

function dateOf(
  { date: [first, second, third], isYearFirst, hasDots }: Parts,
  settled: Order | null,
): [year: number, month: number, day: number] | null {
  if (isYearFirst) return [first, second, third];
  if (hasDots || settled === "day first" || first === second) return [third, second, first];
  return settled === "month first" ? [third, first, second] : null;
}

/** The hour in 24; null where the half of the day is told in an unknown word. */
function hourOf({ time: [hour], letters }: Parts, has24Hours: boolean): number | null {
  if (MORNING.has(letters)) return hour % 12;
  if (AFTERNOON.has(letters)) return hour % 12 + 12;
  return letters === "" || has24Hours ? hour : null;
}

function localTime(
  [year, month, day, hour, minute, second]: readonly number[],
): string | null {
  // Years of other calendars, such as 2569 in Thailand, are none that Windows prints otherwise.
  if (year! < 2000 || year! > 2200) return null;
  const time = new Date(Date.UTC(year!, month! - 1, day!, hour!, minute!, second!));
  const isReal = time.getUTCMonth() === month! - 1 && time.getUTCDate() === day! &&
    time.getUTCHours() === hour! && time.getUTCMinutes() === minute!;
  return isReal ? time.toISOString().slice(0, 19) : null;
}
