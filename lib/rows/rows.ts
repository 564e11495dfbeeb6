/**
 * Rows on their way from a source to the output, and the stages between the two. A stage takes
 * batches of rows and gives batches of rows; it never prints.
 *
 * @module
 */
import type { ObjectRow } from "../model/field.ts";

/** Batches of rows. A batch holds about 1,000 rows and may be empty. */
export type Rows<Row extends ObjectRow = ObjectRow> = AsyncIterable<readonly Row[]>;

/** One step between a source and the output. */
export type Stage = (rows: Rows) => Rows;

/** Rows in a batch, where the source does not decide. */
const BATCH_ROWS = 1000;

/** Rows that are all in memory, in batches. */
export async function* inBatches(rows: readonly ObjectRow[]): Rows {
  for (let at = 0; at < rows.length; at += BATCH_ROWS) yield rows.slice(at, at + BATCH_ROWS);
}

/** Sends rows through stages, the first one first. */
export function throughStages(rows: Rows, stages: readonly Stage[]): Rows {
  return stages.reduce((rows, stage) => stage(rows), rows);
}

/** All rows, in one array. */
export async function collectRows<Row extends ObjectRow>(rows: Rows<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const batch of rows) for (const row of batch) all.push(row);
  return all;
}

/** Counts the rows that pass, and calls `onEnd` with their number; what it throws ends the run. */
export function countRows(onEnd: (count: number) => void): Stage {
  return async function* (rows) {
    let count = 0;
    for await (const batch of rows) {
      count += batch.length;
      yield batch;
    }
    onEnd(count);
  };
}

/**
 * Keeps the first rows. The others are read all the same, since lines that were not understood are
 * told wherever they stand.
 */
export function limitRows(limit: number): Stage {
  return async function* (rows) {
    let left = limit;
    for await (const batch of rows) {
      yield batch.slice(0, left);
      left = Math.max(0, left - batch.length);
    }
  };
}
