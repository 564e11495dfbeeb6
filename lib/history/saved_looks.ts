/**
 * The looks at computers that saved rows hold.
 *
 * @module
 */
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { ParseError } from "../errors.ts";
import type { Connection } from "../model/connection.ts";

/** The looks in saved rows, and how many rows belong to none. */
export interface SavedLooks {
  /** The looks, each with its time, the oldest first. */
  readonly looks: readonly WholeSnapshot[];
  /** How many rows do not tell their time. */
  readonly timeless: number;
}

/**
 * Takes saved rows apart into looks: a file to which netwho appended holds one for each time and
 * computer.
 *
 * @throws {ParseError} if no row tells its time: a history is about when things were seen.
 */
export function savedLooks(saved: WholeSnapshot, label: string): SavedLooks {
  const { observedAt, computer, connections } = saved;
  if (observedAt !== null) return { looks: [saved], timeless: 0 };
  const rows = connections.filter((row) => row.observedAt !== null);
  const groups = Map.groupBy(rows, (row) => JSON.stringify([row.observedAt, row.computer]));
  if (groups.size === 0) throw noTime(label);
  const looks = [...groups.values()].map((connections) => ({
    ...saved,
    observedAt: connections[0]!.observedAt,
    computer: connections[0]!.computer ?? computer,
    connections,
  }));
  looks.sort((one, other) => timeOf(one.connections) - timeOf(other.connections));
  return { looks, timeless: connections.length - rows.length };
}

function timeOf([first]: readonly Connection[]): number {
  return Date.parse(first!.observedAt!);
}

function noTime(label: string): ParseError {
  return new ParseError(
    `Cannot add ${label} to the history: it does not tell when it was saved, as a history needs`,
    { hint: "Save with netwho snapshot --out FILE on that computer: it keeps the time" },
  );
}
