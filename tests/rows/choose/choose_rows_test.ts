import { assertEquals } from "@std/assert";
import type { ObjectRow } from "../../../lib/model/field.ts";
import {
  choiceAfterLookUp,
  chooseRows,
  type Doubt,
  type RowWatch,
} from "../../../lib/rows/choose/choose_rows.ts";
import { buildSelection, type SelectionOptions } from "../../../lib/rows/choose/selection.ts";
import { collectRows, inBatches } from "../../../lib/rows/rows.ts";

/** A row of a connection of which little is known. */
function row(name: string, known: ObjectRow = {}): ObjectRow {
  return {
    name,
    protocol: "TCP",
    localPort: 50_000,
    remoteAddress: "8.8.8.8",
    remotePort: 443,
    pid: 20,
    process: "a.exe",
    path: null,
    user: null,
    localHost: null,
    remoteHost: null,
    remoteOwner: null,
    remoteCountry: null,
    ...known,
  };
}

/** The names of the chosen rows, and what is told of the others. */
async function choose(
  options: SelectionOptions,
  rows: readonly ObjectRow[],
  { lookedUp = [], fill = (row) => row }: {
    lookedUp?: readonly string[];
    fill?: (row: ObjectRow) => ObjectRow;
  } = {},
) {
  const told: string[] = [];
  const watch: RowWatch = {
    concerns: ({ pid, process }) => pid === null && process === null,
    judged: ({ name }, matches) => void told.push(`${name} owner ${matches({})}`),
    zoneless: () => {},
    unknown: ({ name }, { what, isChosen, isLookedUp }: Doubt) => {
      told.push(`${name} ${what} ${isChosen ? "kept" : "out"}${isLookedUp ? " looked up" : ""}`);
    },
  };
  const selection = buildSelection(options);
  const before = await collectRows(chooseRows(selection, { watch, lookedUp })(inBatches(rows)));
  const after = choiceAfterLookUp(selection, { watch, lookedUp });
  const filled = before.map(fill);
  const chosen = after === null ? filled : after(filled);
  const names = (rows: readonly ObjectRow[]) => rows.map(({ name }) => name).join(" ");
  return { asked: names(before), chosen: names(chosen), told };
}

Deno.test("a user or a path that is not known is told of", async () => {
  const rows = [
    row("ours", { user: "PC\\anna", path: "C:\\a.exe" }),
    row("other", { user: "PC\\bert", path: "D:\\a.exe" }),
    row("hidden"),
  ];
  assertEquals(await choose({ user: ["anna"] }, rows), {
    asked: "ours",
    chosen: "ours",
    told: ["hidden user out"],
  });
  assertEquals((await choose({ path: ["!C:"] }, rows)).told, ["hidden path kept"]);
  assertEquals((await choose({ path: ["!C:"] }, rows)).chosen, "other hidden");
  // A row that another filter leaves out is not in doubt.
  assertEquals((await choose({ user: ["anna"], port: ["80"] }, rows)).told, []);
  // One that lacks both is told of once.
  assertEquals((await choose({ user: ["anna"], path: ["C:"] }, rows)).told, ["hidden user out"]);
});

Deno.test("what is not there is not in doubt", async () => {
  const rows = [
    row("ended", { pid: 0, process: null, state: "TIME_WAIT" }),
    row("System", { pid: 4, process: "System" }),
    row("kernel", { process: "kthreadd", memoryBytes: 0 }),
  ];
  assertEquals((await choose({ path: ["C:"] }, rows)).told, []);
  assertEquals((await choose({ user: ["anna"] }, rows.slice(0, 1))).told, []);
  const ends = [
    row("listener", { remoteAddress: "0.0.0.0", remotePort: 0 }),
    row("datagram", { remoteAddress: null, remotePort: null }),
    row("loopback", { remoteAddress: "127.0.0.1" }),
  ];
  for (const options of [{ host: ["*"] }, { ownerName: ["*"] }, { country: ["DE"] }]) {
    assertEquals((await choose(options, ends)).told, [], JSON.stringify(options));
  }
  const inside = [row("private", { remoteAddress: "10.0.0.1" })];
  assertEquals((await choose({ country: ["DE"] }, inside)).told, []);
  assertEquals((await choose({ host: ["*"] }, inside)).told, ["private host out"]);
  // Windows may have a neighbour's name in its DNS cache.
  const neighbour = [row("neighbour", { remoteAddress: "fe80::7%12" })];
  const lookedUp = ["remoteHost"];
  assertEquals((await choose({ host: ["*"] }, neighbour, { lookedUp })).asked, "neighbour");
});

