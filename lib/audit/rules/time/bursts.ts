/**
 * Many different values that were new in the history within minutes: what scans look like.
 *
 * @module
 */
import type { Connection } from "../../../model/connection.ts";
import type { SeenBefore } from "../../engine/audit_view.ts";

/** So many within one span are no chance. */
export const MANY = 20;

/** The looks of netwho log are minutes apart: a scan of seconds is new at one look, or at two. */
export const SPAN_MINUTES = 10;

const SPAN = SPAN_MINUTES * 60_000;

/** How connections are counted. */
export interface Counting {
  /** Whether a connection counts. */
  readonly isOf: (row: Connection) => boolean;
  /** What is counted together. */
  readonly keyOf: (row: Connection) => string;
  /** What is counted. */
  readonly valueOf: (row: Connection) => string | number | null;
}

/** The keys of which some connections have many values at once. */
export function crowdedKeys(
  rows: readonly Connection[],
  { isOf, keyOf, valueOf }: Counting,
): ReadonlySet<string> {
  const crowds = new Map<string, Set<string | number | null>>();
  for (const row of rows.filter(isOf)) {
    const key = keyOf(row);
    const values = crowds.get(key);
    if (values === undefined) crowds.set(key, new Set([valueOf(row)]));
    else values.add(valueOf(row));
  }
  return new Set([...crowds].filter(([, { size }]) => size >= MANY).map(([key]) => key));
}

/** Many different values of one key that were new within a span. */
export interface Burst {
  readonly key: string;
  readonly rows: readonly Connection[];
  readonly count: number;
  readonly since: number;
}

/** Finds for each key the span with the most values, where these are many. */
export function* burstsIn(
  { newFlows }: SeenBefore,
  { isOf, keyOf, valueOf }: Counting,
): Generator<Burst> {
  for (const [key, rows] of Map.groupBy(newFlows.filter(isOf), keyOf)) {
    if (rows.length < MANY) continue;
    const timed = rows.map((row) => ({ row, at: Date.parse(row.observedAt ?? "") }))
      .filter(({ at }) => !Number.isNaN(at)).sort((one, other) => one.at - other.at);
    let best: Burst | null = null;
    for (let first = 0, last = 0; last < timed.length; last++) {
      while (timed[last]!.at - timed[first]!.at > SPAN) first++;
      if (last + 1 - first < Math.max(MANY, (best?.count ?? 0) + 1)) continue;
      const part = timed.slice(first, last + 1).map(({ row }) => row);
      const count = new Set(part.map(valueOf)).size;
      if (count < MANY || count <= (best?.count ?? 0)) continue;
      best = { key, rows: part, count, since: timed[first]!.at };
    }
    if (best !== null) yield best;
  }
}

/** The first of some values, in order. */
export function listed(values: readonly (string | number | null)[]): string {
  const all = [...new Set(values)].filter((value) => value !== null)
    .sort((one, other) => one < other ? -1 : 1);
  return all.length > 10 ? `${all.slice(0, 10).join(", ")}…` : all.join(", ");
}
