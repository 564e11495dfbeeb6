/**
 * Digits in groups, then a unit. The mark between groups depends on region and decoding: a comma, a
 * point, an apostrophe, U+00A0, U+202F, or whatever a wrong code page made of it (`52я692 K`).
 */
export const MEMORY = String.raw`\d+(?:[^\d:]{1,3}\d+)*\s?[^\d\s:]{1,6}`;

const NUMBER_AND_UNIT = /^(\d+(?:[^\d:]{1,3}\d+)*)\s?([^\d\s:]{0,6})$/;

/** Powers of 1024 by the unit's first letter, Latin or Cyrillic. */
const POWERS: Readonly<Record<string, number>> = { K: 1, К: 1, M: 2, М: 2, G: 3, Г: 3, T: 4, Т: 4 };

/** Whether a field is an amount of memory, unit included. */
export function isMemory(text: string): boolean {
  const match = matchAmount(text);
  return match !== null && match[2] !== "";
}

/**
 * Reads an amount of memory, such as `10,924 K` or `117 536 Ko`, as bytes.
 *
 * @returns bytes; null where the field holds no amount (`N/A`)
 */
export function parseMemory(text: string): number | null {
  const match = matchAmount(text);
  if (match === null) return null;
  const groups = match[1]!.split(/\D+/);
  const last = groups.at(-1)!;
  // A last group of other than three digits is a decimal fraction; tasklist prints none today.
  const fraction = groups.length > 1 && last.length !== 3 ? groups.pop()! : "";
  const amount = Number(`${groups.join("")}.${fraction}`);
  // tasklist prints kilobytes; an unknown unit is that one, damaged.
  const power = POWERS[match[2]!.charAt(0).toUpperCase()] ?? 1;
  const bytes = Math.round(amount * 1024 ** power);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

const LONGEST = 40;

function matchAmount(text: string): RegExpExecArray | null {
  return text.length > LONGEST ? null : NUMBER_AND_UNIT.exec(text.trim());
}