Deno.test("a socket without a process is judged by its account where that is known", async () => {
  const unseen = { pid: null, process: null };
  const rows = [
    row("anna", { ...unseen, user: "anna" }),
    row("root", { ...unseen, user: "root" }),
    row("nobody", unseen),
  ];
  assertEquals(await choose({ user: ["anna"] }, rows), {
    asked: "anna",
    chosen: "anna",
    told: ["nobody owner false"],
  });
  // Whose program it is, is not known; but root's it is not.
  assertEquals((await choose({ user: ["anna"], process: ["x"] }, rows)).told, [
    "anna owner false",
    "nobody owner false",
  ]);
});

Deno.test("what is to be looked up is asked again after that", async () => {
  const rows = [
    row("german"),
    row("american"),
    row("secret"),
    row("known", { remoteCountry: "DE" }),
    row("wrong", { remoteCountry: "US" }),
    row("inside", { remoteAddress: "10.0.0.1" }),
    row("listener", { remoteAddress: null }),
  ];
  const countries: Readonly<Record<string, string>> = { german: "DE", american: "US" };
  const lookedUp = ["remoteOwner", "remoteCountry"];
  const fill = (row: ObjectRow) => ({
    ...row,
    remoteCountry: row.remoteCountry ?? countries[String(row.name)] ?? null,
  });
  assertEquals(await choose({ country: ["DE"] }, rows, { lookedUp, fill }), {
    asked: "german american secret known",
    chosen: "german known",
    told: ["secret country out looked up"],
  });
  assertEquals(await choose({ country: ["!DE"] }, rows, { lookedUp, fill }), {
    asked: "german american secret wrong inside listener",
    chosen: "american secret wrong inside listener",
    told: ["secret country kept looked up"],
  });
  // Without a look-up the rows are what they are.
  assertEquals(await choose({ country: ["DE"] }, rows), {
    asked: "known",
    chosen: "known",
    told: ["german country out", "american country out", "secret country out"],
  });
  // Names are looked up, owners are not.
  assertEquals(
    (await choose({ country: ["DE"] }, rows, { lookedUp: ["remoteHost"] })).asked,
    "known",
  );
});

Deno.test("a row in doubt twice is told of once, by what it lacks first", async () => {
  const rows = [row("both")];
  const lookedUp = ["remoteCountry"];
  assertEquals((await choose({ path: ["C:"], country: ["DE"] }, rows, { lookedUp })).told, [
    "both path out",
  ]);
  assertEquals((await choose({ path: ["!C:"], country: ["DE"] }, rows, { lookedUp })).told, [
    "both path out",
  ]);
});

Deno.test("the name of this end is enough", async () => {
  const rows = [row("here", { localHost: "pc.example" }), row("there", { localHost: "x.example" })];
  const result = await choose({ host: ["pc.*"] }, rows, { lookedUp: ["remoteHost"] });
  assertEquals(result, {
    asked: "here there",
    chosen: "here",
    told: ["there host out looked up"],
  });
  const excluded = await choose({ host: ["!pc.*"] }, rows, { lookedUp: ["remoteHost"] });
  assertEquals(excluded, {
    asked: "there",
    chosen: "there",
    told: ["there host kept looked up"],
  });
  const both = await choose({ host: ["pc.*,!*.test"] }, rows, { lookedUp: ["remoteHost"] });
  assertEquals(both.told, ["here host kept looked up", "there host out looked up"]);
});
