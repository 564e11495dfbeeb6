/**
 * Rows as the blocks of a report.
 *
 * @module
 */
import type { Inspection, Relation } from "../fields.ts";

/** What belongs together. */
export interface Block {
  /** The address or process that it is about; null for sockets of nobody and for neighbours. */
  readonly subject: Inspection | null;
  /** Its sockets. */
  readonly sockets: Inspection[];
  /** Whether its sockets are neighbours. */
  readonly isNeighbours: boolean;
}

/** Whether an address's block is the only one about it, neighbours aside. */
export function isAlone(address: Inspection, rows: readonly Inspection[]): boolean {
  return !rows.some((row) =>
    row !== address && row.target === address.target && row.relation !== "neighbour"
  );
}

const SUBJECTS: ReadonlySet<Relation> = new Set(["address", "process"]);

/** Puts rows into blocks, in the order in which they come. */
export function blocksOf(rows: readonly Inspection[]): Block[] {
  const blocks: Block[] = [];
  for (const row of rows) {
    if (SUBJECTS.has(row.relation)) {
      blocks.push({ subject: row, sockets: [], isNeighbours: false });
      continue;
    }
    const last = blocks.at(-1);
    if (last !== undefined && belongsTo(row, last)) last.sockets.push(row);
    else {
      const isNeighbours = row.relation === "neighbour";
      blocks.push({ subject: null, sockets: [row], isNeighbours });
    }
  }
  return blocks;
}

function belongsTo(row: Inspection, { subject, sockets, isNeighbours }: Block): boolean {
  if (isNeighbours !== (row.relation === "neighbour")) return false;
  if (subject !== null) return subject.relation === "process" && subject.pid === row.pid;
  return sockets[0]?.target === row.target;
}
