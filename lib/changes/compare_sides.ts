/**
 * Compares two snapshots, whatever they were read from, as far as both could see the same.
 *
 * @module
 */
import type { Side } from "../capture/read_side.ts";
import type { Connection } from "../model/connection.ts";
import { compareConnections, type Comparison } from "../rows/diff_connections.ts";
import { countOf } from "../text/wording.ts";
import { comparability, factsOf } from "./comparability.ts";

/** One side of a comparison, as {@linkcode readSide} reads it. */
export interface ComparedSide {
  /** Its name in messages and in the report. */
  readonly label: string;
  /** What was read. */
  readonly snapshot: Pick<
    Side["snapshot"],
    "connections" | "observedAt" | "computer"
  >;
  /** What is known of how it was taken. @default as of saved output of netstat */
  readonly view?: Side["view"];
}

/** A side as the report names it. */
export interface SideSummary {
  readonly label: string;
  readonly sockets: number;
  readonly observedAt: string | null;
  readonly computer: string | null;
}

/** Two sides, compared. */
export interface ComparedSides extends Comparison {
  readonly old: SideSummary;
  readonly current: SideSummary;
  /** What could not be compared, and what to know of the comparison. */
  readonly remarks: readonly string[];
}

/**
 * Compares two sides. What only one of them could see is no change; the remarks say what that is. Of
 * rows that were seen at several times, the last look counts.
 *
 * @example
 * ```ts
 * import { compareSides, joinSocket, parseNetstat } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const read = (text: string) => ({
 *   connections: parseNetstat(text).rows.map((row) =>
 *     joinSocket(row, { observedAt: null, processes: null })
 *   ),
 *   ...{ observedAt: null, computer: null },
 * });
 * const old = read("  TCP  192.0.2.7:50123  198.51.100.4:443  ESTABLISHED");
 * const current = read("  TCP  192.0.2.7:50123  198.51.100.4:443  ESTABLISHED  80");
 * const { changes, remarks } = compareSides(
 *   { label: "monday.txt", snapshot: old },
 *   { label: "tuesday.txt", snapshot: current },
 * );
 * assertEquals(changes, []);
 * assertEquals(remarks, [
 *   "monday.txt has no process IDs: sockets are compared by their ends alone; " +
 *   "netstat prints process IDs with -o",
 * ]);
 * ```
 */
export function compareSides(
  old: ComparedSide,
  current: ComparedSide,
  { exact = false }: { exact?: boolean } = {},
): ComparedSides {
  const [before, after] = [lastLook(old), lastLook(current)];
  const { isSeen, remarks } = comparability(before.facts, after.facts);
  const compared = compareConnections(before.rows, after.rows, {
    exact,
    changedAt: after.summary.observedAt,
  });
  return {
    ...compared,
    changes: compared.changes.filter(isSeen),
    old: before.summary,
    current: after.summary,
    remarks: [...before.remarks, ...after.remarks, ...remarks],
  };
}

/** Returns the rows of a side that were seen last, on each computer. */
function lastLook({ label, snapshot, view = UNKNOWN_VIEW }: ComparedSide) {
  const { connections, computer } = snapshot;
  const looks = new Map<string | null, Set<string>>();
  const latest = new Map<string | null, string>();
  for (const { observedAt, computer } of connections) {
    if (observedAt === null) continue;
    const known = looks.get(computer);
    if (known === undefined) looks.set(computer, new Set([observedAt]));
    else known.add(observedAt);
    if (observedAt > (latest.get(computer) ?? "")) latest.set(computer, observedAt);
  }
  const most = Math.max(0, ...[...looks.values()].map(({ size }) => size));
  const isLast = (row: Connection) =>
    row.observedAt === null || row.observedAt === latest.get(row.computer);
  const rows = most > 1 ? connections.filter(isLast) : connections;
  const observedAt = snapshot.observedAt ?? [...latest.values()].sort().at(-1) ?? null;
  const facts = factsOf(rows, {
    ...{ label, observedAt, computer },
    ...view,
  });
  const [only = null, ...others] = facts.computers;
  return {
    rows,
    facts,
    summary: {
      label,
      sockets: rows.length,
      observedAt,
      computer: others.length === 0 ? only : null,
    },
    remarks: most > 1
      ? [`${label} holds ${countOf(most, "look")}, one after another: the last one is compared`]
      : [],
  };
}

const UNKNOWN_VIEW: Side["view"] = { isWhole: false, elevated: null, isPartial: false };
