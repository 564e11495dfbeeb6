import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { Field, ObjectRow } from "../../lib/model/field.ts";
import { UsageError } from "../../lib/errors.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { NAME_FIELDS } from "../../lib/model/name.ts";
import { PROCESS_FIELDS } from "../../lib/model/process.ts";
import { inBatches } from "../../lib/rows/rows.ts";
import { sortRows, sortStage } from "../../lib/rows/sort.ts";

const fields = CONNECTION_FIELDS;

/** The values of one field after sorting by the keys. */
function sorted(name: string, values: ObjectRow[string][], keys = [name]): unknown[] {
  return sortRows(values.map((value) => ({ [name]: value })), keys, { fields })
    .map((row) => row[name]);
}

Deno.test("numbers sort by value, null last in both directions", () => {
  assertEquals(sorted("pid", [100, null, 9, 20]), [9, 20, 100, null]);
  assertEquals(sorted("pid", [100, null, 9, 20], ["-pid"]), [100, 20, 9, null]);
});

Deno.test("addresses sort by number, IPv4 first, what is none after them", () => {
  const values = ["fe80::1", "10.0.0.10", "*", null, "10.0.0.9", "2001:db8::a", "2001:db8::9"];
  assertEquals(sorted("remoteAddress", values), [
    "10.0.0.9",
    "10.0.0.10",
    "2001:db8::9",
    "2001:db8::a",
    "fe80::1",
    "*",
    null,
  ]);
});

Deno.test("text sorts without regard to case, then by it, whatever the locale", () => {
  assertEquals(sorted("process", ["b", "A", "a", "B", "ä", "z", "", null]), [
    "",
    "A",
    "a",
    "B",
    "b",
    "z",
    "ä",
    null,
  ]);
});

Deno.test("lists sort by their text, times by time", () => {
  assertEquals(sorted("services", [["b"], ["a", "c"], ["A", "b"], [], null]), [
    [],
    ["A", "b"],
    ["a", "c"],
    ["b"],
    null,
  ]);
  assertEquals(
    sorted("observedAt", ["2026-01-02T00:00:00Z", "2025-12-31T23:59:59Z"]),
    ["2025-12-31T23:59:59Z", "2026-01-02T00:00:00Z"],
  );
});

Deno.test("keys are tried in turn, a list with commas too, in any case", () => {
  const rows = [
    { process: "b", pid: 1 },
    { process: "a", pid: 1 },
    { process: "a", pid: 2 },
  ];
  const expected = [rows[2], rows[1], rows[0]];
  assertEquals(sortRows(rows, ["process,-pid"], { fields: PROCESS_FIELDS }), expected);
  assertEquals(sortRows(rows, ["Process", " -PID "], { fields: PROCESS_FIELDS }), expected);
});

Deno.test("without keys the order stays, in a list of its own", () => {
  const rows = [{ pid: 2 }, { pid: 1 }];
  const same = sortRows(rows, [], { fields });
  assertEquals(same, rows);
  assertEquals(same === rows, false);
});

Deno.test("a field that is not there is refused, with the nearest", () => {
  const error = assertThrows(
    () => sortRows([], ["-proces"], { fields: PROCESS_FIELDS }),
    UsageError,
    'Cannot read --sort "-proces": not a field here, did you mean process?',
  );
  assertEquals(error.hint?.startsWith("Known: process, pid, "), true);
  assertThrows(() => sortRows([], ["pid,"], { fields }), UsageError, "name is missing");
  assertThrows(() => sortRows([], ["-"], { fields }), UsageError, "name is missing");
  assertThrows(() => sortRows([], ["remoteAsn"], { fields: PROCESS_FIELDS }), UsageError);
});

const row: fc.Arbitrary<ObjectRow> = fc.record({
  remoteAddress: fc.constantFrom(null, "10.0.0.2", "10.0.0.10", "::1", "fe80::1%2", "fe80::1%10"),
  pid: fc.constantFrom(null, 0, 4, 10, 200),
  process: fc.constantFrom(null, "a", "A", "b.exe", "B.exe"),
}, { requiredKeys: [] });
const key = fc.constantFrom("remoteAddress", "pid", "process").chain((name) =>
  fc.constantFrom(name, `-${name}`)
);

/** Every value in ascending order, by hand. */
const ORDER: Record<string, readonly unknown[]> = {
  remoteAddress: ["10.0.0.2", "10.0.0.10", "::1", "fe80::1%2", "fe80::1%10"],
  pid: [0, 4, 10, 200],
  process: ["A", "a", "B.exe", "b.exe"],
};

Deno.test("sorting is what repeated stable insertion by one key after the other gives", () => {
  fc.assert(
    fc.property(fc.array(row), fc.array(key, { maxLength: 3 }), (rows, keys) => {
      let expected = rows;
      for (const text of keys.toReversed()) expected = insertByRank(expected, text);
      const result = sortRows(rows, keys, { fields });
      assertEquals(result.map((row) => rows.indexOf(row)), expected.map((r) => rows.indexOf(r)));
      assertEquals(sortRows(result, keys, { fields }), result);
    }),
    { numRuns: 500 },
  );
});

function insertByRank(rows: readonly ObjectRow[], key: string): ObjectRow[] {
  const descending = key.startsWith("-");
  const name = key.replace("-", "");
  const values = descending ? ORDER[name]!.toReversed() : [...ORDER[name]!];
  const ranks = [...values, null];
  return ranks.flatMap((value) => rows.filter((row) => (row[name] ?? null) === value));
}

Deno.test("false sorts before true", () => {
  const rows = [true, null, false].map((authoritative) => ({ authoritative }));
  const order = (key: string) =>
    sortRows(rows, [key], { fields: NAME_FIELDS }).map(({ authoritative }) => authoritative);
  assertEquals(order("authoritative"), [false, true, null]);
  assertEquals(order("-authoritative"), [true, false, null]);
});

Deno.test("every field of the model can be sorted by", () => {
  const all: readonly Field[] = CONNECTION_FIELDS;
  const sample = {
    text: ["b", "a"],
    integer: [2, 1],
    decimal: [2, 1],
    boolean: [true, false],
    list: [["b"], ["a"]],
  };
  for (const { name, kind } of all) {
    const [high, low] = kind === "time" ? sample.text : sample[kind];
    assertEquals(sorted(name, [high!, null, low!]), [low, high, null], name);
  }
});

Deno.test("sorted rows go on in batches: a format makes one string of each", async () => {
  const rows = Array.from({ length: 5_432 }, (_, index) => ({ pid: index * 11 % 5_432 }));
  const sorted = sortStage(["pid"], PROCESS_FIELDS)(inBatches(rows));
  const batches = await Array.fromAsync(sorted);
  for (const { length } of batches) assert(length <= 1_000, `${length} rows`);
  assertEquals(batches.flat().map(({ pid }) => pid), rows.map((_, index) => index));
});
