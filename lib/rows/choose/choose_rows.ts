/**
 * The stages that choose rows. A filter on what is to be looked up is asked twice: before, whether a
 * row may pass, so that nothing is looked up in vain; and after.
 *
 * @module
 */
import type { ObjectRow } from "../../model/field.ts";
import type { Stage } from "../rows.ts";
import type { RowTest } from "./filter_values.ts";
import type { FilterGroup, Selection } from "./selection.ts";
import type { Unknown } from "./unknown_values.ts";

/** Is told of rows that filters judge without knowing all that they ask for. */
export interface RowWatch {
  /** Whether they may be wrong about a row. */
  concerns(row: ObjectRow): boolean;
  /** Takes note of a row that other filters choose; `matches` judges another owner of it. */
  judged(row: ObjectRow, matches: (owner: Partial<ObjectRow>) => boolean): void;
  /** Takes note of a row that may be in the zone asked for: its own is not known. */
  zoneless(row: ObjectRow): void;
  /** Takes note of a row that would be judged otherwise, perhaps, if a value of it were known. */
  unknown(row: ObjectRow, doubt: Doubt): void;
}

/** A row judged without a value. */
export interface Doubt {
  /** What is not known of it. */
  readonly what: Unknown;
  /** Whether it is chosen all the same. */
  readonly isChosen: boolean;
  /** Whether the value was looked up and not found. */
  readonly isLookedUp: boolean;
}

/** How to choose. */
export interface ChoiceOptions {
  /** Is told of rows that filters judge without knowing all that they ask for. @default nobody */
  readonly watch?: RowWatch;
  /** The fields that are looked up. @default none */
  readonly lookedUp?: readonly string[];
  /** Whether to keep a row unjudged. @default none */
  readonly isAlwaysWritten?: (row: ObjectRow) => boolean;
}

/** Keeps the rows that are chosen, or that may be once they are looked up. */
export function chooseRows(
  selection: Selection,
  { watch, lookedUp = [], isAlwaysWritten }: ChoiceOptions = {},
): Stage {
  const { keeps, isFinal } = firstChoice(selection, lookedUp);
  const tell = watch === undefined ? null : teller(selection, { watch, isFinal });
  return async function* (rows) {
    for await (const batch of rows) {
      if (isAlwaysWritten === undefined) {
        tell?.(batch);
        yield batch.filter(keeps);
      } else {
        tell?.(batch.filter((row) => !isAlwaysWritten(row)));
        yield batch.filter((row) => isAlwaysWritten(row) || keeps(row));
      }
    }
  };
}

/** Tells of the rows that filters judge without knowing all, where they are chosen in another way. */
export function tellDoubts(
  rows: readonly ObjectRow[],
  selection: Selection,
  { watch, lookedUp }: Required<Pick<ChoiceOptions, "watch" | "lookedUp">>,
): void {
  teller(selection, { watch, isFinal: firstChoice(selection, lookedUp).isFinal })(rows);
}

/** Returns the tests whether a row is kept before look-ups, and whether these change nothing about it. */
function firstChoice(
  { groups, matches }: Selection,
  lookedUp: readonly string[],
): { readonly keeps: RowTest; readonly isFinal: RowTest } {
  const later = groups.filter((group) => reads(group, lookedUp));
  if (later.length === 0) return { keeps: matches, isFinal: () => true };
  const keeps = (row: ObjectRow) => groups.every((group) => mayPass(group, row, { later }));
  // Rows that are kept until they are looked up are judged then.
  return { keeps, isFinal: (row) => !keeps(row) };
}

/** Returns the function that tells of rows that are judged without knowing all. */
function teller(
  { groups, inAnyZone, matches }: Selection,
  { watch, isFinal }: { watch: RowWatch; isFinal: RowTest },
): (rows: readonly ObjectRow[]) => void {
  const owners = groups.filter(({ readsOwner }) => readsOwner);
  const others = groups.filter(({ readsOwner }) => !readsOwner);
  const asksForUnknown = groups.some(({ unknown }) => unknown !== null);
  return (rows) => {
    if (owners.length > 0) judgeOwners(rows, { owners, others, watch });
    if (asksForUnknown) {
      for (const row of rows) if (isFinal(row)) judgeUnknown(row, { groups, later: [], watch });
    }
    if (inAnyZone !== null) {
      const isDoubtful = (row: ObjectRow) => lacksZone(row) && inAnyZone(row) && !matches(row);
      for (const row of rows.filter(isDoubtful)) watch.zoneless(row);
    }
  };
}

/** Returns the function that keeps the chosen rows of those that were looked up; null for all. */
export function choiceAfterLookUp(
  { groups, matches }: Selection,
  { watch, lookedUp = [] }: ChoiceOptions,
): ((rows: readonly ObjectRow[]) => readonly ObjectRow[]) | null {
  const later = groups.filter((group) => reads(group, lookedUp));
  if (later.length === 0) return null;
  return (rows) => {
    if (watch !== undefined) {
      for (const row of rows) {
        judgeUnknown(row, { groups, later, watch });
      }
    }
    return rows.filter(matches);
  };
}

function reads({ fields }: FilterGroup, names: readonly string[]): boolean {
  return fields.some((name) => names.includes(name));
}

/** Whether a row passes, or may: a value that is to be looked up is not known yet. */
function mayPass(
  group: FilterGroup,
  row: ObjectRow,
  { later }: { later: readonly FilterGroup[] },
): boolean {
  return group.matches(row) || (later.includes(group) && isUnknown(group, row));
}

function isUnknown({ unknown, isSettled }: FilterGroup, row: ObjectRow): boolean {
  return unknown !== null && unknown.isIn(row) && !isSettled(row);
}

/** Tells of a row that what is not known of it keeps or leaves out. */
function judgeUnknown(
  row: ObjectRow,
  { groups, later, watch }: {
    groups: readonly FilterGroup[];
    later: readonly FilterGroup[];
    watch: RowWatch;
  },
): void {
  const open = groups.find((group) => isUnknown(group, row));
  if (open === undefined) return;
  if (!groups.every((group) => group.matches(row) || isUnknown(group, row))) return;
  watch.unknown(row, {
    what: open.unknown!.what,
    isChosen: groups.every(({ matches }) => matches(row)),
    isLookedUp: later.includes(open),
  });
}

/** Tells of rows whose owner is not known, or is one of several. */
function judgeOwners(
  rows: readonly ObjectRow[],
  { owners, others, watch }: {
    owners: readonly FilterGroup[];
    others: readonly FilterGroup[];
    watch: RowWatch;
  },
): void {
  for (const row of rows) {
    if (!watch.concerns(row) || isDecided(row, owners)) continue;
    if (!others.every((group) => group.matches(row) || isUnknown(group, row))) continue;
    watch.judged(row, (other) => {
      const owned = { ...row, ...other as ObjectRow };
      return owners.every(({ matches }) => matches(owned));
    });
  }
}

/**
 * Whether what is known of a row without a process decides: on Linux the account that opened a socket
 * is known all the same.
 */
function isDecided(row: ObjectRow, owners: readonly FilterGroup[]): boolean {
  if (row.pid !== null || row.process !== null) return false;
  const known = owners.filter(({ fields }) => fields.every((name) => (row[name] ?? null) !== null));
  return known.length === owners.length || !known.every(({ matches }) => matches(row));
}

/** Whether an end is a link-local address without its zone. */
function lacksZone({ localAddress, remoteAddress }: ObjectRow): boolean {
  return [localAddress, remoteAddress].some((address) =>
    typeof address === "string" && /^fe[89ab][^%]*$/i.test(address)
  );
}
