/**
 * Sorts rows.
 *
 * @module
 */
import { type Address, compareAddresses, parseAddress } from "../address/address.ts";
import { type Field, type FieldValue, LIST_SEPARATOR, type ObjectRow } from "../model/field.ts";
import { checkAsTyped, valueError } from "./choose/filter_values.ts";
import { findField, suggestField } from "./named_fields.ts";
import { collectRows, inBatches, type Stage } from "./rows.ts";

/** The key that a value is compared by, computed once per row. */
type SortKey = number | Text | Address | null;

/** Text is compared ignoring case first, then exactly. */
interface Text {
  readonly folded: string;
  readonly exact: string;
}

/** One field to sort by. */
interface Order {
  readonly field: Field;
  readonly descending: boolean;
}

/**
 * Sorts rows by the given fields into a new array; `-field` sorts in descending order. Numbers and
 * addresses sort numerically, severities by rank, false before true, text by code unit, ignoring case
 * first. Rows
 * without a value come last in either direction; equal rows keep their order. A key may be a
 * comma-separated list.
 *
 * @throws {UsageError} for a field that the rows do not have
 *
 * @example
 * ```ts
 * import { PROCESS_FIELDS, sortRows } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = [{ pid: 4, process: "System" }, { pid: 912, process: "svchost.exe" }];
 * const sorted = sortRows(rows, ["-pid"], { fields: PROCESS_FIELDS });
 * assertEquals(sorted.map(({ pid }) => pid), [912, 4]);
 * ```
 */
export function sortRows<Row extends ObjectRow>(
  rows: readonly Row[],
  keys: readonly string[],
  { fields }: { fields: readonly Field[] },
): Row[] {
  return sortedPlaces(rows, keys, { fields }).map((place) => rows[place]!);
}

/**
 * Returns the places of the rows in the order in which {@linkcode sortRows} puts them.
 *
 * @throws {UsageError} for a field that the rows do not have
 */
export function sortedPlaces(
  rows: readonly ObjectRow[],
  keys: readonly string[],
  { fields }: { fields: readonly Field[] },
): number[] {
  const places = Array.from(rows.keys());
  const orders = readOrders(keys, fields);
  if (orders.length === 0) return places;
  const columns = orders.map(({ field, descending }) => ({
    keys: rows.map((row) => sortKey(row[field.name] ?? null, field)),
    compare: descending ? compareDescending : compareAscending,
  }));
  return places.sort((a, b) => {
    for (const { keys, compare } of columns) {
      const order = compare(keys[a]!, keys[b]!);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** Sorts all rows once the last one has been read. */
export function sortStage(keys: readonly string[], fields: readonly Field[]): Stage {
  return async function* (rows) {
    yield* inBatches(sortRows(await collectRows(rows), keys, { fields }));
  };
}

/**
 * Checks the fields to sort by.
 *
 * @throws {UsageError} for a field that the rows do not have
 */
export function checkSortKeys(keys: readonly string[], fields: readonly Field[]): void {
  readOrders(keys, fields);
}

/** Whether rows are sorted by any of the given fields. */
export function sortsBy(keys: readonly string[], names: readonly string[]): boolean {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return splitKeys(keys).some((key) => wanted.has(key.replace(/^-/, "").toLowerCase()));
}

function splitKeys(keys: readonly string[]): string[] {
  return keys.flatMap((list) => list.split(",").map((key) => key.trim()));
}

function readOrders(keys: readonly string[], fields: readonly Field[]): Order[] {
  return keys.flatMap((list) => {
    checkAsTyped(list, "--sort");
    return list.split(",").map((key) => readOrder(key, fields));
  });
}

function readOrder(key: string, fields: readonly Field[]): Order {
  const text = key.trim();
  const descending = text.startsWith("-");
  const name = text.slice(descending ? 1 : 0);
  const field = findField(name, fields);
  if (field) return { field, descending };
  const wanted = name === ""
    ? "a field name is missing"
    : `not a field here${suggestField(name, fields, { separator: ", " })}`;
  const hint = `Known: ${fields.map(({ name }) => name).join(", ")}`;
  throw valueError("--sort", { value: key, wanted, hint });
}

function sortKey(value: FieldValue, { name, kind, order }: Field): SortKey {
  if (value === null || typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return textKey(value.join(LIST_SEPARATOR));
  if (order?.includes(value)) return order.indexOf(value);
  // An address field that does not hold an address sorts as text, after the addresses.
  return kind === "text" && name.endsWith("Address")
    ? parseAddress(value) ?? textKey(value)
    : textKey(value);
}

function textKey(exact: string): Text {
  return { folded: exact.toLowerCase(), exact };
}

function compareAscending(a: SortKey, b: SortKey): number {
  return a === null || b === null ? compareNulls(a, b) : compareValues(a, b);
}

function compareDescending(a: SortKey, b: SortKey): number {
  return a === null || b === null ? compareNulls(a, b) : compareValues(b, a);
}

function compareNulls(a: SortKey, b: SortKey): number {
  return Number(a === null) - Number(b === null);
}

function compareValues(a: number | Text | Address, b: number | Text | Address): number {
  if (typeof a === "number" || typeof b === "number") {
    return typeof a === "number" && typeof b === "number" ? a - b : typeof a === "number" ? -1 : 1;
  }
  if ("family" in a || "family" in b) {
    return "family" in a && "family" in b ? compareAddresses(a, b) : "family" in a ? -1 : 1;
  }
  return compareText(a.folded, b.folded) || compareText(a.exact, b.exact);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
