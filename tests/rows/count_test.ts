import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../../lib/errors.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import type { Field, ObjectRow } from "../../lib/model/field.ts";
import { NAME_FIELDS } from "../../lib/model/name.ts";
import { OWNER_FIELDS } from "../../lib/model/owner.ts";
import { PROCESS_FIELDS } from "../../lib/model/process.ts";
import { SOCKET_FIELDS } from "../../lib/model/socket.ts";
import { countBy, countedFields, countStage } from "../../lib/rows/count.ts";
import { collectRows, inBatches } from "../../lib/rows/rows.ts";

const FIELDS = [
  { name: "process", kind: "text", about: "" },
  { name: "pid", kind: "integer", about: "" },
  { name: "authoritative", kind: "boolean", about: "" },
  { name: "services", kind: "list", about: "" },
  { name: "remoteAddress", kind: "text", about: "" },
] as const satisfies readonly Field[];
const NAMES = FIELDS.map(({ name }) => name);

const ROW = fc.record({
  process: fc.constantFrom(null, "", "a", "A", "b", "null", "[]"),
  pid: fc.constantFrom(null, 0, 4, 10),
  authoritative: fc.constantFrom(null, true, false),
  services: fc.constantFrom<readonly string[] | null>(null, [], ["a"], ["a", "b"], ["a; b"]),
  remoteAddress: fc.constantFrom(null, "10.0.0.1", "9.0.0.1", "::1"),
});
const NAME_LIST = fc.subarray(NAMES, { minLength: 1 });

/** Groups found by comparing each row with all groups, without an order. */
function naively(rows: readonly ObjectRow[], names: readonly string[]): ObjectRow[] {
  const groups: { values: string; row: ObjectRow; count: number }[] = [];
  for (const row of rows) {
    const values = JSON.stringify(names.map((name) => row[name]));
    const known = groups.find((group) => group.values === values);
    if (known === undefined) groups.push({ values, row, count: 1 });
    else known.count++;
  }
  return groups.map(({ row, count }) => ({
    ...Object.fromEntries(names.map((name) => [name, row[name]!])),
    count,
  }));
}

const inOrder = (rows: readonly ObjectRow[]) => rows.map((row) => JSON.stringify(row)).sort();

Deno.test("groups are what comparing each row with each group finds, in any batches", async () => {
  const cases = fc.asyncProperty(
    fc.array(ROW, { maxLength: 60 }),
    NAME_LIST,
    fc.integer({ min: 1, max: 20 }),
    async (rows, names, size) => {
      const groups = countBy(rows, names, { fields: FIELDS });
      assertEquals(inOrder(groups), inOrder(naively(rows, names)));
      assertEquals(groups.reduce((sum, { count }) => sum + count, 0), rows.length);
      const counts = groups.map(({ count }) => count);
      assertEquals(counts, counts.toSorted((a, b) => b - a));
      async function* batches() {
        for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
      }
      const stage = countStage(countedFields(names, FIELDS));
      assertEquals(await collectRows(stage(batches())), groups);
    },
  );
  await fc.assert(cases);
});

Deno.test("the largest group comes first, equal ones in the order of their values, null last", () => {
  const rows = [
    { process: "b", remoteAddress: "10.0.0.1" },
    { process: null, remoteAddress: "10.0.0.1" },
    { process: "a", remoteAddress: "10.0.0.1" },
    { process: "a", remoteAddress: "9.0.0.1" },
    { process: "c", remoteAddress: "9.0.0.1" },
    { process: "c", remoteAddress: "9.0.0.1" },
  ];
  assertEquals(countBy(rows, ["process", "remoteAddress"], { fields: FIELDS }), [
    { process: "c", remoteAddress: "9.0.0.1", count: 2 },
    { process: "a", remoteAddress: "9.0.0.1", count: 1 },
    { process: "a", remoteAddress: "10.0.0.1", count: 1 },
    { process: "b", remoteAddress: "10.0.0.1", count: 1 },
    { process: null, remoteAddress: "10.0.0.1", count: 1 },
  ]);
});

Deno.test("lists are values as a whole, and what is missing is null", () => {
  const rows: ObjectRow[] = [
    { services: ["a", "b"] },
    { services: ["a; b"] },
    { services: ["b", "a"] },
    { services: ["a", "b"] },
    { services: null },
    {},
  ];
  const groups = countBy(rows, ["services"], { fields: FIELDS });
  assertEquals(groups.map(({ services, count }) => [services, count]), [
    [["a", "b"], 2],
    [null, 2],
    [["a; b"], 1],
    [["b", "a"], 1],
  ]);
});

Deno.test("fields are named in any case, and a repeated one counts once", () => {
  const rows = [{ pid: 4, process: "a" }];
  assertEquals(countBy(rows, ["PID", "process", "pid"], { fields: FIELDS }), [
    { pid: 4, process: "a", count: 1 },
  ]);
  assertEquals(Object.keys(countBy(rows, ["process", "pid"], { fields: FIELDS })[0]!), [
    "process",
    "pid",
    "count",
  ]);
  assertEquals(countBy([], ["pid"], { fields: FIELDS }), []);
});

Deno.test("a field that the rows lack is refused with the nearest", () => {
  const error = assertThrows(() => countBy([], ["proces"], { fields: FIELDS }), UsageError);
  assertEquals(
    error.message,
    'Cannot read --count-by "proces": not a field here, did you mean process?',
  );
  assertEquals(error.hint, `Known: ${NAMES.join(", ")}`);
  assertThrows(() => countBy([], ["count"], { fields: FIELDS }), UsageError);
});

Deno.test("no record has a field that is called like the number", () => {
  for (
    const fields of [CONNECTION_FIELDS, SOCKET_FIELDS, PROCESS_FIELDS, NAME_FIELDS, OWNER_FIELDS]
  ) {
    assertEquals((fields as readonly Field[]).some(({ name }) => /^count$/i.test(name)), false);
  }
});

Deno.test("groups go on in batches", async () => {
  const rows = Array.from({ length: 2500 }, (_, pid) => ({ pid }));
  const sizes: number[] = [];
  for await (const batch of countStage(countedFields(["pid"], FIELDS))(inBatches(rows))) {
    sizes.push(batch.length);
  }
  assertEquals(sizes, [1000, 1000, 500]);
});
