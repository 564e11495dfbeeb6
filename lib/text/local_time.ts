/**
 * Moments and lengths of time as people read them: by the clock on the wall.
 *
 * @module
 */

/** Writes a moment in local time, for people: `2026-11-25 09:00`. */
export function localTime(moment: number, { seconds = false } = {}): string {
  const shown = new Date(wallClock(moment)).toISOString();
  return shown.slice(0, seconds ? 19 : 16).replace("T", " ");
}

/** A time of ISO 8601 without its milliseconds, for people: `2026-11-25T09:00:00Z`. */
export function wholeSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}

/** Writes a length of time for people, in its two largest units: `3 d 4 h`, `5 min`, `40 s`. */
export function lengthInWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const at = UNITS.findIndex(({ size }) => seconds >= size);
  if (at < 0) return "0 s";
  const [large, small] = [UNITS[at]!, UNITS[at + 1]];
  if (small === undefined) return `${seconds} s`;
  // Rounded in the smaller unit, which may make a whole one more of the larger.
  const rounded = Math.round(seconds / small.size) * small.size;
  if (at > 0 && rounded >= UNITS[at - 1]!.size) return `1 ${UNITS[at - 1]!.name}`;
  const rest = (rounded % large.size) / small.size;
  const whole = `${Math.floor(rounded / large.size)} ${large.name}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small.name}`;
}

const UNITS = [
  { name: "d", size: 86_400 },
  { name: "h", size: 3_600 },
  { name: "min", size: 60 },
  { name: "s", size: 1 },
] as const;

/** What a local clock shows at a moment, as the milliseconds of a clock that shows UTC. */
export function wallClock(moment: number): number {
  return moment - new Date(moment).getTimezoneOffset() * 60_000;
}
