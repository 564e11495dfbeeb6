/**
 * What the rules about time have in common.
 *
 * @module
 */
import type { AuditView, Program, SeenBefore, SeenProgram } from "../../engine/audit_view.ts";
import type { Fact } from "../../engine/facts_needed.ts";

/** Hours and days in milliseconds. */
export const HOUR = 3_600_000;
/** A day. */
export const DAY = 24 * HOUR;

/** How long a history must be before something in it can be called new. */
export const LEARNING = 7 * DAY;
/** For how long something is new. */
export const NEW_FOR = 3 * DAY;

/** The moment that is judged: where a saved listing does not tell it, the latest look of the history. */
export function momentOf({ observedAt }: AuditView, { until }: SeenBefore): number {
  return Date.parse(observedAt ?? until);
}

/** The history, where it is long enough to tell what is new; else what is missing. */
export function longHistory(view: AuditView): SeenBefore | Fact {
  const { history } = view;
  if (history === null) return "history";
  return momentOf(view, history) - Date.parse(history.since) < LEARNING ? "longHistory" : history;
}

/**
 * When a program was seen first, in milliseconds since 1970: -Infinity where it was always there, null
 * where it never was. Another version in another folder is the same program.
 */
export function firstSight(
  { name, place }: Pick<Program, "name" | "place">,
  programs: readonly SeenProgram[],
): number | null {
  const wanted = place === null ? null : withoutVersion(place);
  let first: number | null = null;
  for (const { process, path, firstSeen } of programs) {
    const isSame = wanted === null || path === null
      ? name !== null && process?.toLowerCase() === name
      : withoutVersion(path) === wanted;
    if (!isSame) continue;
    const at = firstSeen === null ? -Infinity : Date.parse(firstSeen);
    first = first === null ? at : Math.min(first, at);
  }
  return first;
}

/** A path to compare, with the numbers in its folders taken out: `…\\app-1.0.9\\discord.exe`. */
function withoutVersion(path: string): string {
  const text = path.startsWith("/") ? path : path.replaceAll("/", "\\").toLowerCase();
  const name = text.search(/[^/\\]*$/);
  return text.slice(0, name).replace(/\d+/g, "#") + text.slice(name);
}
