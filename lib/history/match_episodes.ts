/**
 * Which of the connections that a look saw are those of open episodes.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";
import { endsKey, isSameMaking } from "../rows/key.ts";

/** A connection and when its process was started. */
export interface Seen {
  readonly row: Connection;
  /** Milliseconds since 1970; null where it is unknown. */
  readonly startedAt: number | null;
}

/** What became of open episodes, and what is not among them. */
export interface Matched<Known extends Seen> {
  readonly pairs: readonly (readonly [known: Known, seen: Seen])[];
  readonly opened: readonly Seen[];
  readonly gone: readonly Known[];
}

/**
 * Finds the episode of each connection. Several sockets can have the same ends and the same process:
 * each is one episode.
 */
export function matchEpisodes<Known extends Seen>(
  known: readonly Known[],
  seen: readonly Seen[],
): Matched<Known> {
  const groups = new Map<string, Group<Known>>();
  const groupOf = ({ row }: Seen) => {
    const key = endsKey(row);
    let group = groups.get(key);
    if (group === undefined) groups.set(key, group = { known: [], seen: [], pairs: [] });
    return group;
  };
  for (const one of known) groupOf(one).known.push(one);
  for (const one of seen) groupOf(one).seen.push(one);
  const all = [...groups.values()];
  for (const group of all) {
    pairEqual(group);
    pairWhere(group, (one, other) => one.row.pid === other.row.pid);
    pairWhere(group, () => true);
  }
  return {
    pairs: all.flatMap(({ pairs }) => pairs),
    opened: all.flatMap(({ seen }) => seen),
    gone: all.flatMap(({ known }) => known),
  };
}

/**
 * Whether two sightings with the same ends are of one connection. A look that could not see the owner
 * does not make another connection of it, and what the system still closes has no owner any more.
 */
function isSameConnection(known: Seen, seen: Seen): boolean {
  if (known.row.state === "TIME_WAIT" && seen.row.state !== "TIME_WAIT") return false;
  if (!isSameMaking(known.row, seen.row)) return false;
  if (!hasOwner(seen.row)) return true;
  if (!hasOwner(known.row)) return known.row.pid === null;
  return known.row.pid === seen.row.pid && isSameStart(known.startedAt, seen.startedAt);
}

/** Whether the process that owns a connection was seen. */
export function hasOwner({ pid }: Pick<Connection, "pid">): boolean {
  return pid !== null && pid !== 0;
}

/** Linux computes when a process was started from a clock that is corrected now and then. */
export const START_TOLERANCE = 2000;

function isSameStart(one: number | null, other: number | null): boolean {
  return one === null || other === null || Math.abs(one - other) <= START_TOLERANCE;
}

/** The sightings with the same ends. Those in `known` and `seen` have no partner yet. */
interface Group<Known extends Seen> {
  known: Known[];
  seen: Seen[];
  readonly pairs: [Known, Seen][];
}

/** Pairs those that tell exactly the same: nearly all. */
function pairEqual<Known extends Seen>(group: Group<Known>): void {
  const text = ({ row }: Seen) => `${row.pid} ${row.state} ${row.createdAt}`;
  const waiting = Map.groupBy(group.known, text);
  group.seen = group.seen.filter((seen) => {
    const known = waiting.get(text(seen))?.find((one) => isSameConnection(one, seen));
    if (known === undefined) return true;
    const others = waiting.get(text(seen))!;
    others.splice(others.indexOf(known), 1);
    group.pairs.push([known, seen]);
    return false;
  });
  group.known = [...waiting.values()].flat();
}

function pairWhere<Known extends Seen>(
  group: Group<Known>,
  isWanted: (known: Known, seen: Seen) => boolean,
): void {
  if (group.known.length === 0) return;
  group.seen = group.seen.filter((seen) => {
    const at = group.known.findIndex((known) =>
      isWanted(known, seen) && isSameConnection(known, seen)
    );
    if (at < 0) return true;
    group.pairs.push([group.known[at]!, seen]);
    group.known.splice(at, 1);
    return false;
  });
}
