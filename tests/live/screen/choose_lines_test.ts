import { assert, assertEquals } from "@std/assert";
import { SORT_COLUMNS } from "../../../lib/live/screen/sort_columns.ts";
import { liveLook, liveRow, WatchedScreen } from "../../support/watched.ts";

const rows = (...ids: readonly number[]) => ids.map((id) => liveRow(id));

Deno.test("without a sort, rows stand in the order in which they came, however they are listed", () => {
  const screen = new WatchedScreen().look(...rows(2, 3, 1));
  assertEquals(screen.lines, [1, 2, 3]);
  assertEquals(screen.look(...rows(4, 1, 3, 2)).lines, [1, 2, 3, 4]);
  assertEquals(screen.press("S").lines, [4, 3, 2, 1]);
});

Deno.test("s goes to the next column, left to the one before, in a circle", () => {
  const screen = new WatchedScreen();
  const names = [null, ...SORT_COLUMNS.map(({ name }) => name)];
  for (const name of [...names.slice(1), null]) {
    assertEquals(screen.press("s").state.settings.sort, name);
  }
  for (const name of [...names.slice(1).toReversed(), null]) {
    assertEquals(screen.press("left").state.settings.sort, name);
  }
  assertEquals(screen.press("right").state.settings.sort, names[1]);
});

Deno.test("rows that are equal do not change places from look to look", () => {
  const same = (id: number) => liveRow(id, { connection: { process: "a.exe" } });
  const screen = new WatchedScreen({ settings: { sort: "process" } });
  for (const ids of [[3, 1, 2], [1, 2, 3], [2, 3, 1]]) {
    assertEquals(screen.look(...ids.map(same)).lines, [1, 2, 3]);
  }
  screen.press("S");
  for (const ids of [[3, 1, 2], [2, 1, 3]]) {
    assertEquals(screen.look(...ids.map(same)).lines, [1, 2, 3]);
  }
});

Deno.test("every column sorts, rows without a value last in both directions", () => {
  const filled = (id: number, value: string | number) =>
    liveRow(id, {
      firstSeen: null,
      connection: Object.fromEntries(SORT_COLUMNS.map(({ name, field }) => [
        name,
        field.kind === "integer" ? value : String(value),
      ])),
    });
  const empty = liveRow(1, {
    connection: Object.fromEntries(SORT_COLUMNS.map(({ name }) => [name, null])),
  });
  for (const { name } of SORT_COLUMNS.filter(({ name }) => name !== "age")) {
    const screen = new WatchedScreen({ settings: { sort: name } });
    assertEquals(screen.look(empty, filled(2, 20), filled(3, 10)).lines, [3, 2, 1], name);
    assertEquals(screen.press("S").lines, [2, 3, 1], name);
  }
});

Deno.test("the youngest come first by age: by when Windows says they began, else by the first look", () => {
  const began = Date.UTC(2026, 10, 25, 8);
  const screen = new WatchedScreen({ settings: { sort: "age" } }).look(
    liveRow(1),
    liveRow(2, { firstSeen: began }),
    liveRow(3, { firstSeen: began + 5, connection: { createdAt: "2026-11-25T07:00:00Z" } }),
    liveRow(4, { firstSeen: began + 1 }),
  );
  assertEquals(screen.lines, [4, 2, 3, 1]);
});

Deno.test("keys show only one kind, in the place of its counterpart, and all again", () => {
  const screen = new WatchedScreen().look(
    liveRow(1),
    liveRow(2, {
      connection: { state: "LISTENING", direction: null, remoteAddress: "0.0.0.0", remotePort: 0 },
    }),
    liveRow(3, { connection: { protocol: "UDP", state: null, direction: null } }),
    liveRow(4, { connection: { direction: "inbound" } }),
    liveRow(5, { connection: { state: "CLOSE_WAIT" } }),
  );
  const after = (...keys: readonly string[]) => screen.press(...keys).lines;
  assertEquals(after("e"), [1, 4]);
  assertEquals(after("l"), [2]);
  assertEquals(after("l"), [1, 2, 3, 4, 5]);
  assertEquals(after("1"), [1, 2, 4, 5]);
  assertEquals(after("2"), [3]);
  assertEquals(after("2", "i"), [4]);
  assertEquals(after("o"), [1, 5]);
  assertEquals(after("e"), [1]);
  assertEquals(screen.state.hidden, 4);
  assertEquals(after("e", "o"), [1, 2, 3, 4, 5]);
  assertEquals(screen.did("remember").at(-1)!.settings.only, []);
});

