/**
 * A check of `netwho doctor`.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";

/** The fields of a check. */
export const CHECK_FIELDS = [
  { name: "check", kind: "text", about: "what was checked", weight: 99, required: true },
  { name: "status", kind: "text", about: "ok, warning or problem", weight: 98, required: true },
  { name: "value", kind: "text", about: "what was found", weight: 90 },
  { name: "advice", kind: "text", about: "what to do about it", weight: 80 },
] as const satisfies readonly Field[];

/** One check. */
export type Check = RecordOf<typeof CHECK_FIELDS> & {
  status: "ok" | "warning" | "problem";
};

/** A check that found nothing wrong. */
export function okCheck(check: string, value: string): Check {
  return { check, status: "ok", value, advice: null };
}

/** Makes a check that found something that costs some of what netwho shows. */
export function warningCheck(
  check: string,
  { value, advice }: { value: string; advice: string },
): Check {
  return { check, status: "warning", value, advice };
}
