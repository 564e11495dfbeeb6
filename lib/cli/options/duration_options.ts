/**
 * Options whose values are lengths of time.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { DURATION_EXAMPLES, readDuration } from "../../text/durations.ts";

/**
 * Reads the value of an option in milliseconds.
 *
 * @param least the shortest length that makes sense, in milliseconds.
 * @param units those that may be meant where none is given.
 * @throws {UsageError} if it is no length of time, or too short.
 */
export function readLength(
  text: string,
  { option, least = 0, units = ["s", "m"] }: {
    option: string;
    least?: number;
    units?: readonly string[];
  },
): number {
  const length = /^(?:0+(?:\.0+)?(?:ms|[smhdw]))+$/i.test(text.trim())
    ? 0
    : readDuration(text.trim());
  if (length === null) {
    const hint = /^\d+(?:\.\d+)?$/.test(text.trim()) && Number(text) > 0
      ? `Add the unit: ${units.map((unit) => `--${option} ${text.trim()}${unit}`).join(" or ")}`
      : `Write a length of time, ${DURATION_EXAMPLES}`;
    throw new UsageError(
      `Cannot use ${quoted(text)} for --${option}: it must be a length of time`,
      { hint },
    );
  }
  if (length > 0 && length >= least) return length;
  const wanted = least === 0 ? "it must be above 0" : `the shortest is ${least / 1000}s`;
  throw new UsageError(`Cannot use ${text} for --${option}: ${wanted}`);
}

function quoted(text: string): string {
  return /^\S+$/.test(text) ? text : `"${text}"`;
}
