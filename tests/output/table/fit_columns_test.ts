import { assertEquals } from "@std/assert";
import { Column } from "../../../lib/output/table/table_column.ts";
import type { ViewColumn } from "../../../lib/model/view.ts";
import { fitColumns, type FitOptions } from "../../../lib/output/table/fit_columns.ts";

/** A column with so many cells of such widths: `{ 12: 3 }` are three cells of 12. */
function column(
  name: string,
  widths: Record<number, number>,
  spec: Partial<ViewColumn> = {},
): Column {
  const made = new Column({ name, fields: [name], shows: "text", ...spec }, { header: true });
  for (const [width, count] of Object.entries(widths)) {
    for (let cell = 0; cell < count; cell++) made.add({ [name]: "x".repeat(Number(width)) });
  }
  return made;
}

/** A column of ends: lines of their own are there for what is too wide. */
function ends(name: string, widths: Record<number, number>): Column {
  return column(name, widths, { shows: "peerAddress", fields: [name, name], below: true });
}

function layout(all: Column[], options: Partial<FitOptions>) {
  const { columns, below, leftOut } = fitColumns(all, {
    columns: null,
    allFields: false,
    ...options,
  });
  const names = (some: readonly Column[]) => some.map(({ spec }) => spec.name);
  return {
    columns: columns.map(({ column, width }): [string, number] => [column.spec.name, width]),
    below: names(below),
    leftOut: names(leftOut),
  };
}

function widths(all: Column[], options: Partial<FitOptions>): [string, number][] {
  return layout(all, options).columns;
}

Deno.test("without a limit every column is whole", () => {
  const all = [
    column("a", { 200: 1 }, { weight: 1 }),
    column("b", { 3: 1, 40: 1 }),
    ends("c", { 9: 3, 60: 1 }),
  ];
  assertEquals(layout(all, {}), {
    columns: [["a", 200], ["b", 40], ["c", 60]],
    below: [],
    leftOut: [],
  });
});

Deno.test("columns leave in the order of their weight, and are named from left to right", () => {
  const all = [
    column("light", { 20: 1 }, { weight: 1 }),
    column("always", { 12: 1 }),
    column("heavy", { 20: 1 }, { weight: 9 }),
    column("middle", { 20: 1 }, { weight: 5 }),
  ];
  const leftOut = (columns: number) => layout(all, { columns }).leftOut;
  assertEquals(leftOut(54), []);
  assertEquals(leftOut(53), ["light"]);
  assertEquals(leftOut(39), ["light", "middle"]);
  assertEquals(leftOut(25), ["light", "heavy", "middle"]);
  assertEquals(leftOut(1), ["light", "heavy", "middle"]);
});

Deno.test("a column without any value is no column that was left out", () => {
  const nothing = column("remote", {}, { shows: "peer", fields: ["a", "b", "c", "d"] });
  nothing.add({});
  const all = [column("process", { 9: 1 }), nothing, column("user", { 0: 1 })];
  assertEquals(layout(all, { columns: 80 }), {
    columns: [["process", 9]],
    below: [],
    leftOut: [],
  });
});

Deno.test("all columns get what is worth having before any is comfortable", () => {
  const all = [
    column("heavy", { 30: 20 }, { weight: 2 }),
    column("light", { 30: 20 }, { weight: 1 }),
  ];
  assertEquals(widths(all, { columns: 34 }), [["heavy", 20], ["light", 12]]);
});

Deno.test("a column is comfortable when nine cells of ten are whole", () => {
  const heavy = column("heavy", { 3: 3, 14: 16, 40: 1 }, { weight: 2 });
  const all = [heavy, column("light", { 20: 20 }, { weight: 1 })];
  assertEquals(widths(all, { columns: 32 }), [["heavy", 14], ["light", 16]]);
});

Deno.test("what room is left makes whole first what lacks least", () => {
  const all = [
    column("heavy", { 5: 19, 40: 1 }, { weight: 2 }),
    column("light", { 5: 19, 16: 1 }, { weight: 1 }),
  ];
  assertEquals(widths(all, { columns: 30 }), [["heavy", 12], ["light", 16]]);
});

Deno.test("a time, an address and a number are whole or not there at all", () => {
  for (const shows of ["time", "address", "number"] as const) {
    const firm = column("firm", { 24: 1 }, { shows, weight: 1 });
    const all = [column("process", { 10: 1 }), firm];
    assertEquals(widths(all, { columns: 35 }), [["process", 10]], shows);
    assertEquals(widths(all, { columns: 36 }), [["process", 10], ["firm", 24]], shows);
  }
});

