/**
 * The stages between reading and writing rows, in the order that sends as few queries as possible to
 * others.
 *
 * @module
 */
import type { Field, ObjectRow } from "../model/field.ts";
import { choiceAfterLookUp, chooseRows, type RowWatch } from "./choose/choose_rows.ts";
import type { Selection } from "./choose/selection.ts";
import { countStage } from "./count.ts";
import { countRows, limitRows, type Stage, tellRows } from "./rows.ts";
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
  /** Whether filters do not judge a row. @default they judge each */
  readonly isAlwaysWritten?: (row: ObjectRow) => boolean;
  /** Is told of rows that filters judge without knowing all that they ask for. @default nobody */
  readonly watch?: RowWatch;
  /** How to count the rows. @default they are written themselves */
  readonly count?: CountPlan;
  /** The fields to sort by. */
  readonly sort: readonly string[];
  /** The most rows to write; null for all. */
  readonly limit: number | null;
  /** The lookup; null for none. */
  readonly lookup: RowLookup | null;
}

/** How to count rows. */
export interface CountPlan {
  /** The fields to count by, and `count`. */
  readonly fields: readonly Field[];
  /** Is told of the rows that are counted. */
  readonly onCounted: (rows: readonly ObjectRow[]) => void;
}

/**
 * Makes the stages of a plan. Rows that are not written are not looked up, unless a filter, the sort or
 * the count needs it.
 */
export function stagesOf(
  { fields, onRead, selection, isAlwaysWritten, watch, count, sort, limit, lookup }: StagePlan,
): Stage[] {
  const lookedUp = lookup?.fields ?? [];
  const written = count?.fields ?? fields;
  const first = [
    countRows(onRead),
    ...selection.active ? [chooseRows(selection, { watch, lookedUp, isAlwaysWritten })] : [],
  ];
  const sorted = sort.length > 0 ? [sortStage(sort, written)] : [];
  const limited = limit !== null ? [limitRows(limit)] : [];
  const choose = choiceAfterLookUp(selection, { watch, lookedUp });
  if (count !== undefined) {
    const isLookedUp = choose !== null || count.fields.some(({ name }) => lookedUp.includes(name));
    const lookUp = lookup !== null && isLookedUp ? [lookUpRows(lookup, { choose })] : [];
    const counted = [tellRows(count.onCounted), countStage(count.fields)];
    return [...first, ...lookUp, ...counted, ...sorted, ...limited];
  }
  if (lookup === null) return [...first, ...sorted, ...limited];
  if (sortsBy(sort, lookedUp)) {
    return [...first, lookUpRows(lookup, { choose }), ...sorted, ...limited];
  }
  return choose === null
    ? [...first, ...sorted, ...limited, lookUpRows(lookup)]
    : [...first, ...sorted, lookUpRows(lookup, { choose, limit })];
}

/** How many rows are looked up together; earlier rows are written in the meantime. */
const LOOKED_UP_AT_ONCE = 2000;

/** How many rows are looked up first where they may be enough; twice as many each time after that. */
const LOOKED_UP_FIRST = 64;

/** Looks up rows, keeps those that `choose` chooses, and stops looking up when there are enough. */
function lookUpRows(
  { addTo }: RowLookup,
  { choose = null, limit = null }: {
    choose?: ReturnType<typeof choiceAfterLookUp>;
    limit?: number | null;
  } = {},
): Stage {
  return async function* (rows) {
    const waiting: ObjectRow[] = [];
    let left = limit ?? Infinity;
    let size = Math.min(Math.max(LOOKED_UP_FIRST, limit ?? Infinity), LOOKED_UP_AT_ONCE);
    const lookUp = async () => {
      const filled = await addTo(waiting.splice(0));
      const chosen = (choose === null ? filled : choose(filled)).slice(0, left);
      left -= chosen.length;
      size = Math.min(size * 2, LOOKED_UP_AT_ONCE);
      return chosen;
    };
    // The other rows are still read, so that rejected lines are reported wherever they are.
    for await (const batch of rows) {
      for (const row of left > 0 ? batch : []) {
        waiting.push(row);
        if (waiting.length >= size) yield await lookUp();
        if (left === 0) break;
      }
    }
    if (waiting.length > 0) yield await lookUp();
  };
}
