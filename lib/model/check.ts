/**
 * A check of `netwho doctor`.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** The fields of a check. */
export const CHECK_FIELDS = [
  { name: "check", kind: "text", about: "what was checked", required: true },
  { name: "status", kind: "text", about: "ok, warning or problem", required: true },
  { name: "value", kind: "text", about: "what was found" },
  { name: "advice", kind: "text", about: "what to do about it" },
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

/** What a table shows people of a check. */
export const CHECK_VIEW: TableView = {
  noun: "checks",
  columns: [
    { name: "check", fields: ["check"], shows: "text" },
    { name: "status", fields: ["status"], shows: "text" },
    { name: "value", fields: ["value"], shows: "prose", below: true },
    { name: "advice", fields: ["advice"], shows: "prose", below: true },
  ],
};
