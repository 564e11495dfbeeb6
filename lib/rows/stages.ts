/**
 * The stages between the rows that are read and those that are written, in the order that asks others
 * about as few rows as possible.
 *
 * @module
 */
import type { Field, ObjectRow } from "../model/field.ts";
import { chooseRows, type Selection } from "./choose/selection.ts";
import { countRows, limitRows, type Stage } from "./rows.ts";
import { sortsBy, sortStage } from "./sort.ts";

/** Looks something up for rows: names, owners. */
export interface RowLookup {
  /** The fields that it fills. */
  readonly fields: readonly string[];
  /** Returns the rows, in order, with what was found. */
  readonly addTo: (rows: readonly ObjectRow[]) => Promise<readonly ObjectRow[]>;
}

/** What happens to the rows. */
export interface StagePlan {
  /** The fields of the rows. */
  readonly fields: readonly Field[];
  /** Is called with the number of rows that were read; what it throws ends the run. */
  readonly onRead: (count: number) => void;
  /** Which rows are chosen. */
  readonly selection: Selection;
  /** The fields to sort by. */
  readonly sort: readonly string[];
  /** How many rows are written at most; null for all. */
  readonly limit: number | null;
  /** What is looked up; null for nothing. */
  readonly lookup: RowLookup | null;
}

/** The stages of a plan. Nothing is asked about a row that is not written, unless the answers decide. */
export function stagesOf(
  { fields, onRead, selection, sort, limit, lookup }: StagePlan,
): Stage[] {
  const order = [
    ...sort.length > 0 ? [sortStage(sort, fields)] : [],
    ...limit !== null ? [limitRows(limit)] : [],
  ];
  const lookUp = lookup === null ? [] : [lookUpRows(lookup)];
  return [
    countRows(onRead),
    ...selection.active ? [chooseRows(selection)] : [],
    ...sortsBy(sort, lookup?.fields ?? []) ? [...lookUp, ...order] : [...order, ...lookUp],
  ];
}

/** Rows that are looked up together; those before them are written in the meantime. */
const LOOKED_UP_AT_ONCE = 2000;

function lookUpRows({ addTo }: RowLookup): Stage {
  return async function* (rows) {
    let waiting: readonly ObjectRow[] = [];
    for await (const batch of rows) {
      waiting = [...waiting, ...batch];
      for (; waiting.length >= LOOKED_UP_AT_ONCE; waiting = waiting.slice(LOOKED_UP_AT_ONCE)) {
        yield await addTo(waiting.slice(0, LOOKED_UP_AT_ONCE));
      }
    }
    if (waiting.length > 0) yield await addTo(waiting);
  };
}
