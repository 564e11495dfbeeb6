/**
 * The order of connections that does not hang on the listing: of several that a finding is about, the
 * first in this order is shown.
 *
 * @module
 */
import { type Connection, CONNECTION_FIELDS } from "../../model/connection.ts";
import type { Subject } from "./audit_view.ts";

/** Compares two connections by their ends, then by all else. */
export function compareSubjects({ row: one }: Subject, { row: other }: Subject): number {
  if (one === other) return 0;
  for (const name of ORDER) {
    const [a, b] = [one[name], other[name]];
    if (a === b) continue;
    if (a === null || b === null) return a === null ? 1 : -1;
    return a < b ? -1 : 1;
  }
  for (const { name } of CONNECTION_FIELDS) {
    if (one[name] === other[name]) continue;
    const [a, b] = [String(one[name] ?? ""), String(other[name] ?? "")];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

/** The first in this order; null of none. */
export function firstSubject(subjects: Iterable<Subject>): Subject | null {
  let first: Subject | null = null;
  for (const subject of subjects) {
    if (first === null || compareSubjects(subject, first) < 0) first = subject;
  }
  return first;
}

/** The fields that tell connections apart, those that people look at first. */
const ORDER = [
  "localPort",
  "remoteAddress",
  "remotePort",
  "protocol",
  "localAddress",
  "pid",
  "state",
  "createdAt",
] as const satisfies readonly (keyof Connection)[];