Deno.test("few rows that are too wide do not cost the others their columns", () => {
  const all = [
    column("process", { 10: 20 }),
    ends("local", { 18: 19, 46: 1 }),
    ends("remote", { 17: 19, 46: 1 }),
    column("state", { 11: 20 }, { shows: "state", weight: 85 }),
  ];
  assertEquals(layout(all, { columns: 64 }), {
    columns: [["process", 10], ["local", 18], ["remote", 17], ["state", 11]],
    below: [],
    leftOut: [],
  });
});

Deno.test("most rows too wide: the ends of all stand below", () => {
  const all = [
    column("process", { 10: 20 }),
    ends("local", { 18: 9, 46: 11 }),
    ends("remote", { 17: 9, 46: 11 }),
    column("state", { 11: 20 }, { shows: "state", weight: 85 }),
  ];
  assertEquals(layout(all, { columns: 64 }), {
    columns: [["process", 10], ["state", 11]],
    below: ["local", "remote"],
    leftOut: [],
  });
  assertEquals(layout(all, { columns: 119 }).below, []);
});

Deno.test("too narrow for both ends next to the program: they stand below", () => {
  const all = [column("process", { 10: 2 }), ends("local", { 18: 2 }), ends("remote", { 17: 2 })];
  assertEquals(layout(all, { columns: 49 }).below, []);
  assertEquals(layout(all, { columns: 48 }).below, ["local", "remote"]);
});

Deno.test("light columns wait until nearly all ends have room", () => {
  const all = [
    ends("remote", { 17: 14, 40: 6 }),
    column("note", { 20: 20 }, { weight: 10 }),
  ];
  assertEquals(widths(all, { columns: 53 }), [["remote", 40]]);
  assertEquals(widths(all, { columns: 54 }), [["remote", 40], ["note", 12]]);
});

Deno.test("where even what always shows is too wide, only text becomes narrower", () => {
  const all = [
    column("process", { 16: 1 }, { shows: "program" }),
    column("pid", { 10: 1 }, { shows: "number" }),
  ];
  assertEquals(widths(all, { columns: 20 }), [["process", 8], ["pid", 10]]);
  assertEquals(widths(all, { columns: 5 }), [["process", 1], ["pid", 10]]);
});

Deno.test("fields that are asked for stay, as narrow as their names", () => {
  const all = [
    column("user", { 30: 1 }),
    column("process", { 20: 1 }, { shows: "program" }),
    column("address", { 39: 1 }, { shows: "address" }),
  ];
  assertEquals(widths(all, { columns: 20, allFields: true }), [
    ["user", 4],
    ["process", 13],
    ["address", 39],
  ]);
});

Deno.test("a wider terminal never loses a column, but for rows that become one line", () => {
  const all = [
    column("process", { 6: 5, 30: 2 }, { shows: "program" }),
    ends("remote", { 13: 5, 39: 2 }),
    column("path", { 60: 7 }, { shows: "path", weight: 50 }),
    column("user", { 20: 7 }, { weight: 55 }),
  ];
  let fewest = 0;
  let mode = "";
  for (let columns = 1; columns < 200; columns++) {
    const { columns: shown, below } = layout(all, { columns });
    if (below.join() !== mode) fewest = 0;
    mode = below.join();
    assertEquals(shown.length >= fewest, true, `${columns} columns`);
    fewest = shown.length;
  }
  assertEquals(fewest, 4);
});

Deno.test("a state that differs is worth a second line, one that is always the same is not", () => {
  const table = (states: Record<number, number>) => [
    column("process", { 10: 20 }, { shows: "program" }),
    ends("local", { 18: 20 }),
    ends("remote", { 17: 20 }),
    column("state", states, { shows: "state", weight: 85 }),
  ];
  assertEquals(layout(table({ 11: 20 }), { columns: 55 }), {
    columns: [["process", 10], ["local", 18], ["remote", 17]],
    below: [],
    leftOut: ["state"],
  });
  assertEquals(layout(table({ 11: 19, 9: 1 }), { columns: 55 }), {
    columns: [["process", 10], ["state", 11]],
    below: ["local", "remote"],
    leftOut: [],
  });
});

Deno.test("a name is cut a little for the state, not for what is lighter", () => {
  const table = (weight: number) => [
    column("process", { 16: 20 }, { shows: "program" }),
    column("other", { 11: 19, 9: 1 }, { weight }),
  ];
  assertEquals(layout(table(85), { columns: 27 }).columns, [["process", 14], ["other", 11]]);
  assertEquals(layout(table(80), { columns: 27 }).columns, [["process", 16]]);
});
