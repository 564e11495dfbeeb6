/**
 * Options whose values are lengths of time.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { DURATION_EXAMPLES, readDuration } from "../../text/durations.ts";

/**
 * Reads the value of an option in milliseconds; null where it was not given.
 *
 * @param least the shortest length that makes sense, in milliseconds.
 * @param units those that may be meant where none is given.
 * @throws {UsageError} if it is no length of time, or too short.
 */
export function readLength(
  text: string | null,
  { option, least = 0, units = ["s", "m"] }: {
    option: string;
    least?: number;
    units?: readonly string[];
  },
): number | null {
  if (text === null) return null;
  const length = readDuration(text.trim());
  if (length === null) {
    const hint = /^\d+(?:\.\d+)?$/.test(text.trim()) && Number(text) > 0
      ? `Add the unit: ${units.map((unit) => `--${option} ${text.trim()}${unit}`).join(" or ")}`
      : `Write a length of time, ${DURATION_EXAMPLES}`;
    throw new UsageError(`Cannot use --${option} ${quoted(text)}: it is no length of time`, {
      hint,
    });
  }
  if (length >= least) return length;
  throw new UsageError(`Cannot use --${option} ${text}: the shortest is ${least / 1000}s`);
}

function quoted(text: string): string {
  return /^\S+$/.test(text) ? text : `"${text}"`;
}
