/**
 * Counts rows by the values of some fields.
 *
 * @module
 */
import { type Count, COUNT_FIELDS } from "../model/group_count.ts";
import type { Field, FieldValue, ObjectRow } from "../model/field.ts";
import { checkAsTyped, valueError } from "./choose/filter_values.ts";
import { findField, suggestField } from "./named_fields.ts";
import { inBatches, type Stage } from "./rows.ts";
import { sortRows } from "./sort.ts";

/**
 * Counts rows: those with the same values in the given fields are a group, which becomes a row of these
 * fields and `count`. The largest group comes first, and equally large ones in the order of their
 * values. What is null is a value like any other, and so is a whole list.
 *
 * @param names the fields to count by, in any case; a repeated one counts once.
 * @throws {UsageError} for a field that the rows do not have
 *
 * @example
 * ```ts
 * import { countBy, SOCKET_FIELDS } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = [
 *   { pid: 4, state: "LISTENING", localPort: 445 },
 *   { pid: 0, state: "TIME_WAIT", localPort: 50123 },
 *   { pid: 0, state: "TIME_WAIT", localPort: 50124 },
 * ];
 * assertEquals(countBy(rows, ["pid", "state"], { fields: SOCKET_FIELDS }), [
 *   { pid: 0, state: "TIME_WAIT", count: 2 },
 *   { pid: 4, state: "LISTENING", count: 1 },
 * ]);
 * ```
 */
export function countBy(
  rows: readonly ObjectRow[],
  names: readonly string[],
  { fields }: { fields: readonly Field[] },
): Count[] {
  const counter = new RowCounter(countedFields(names, fields));
  counter.add(rows);
  return counter.groups();
}

/** Counts all rows; the groups come once the last one has been read. */
export function countStage(fields: readonly Field[]): Stage {
  return async function* (rows) {
    const counter = new RowCounter(fields);
    for await (const batch of rows) counter.add(batch);
    yield* inBatches(counter.groups());
  };
}

/**
 * Returns the fields of the groups: those to count by, and `count`.
 *
 * @throws {UsageError} for a field that the rows do not have; names the nearest one.
 */
export function countedFields(
  names: readonly string[],
  fields: readonly Field[],
): readonly Field[] {
  checkAsTyped(names.join(","), "--count-by");
  const chosen = names.map((written) => {
    const field = findField(written, fields);
    if (field !== undefined) return field;
    const wanted = `not a field here${suggestField(written, fields, { separator: ", " })}`;
    const hint = `Known: ${fields.map(({ name }) => name).join(", ")}`;
    throw valueError("--count-by", { value: written, wanted, hint });
  });
  return [...new Set(chosen), ...COUNT_FIELDS];
}

/** A group; `values` are in the order of the fields. */
interface Group {
  readonly values: readonly FieldValue[];
  count: number;
}

/** For each value of a field those of the next one; groups for the values of the last. */
type Level = Map<FieldValue, Level | Group>;

/** Counts rows as they come, in memory that grows with the groups alone. */
class RowCounter {
  readonly #fields: readonly Field[];
  readonly #names: readonly string[];
  readonly #root: Level = new Map();
  readonly #groups: Group[] = [];

  /** @param fields those to count by, and `count`. */
  constructor(fields: readonly Field[]) {
    this.#fields = fields;
    this.#names = fields.slice(0, -COUNT_FIELDS.length).map(({ name }) => name);
  }

  /** Counts rows. */
  add(rows: readonly ObjectRow[]): void {
    for (const row of rows) this.#groupOf(row).count++;
  }

  /** The groups as rows, in their order. */
  groups(): Count[] {
    const names = this.#names;
    const rows = this.#groups.map(({ values, count }): Count => ({
      ...Object.fromEntries(names.map((name, at) => [name, values[at]!])),
      count,
    }));
    return sortRows(rows, ["-count", ...names], { fields: this.#fields });
  }

  #groupOf(row: ObjectRow): Group {
    const last = this.#names.length - 1;
    let level = this.#root;
    for (let at = 0; at < last; at++) {
      const key = keyOf(row[this.#names[at]!]);
      let next = level.get(key) as Level | undefined;
      if (next === undefined) level.set(key, next = new Map());
      level = next;
    }
    const key = keyOf(row[this.#names[last]!]);
    let group = level.get(key) as Group | undefined;
    if (group === undefined) {
      const values = this.#names.map((name) => row[name] ?? null);
      level.set(key, group = { values, count: 0 });
      this.#groups.push(group);
    }
    return group;
  }
}

/** What two values have in common that are the same. Equal lists are different objects. */
function keyOf(value: FieldValue | undefined): FieldValue {
  if (value === undefined) return null;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}
