/**
 * Rows on their way from a source to the output, and the stages between the two. A stage transforms
 * batches of rows and never prints.
 *
 * @module
 */
import type { ObjectRow } from "../model/field.ts";

/** Batches of rows. A batch holds about 1,000 rows and may be empty. */
export type Rows<Row extends ObjectRow = ObjectRow> = AsyncIterable<readonly Row[]>;

/** A step between a source and the output. */
export type Stage = (rows: Rows) => Rows;

/** The size of a batch, unless the source decides. */
export const BATCH_ROWS = 1000;

/** Splits rows in memory into batches. */
export async function* inBatches<Row extends ObjectRow>(rows: readonly Row[]): Rows<Row> {
  for (let at = 0; at < rows.length; at += BATCH_ROWS) yield rows.slice(at, at + BATCH_ROWS);
}

/** Gathers rows in batches that are read one by one. */
export function* gatherRows<Row extends ObjectRow>(rows: Iterable<Row>): Generator<Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** Sends rows through stages, in order. */
export function throughStages(rows: Rows, stages: readonly Stage[]): Rows {
  return stages.reduce((rows, stage) => stage(rows), rows);
}

/** Collects all rows in an array. */
export async function collectRows<Row extends ObjectRow>(rows: Rows<Row>): Promise<Row[]> {
  const all: Row[] = [];
  for await (const batch of rows) for (const row of batch) all.push(row);
  return all;
}

/** Counts the rows and calls `onEnd` with their number at the end; an error it throws ends the run. */
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

/** Tells of rows as they come by. */
export function tellRows(onRows: (rows: readonly ObjectRow[]) => void): Stage {
  return async function* (rows) {
    for await (const batch of rows) {
      onRows(batch);
      yield batch;
    }
  };
}

/**
 * Keeps the first rows. The other rows are still read, so that rejected lines are reported wherever
 * they are.
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
