/**
 * What a check of `netwho doctor` is.
 *
 * @module
 */
import { HostError } from "../host/host.ts";
import type { Field, RecordOf } from "../model/field.ts";

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
export function ok(check: string, value: string): Check {
  return { check, status: "ok", value, advice: null };
}

/** The refusal of the host; throws any other error again. */
export function refusalOf(error: unknown): HostError {
  if (error instanceof HostError) return error;
  throw error;
}
