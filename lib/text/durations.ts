/**
 * Lengths of time as people type them: `90s`, `5m`, `1h30m`, `2d`, `1w`.
 *
 * @module
 */

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** How a length of time is written, for messages. */
export const DURATION_EXAMPLES = "such as 90s, 5m, 1h30m or 2d";

/** Reads a length of time in milliseconds, above 0; null for any other text. */
export function readDuration(text: string): number | null {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/i.test(text)) return null;
  const parts = [...text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)];
  const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
  return total > 0 && Number.isFinite(total) ? Math.max(1, Math.round(total)) : null;
}

/** Writes a length of time in milliseconds as {@linkcode readDuration} reads it: `5m`, `1h30m`. */
export function durationText(milliseconds: number): string {
  let left = milliseconds;
  const parts = ["d", "h", "m", "s", "ms"].map((unit) => {
    const length = UNITS[unit]!;
    const count = Math.floor(left / length);
    left -= count * length;
    return count === 0 ? "" : `${count}${unit}`;
  });
  return parts.join("") || "0s";
}
