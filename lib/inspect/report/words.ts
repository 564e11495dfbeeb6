/**
 * Values in words.
 *
 * @module
 */

const UNITS = ["kB", "MB", "GB", "TB"] as const;

/** A size for people: `812 bytes`, `64.5 kB`, `3.1 MB`; a kB is 1000 bytes. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  let size = bytes / 1000;
  let unit = 0;
  // Rounded, 999.95 is 1000.0 already.
  while (size >= 999.95 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size.toFixed(1)} ${UNITS[unit]}`;
}

/** A time in UTC without what is below a second: `2026-01-02 03:04:05 UTC`. */
export function timeInWords(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** The day of a time in UTC: `2026-01-02`. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** Seconds in each, the largest first. */
const SPANS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]] as const;

/** How long before another a time was, in its largest unit: `3 days ago`; null where it was not. */
export function ageInWords(time: string, now: string): string | null {
  const seconds = Math.floor((Date.parse(now) - Date.parse(time)) / 1000);
  if (!(seconds >= 0)) return null;
  const [unit, length] = SPANS.find(([, length]) => seconds >= length) ?? ["second", 1];
  const count = Math.floor(seconds / length);
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}