Deno.test("L leaves out this computer's connections to itself", () => {
  const loopback = { localAddress: "127.0.0.1", localScope: "loopback" };
  const screen = new WatchedScreen().look(
    ...rows(1),
    liveRow(2, {
      connection: { ...loopback, remoteAddress: "127.0.0.1", remoteScope: "loopback" },
    }),
    liveRow(3, {
      connection: { ...loopback, state: "LISTENING", remoteAddress: null, remoteScope: null },
    }),
  );
  assertEquals(screen.press("L").lines, [1]);
  assertEquals(screen.press("L").lines, [1, 2, 3]);
});

Deno.test("groups stand where their first row would, and take in each process by itself", () => {
  const of = (id: number, process: string, pid: number) =>
    liveRow(id, { connection: { process, pid } });
  const screen = new WatchedScreen({ settings: { isGrouped: true, sort: "process" } });
  screen.look(of(1, "z.exe", 5), of(2, "a.exe", 9), of(3, "a.exe", 8), of(4, "a.exe", 9));
  assertEquals(screen.lines, ["9 a.exe", "8 a.exe", "5 z.exe"]);
  assertEquals(screen.press("enter").lines, ["9 a.exe", 2, 4, "8 a.exe", "5 z.exe"]);
  assertEquals(screen.press("S").lines, ["5 z.exe", "9 a.exe", 2, 4, "8 a.exe"]);
  // An open group stays open when all of its rows are hidden for a while.
  screen.look(of(1, "z.exe", 5)).look(of(1, "z.exe", 5), of(2, "a.exe", 9));
  assertEquals(screen.lines, ["5 z.exe", "9 a.exe", 2]);
});

Deno.test("n clears the marks until something happens again, and lets closed ones go", () => {
  const opened = liveRow(1, { mark: "opened", firstSeen: 1 });
  const closed = liveRow(2, { mark: "closed", closedAt: 1 });
  const marks = () =>
    screen.state.lines.map((line) => line.kind === "row" ? [line.row.id, line.row.mark] : null);
  const screen = new WatchedScreen().look(opened, closed, ...rows(3)).press("n");
  assertEquals(marks(), [[1, null], [3, null]]);
  screen.look(opened, closed, liveRow(3, { mark: "opened", firstSeen: 2 }));
  assertEquals(marks(), [[1, null], [3, "opened"]]);
  const changed = liveRow(1, { mark: "changed", connection: { state: "CLOSE_WAIT" } });
  screen.look(changed, ...rows(3));
  assertEquals(marks(), [[1, "changed"], [3, null]]);
});

Deno.test("names and owners that are found come into the rows, and nothing else of what was then", () => {
  const screen = new WatchedScreen({ settings: { sort: "remoteOwner" } }).look(...rows(1, 2));
  const stale = liveRow(2, { connection: { state: "SYN_SENT", remoteOwner: "Example Net" } });
  screen.send({ kind: "known", rows: new Map([[2, stale], [7, liveRow(7)]]) });
  assertEquals(screen.lines, [2, 1]);
  const [first] = screen.state.lines;
  assert(first?.kind === "row");
  assertEquals(first.row.connection.remoteOwner, "Example Net");
  assertEquals(first.row.connection.state, "ESTABLISHED");
});

Deno.test("10,000 rows are sorted once for each look, not for each key", () => {
  const many = Array.from({ length: 10_000 }, (_, id) => liveRow(id + 1));
  const screen = new WatchedScreen({ settings: { sort: "remoteAddress" } });
  screen.send({ kind: "look", look: liveLook(many) });
  const { sorted, lines } = screen.state;
  screen.press("down", "G", "pageUp", "?", "escape", "enter", "escape", "p", "K", "escape");
  assert(screen.state.sorted === sorted);
  assert(screen.state.lines === lines);
  screen.press("/").type("app77");
  assert(screen.state.sorted === sorted);
  assertEquals(screen.state.lines.length, 111);
});
