/**
 * Counts the connections of programs in the parts of a span.
 *
 * @module
 */
import type { FieldValue, ObjectRow } from "../model/field.ts";
import type { TimelinePiece } from "../model/timeline.ts";
import type { Rows } from "../rows/rows.ts";
import { isoTime, type Looks, type Span } from "./looks.ts";
import { partOf } from "./timeline_parts.ts";

/** How to count. */
export interface TimelineOptions extends Span {
  /** Where the parts of the span begin, and where the last one ends. */
  readonly bounds: readonly number[];
  /** The most programs, those with the most connections; null for all. */
  readonly limit: number | null;
}

/**
 * Counts the connections of each program in each part of a span, the program with the most connections
 * first. A connection counts in each part between its first and its last look.
 *
 * @param episodes rows with the fields of an episode.
 */
export async function countTimeline(
  episodes: Rows,
  looks: Looks,
  { since, until, bounds, limit }: TimelineOptions,
): Promise<TimelinePiece[]> {
  const programs = new Map<FieldValue, Counts>();
  for await (const batch of episodes) {
    for (const row of batch) {
      const process = row.process ?? null;
      let counts = programs.get(process);
      if (counts === undefined) programs.set(process, counts = new Counts(bounds));
      counts.add(timeIn(row, "firstSeen"), timeIn(row, "lastSeen"));
    }
  }
  const looksIn = bounds.slice(1).map(() => 0);
  for (const computer of looks.computers) {
    for (const at of looks.timesIn(computer, { since, until })) looksIn[partOf(at, bounds)]!++;
  }
  const sorted = [...programs].sort(([a, { total }], [b, { total: other }]) =>
    other - total || Number(a === null) - Number(b === null) || (`${a}` < `${b}` ? -1 : 1)
  );
  return sorted.slice(0, limit ?? Infinity).flatMap(([process, counts]) =>
    counts.inParts().map((count, part): TimelinePiece => ({
      process: process as string | null,
      since: isoTime(bounds[part]!),
      until: isoTime(bounds[part + 1]!),
      connections: looksIn[part] === 0 ? null : count,
      looks: looksIn[part]!,
    }))
  );
}

/** The connections of a program. */
class Counts {
  total = 0;
  readonly #bounds: readonly number[];
  /** How many more connections a part has than the one before. */
  readonly #steps: number[];

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#steps = bounds.map(() => 0);
  }

  add(first: number, last: number): void {
    this.total++;
    this.#steps[partOf(first, this.#bounds)]!++;
    this.#steps[partOf(last, this.#bounds) + 1]!--;
  }

  inParts(): number[] {
    let count = 0;
    return this.#steps.slice(0, -1).map((step) => count += step);
  }
}

function timeIn(row: ObjectRow, field: string): number {
  return Date.parse(row[field] as string);
}
