import { assertEquals } from "@std/assert";
import { Column } from "../../../lib/output/table/table_column.ts";
import type { FieldKind } from "../../../lib/model/field.ts";
import { fitColumns, type FitOptions } from "../../../lib/output/table/fit_columns.ts";

/** A column with so many cells of such widths: `{ 12: 3 }` are three cells of 12. */
function column(name: string, weight: number, widths: Record<number, number>): Column {
  const made = new Column({ name, kind: "text", about: "", weight }, { header: true });
  for (const [width, count] of Object.entries(widths)) {
    for (let cell = 0; cell < count; cell++) made.add("x".repeat(Number(width)));
  }
  return made;
}

function widths(all: Column[], options: Partial<FitOptions>): [string, number][] {
  return fitColumns(all, { columns: null, allFields: false, ...options })
    .map(({ column, width }) => [column.field.name, width]);
}

Deno.test("without a limit every column is whole", () => {
  const all = [column("a", 1, { 200: 1 }), column("b", 2, { 3: 1, 40: 1 })];
  assertEquals(widths(all, {}), [["a", 200], ["b", 40]]);
});

Deno.test("all columns get what is worth having before any is comfortable", () => {
  const all = [column("heavy", 2, { 30: 20 }), column("light", 1, { 30: 20 })];
  assertEquals(widths(all, { columns: 32 }), [["heavy", 20], ["light", 10]]);
});

Deno.test("a column is comfortable when nine cells of ten are whole", () => {
  const heavy = column("heavy", 2, { 3: 3, 12: 16, 40: 1 });
  const all = [heavy, column("light", 1, { 20: 20 })];
  assertEquals(widths(all, { columns: 30 }), [["heavy", 12], ["light", 16]]);
});

Deno.test("what room is left makes whole first what lacks least", () => {
  const all = [column("heavy", 2, { 5: 19, 40: 1 }), column("light", 1, { 5: 19, 14: 1 })];
  assertEquals(widths(all, { columns: 26 }), [["heavy", 10], ["light", 14]]);
});

Deno.test("addresses and states are not cut for a column of less weight", () => {
  const light = column("light", 1, { 10: 1 });
  assertEquals(widths([column("localAddress", 2, { 15: 1 }), light], { columns: 26 }), [
    ["localAddress", 15],
  ]);
  assertEquals(widths([column("state", 2, { 12: 1 }), light], { columns: 23 }), [["state", 12]]);
});

Deno.test("a time is shown whole or not at all", () => {
  const shownAt = (columns: number) => {
    const kind: FieldKind = "time";
    const time = new Column({ name: "startedAt", kind, about: "", weight: 1 }, { header: true });
    time.add("2026-01-02T03:04:05.000Z");
    return widths([column("process", 2, { 10: 1 }), time], { columns });
  };
  assertEquals(shownAt(35), [["process", 10]]);
  assertEquals(shownAt(36), [["process", 10], ["startedAt", 24]]);
});

Deno.test("a wider terminal never loses a column", () => {
  const all = [
    column("process", 98, { 6: 5, 30: 2 }),
    column("remoteAddress", 94, { 13: 4, 39: 2 }),
    column("path", 50, { 60: 7 }),
    column("user", 55, { 20: 7 }),
  ];
  let fewest = 0;
  for (let columns = 1; columns < 200; columns++) {
    const shown = widths(all, { columns }).length;
    assertEquals(shown >= fewest, true, `${columns} columns`);
    fewest = shown;
  }
  assertEquals(fewest, 4);
});
