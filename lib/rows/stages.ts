/**
 * The stages between reading and writing rows, in the order that sends as few queries as possible to
 * others.
 *
 * @module
 */
import type { Field, ObjectRow } from "../model/field.ts";
import { chooseRows, type RowWatch, type Selection } from "./choose/selection.ts";
import { countRows, limitRows, type Stage } from "./rows.ts";
import { sortsBy, sortStage } from "./sort.ts";

/** Looks up names or owners for rows. */
export interface RowLookup {
  /** The fields that it fills. */
  readonly fields: readonly string[];
  /** Returns the rows, in order, with the results filled in. */
  readonly addTo: (rows: readonly ObjectRow[]) => Promise<readonly ObjectRow[]>;
}

/** The plan that stages are made from. */
export interface StagePlan {
  /** The fields of the rows. */
  readonly fields: readonly Field[];
  /** Called with the number of rows read; an error it throws ends the run. */
  readonly onRead: (count: number) => void;
  /** Which rows are chosen. */
  readonly selection: Selection;
  /** Is told of rows that filters judge without knowing all that they ask for. @default nobody */
  readonly watch?: RowWatch;
  /** The fields to sort by. */
  readonly sort: readonly string[];
  /** The most rows to write; null for all. */
  readonly limit: number | null;
  /** The lookup; null for none. */
  readonly lookup: RowLookup | null;
}

/**
 * Makes the stages of a plan. Rows that are not written are not looked up, unless the sort needs it.
 */
export function stagesOf(
  { fields, onRead, selection, watch, sort, limit, lookup }: StagePlan,
): Stage[] {
  const order = [
    ...sort.length > 0 ? [sortStage(sort, fields)] : [],
    ...limit !== null ? [limitRows(limit)] : [],
  ];
  const lookUp = lookup === null ? [] : [lookUpRows(lookup)];
  return [
    countRows(onRead),
    ...selection.active ? [chooseRows(selection, watch)] : [],
    ...sortsBy(sort, lookup?.fields ?? []) ? [...lookUp, ...order] : [...order, ...lookUp],
  ];
}

/** How many rows are looked up together; earlier rows are written in the meantime. */
const LOOKED_UP_AT_ONCE = 2000;

function lookUpRows({ addTo }: RowLookup): Stage {
  return async function* (rows) {
    const waiting: ObjectRow[] = [];
    for await (const batch of rows) {
      for (const row of batch) {
        waiting.push(row);
        if (waiting.length === LOOKED_UP_AT_ONCE) yield await addTo(waiting.splice(0));
      }
    }
    if (waiting.length > 0) yield await addTo(waiting);
  };
}
