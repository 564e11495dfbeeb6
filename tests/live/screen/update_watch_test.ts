import { assertEquals } from "@std/assert";
import { screenLayout } from "../../../lib/live/screen/screen_layout.ts";
import { liveLook, liveRow, WatchedScreen } from "../../support/watched.ts";

const rows = (...ids: readonly number[]) => ids.map((id) => liveRow(id));

Deno.test("keys that look, pace and pause tell the program so", () => {
  const screen = new WatchedScreen({ settings: { every: 2000 } }).look(...rows(1));
  screen.press("r", "p", " ", "+", "-", "-", "E", "ctrl+l", "q");
  const kinds = screen.effects.filter(({ kind }) => kind !== "remember");
  assertEquals(kinds, [
    { kind: "lookNow" },
    { kind: "pause", isPaused: true },
    { kind: "pause", isPaused: false },
    { kind: "every", milliseconds: 3000 },
    { kind: "every", milliseconds: 2000 },
    { kind: "every", milliseconds: 1000 },
    { kind: "save" },
    { kind: "redraw" },
    { kind: "quit" },
  ]);
  assertEquals(screen.did("remember").at(-1)!.settings.every, 1000);
});

Deno.test("the interval stays between half a second and a minute, whatever it was", () => {
  const every = (from: number, ...keys: readonly string[]) =>
    new WatchedScreen({ settings: { every: from } }).press(...keys).state.settings.every;
  assertEquals(every(500, "-"), 500);
  assertEquals(every(60_000, "+"), 60_000);
  assertEquals(every(7_000, "+"), 10_000);
  assertEquals(every(7_000, "-"), 5_000);
  assertEquals(every(600_000, "+"), 600_000);
  assertEquals(every(600_000, "-"), 60_000);
});

Deno.test("switches are remembered, and switch back", () => {
  const keys = {
    t: "keepsClosed",
    a: "isGrouped",
    d: "showsNames",
    w: "showsOwners",
    A: "showsAudit",
    S: "isReversed",
  } as const;
  for (const [key, name] of Object.entries(keys)) {
    const screen = new WatchedScreen().press(key);
    assertEquals(screen.did("remember").map(({ settings }) => settings[name]), [true], key);
    assertEquals(screen.press(key).state.settings[name], false, key);
  }
  const screen = new WatchedScreen().press("t", "t");
  assertEquals(screen.did("keepClosed").map(({ keepsClosed }) => keepsClosed), [true, false]);
});

Deno.test("c copies the selected connection, or all of a group", () => {
  const of = (id: number) => liveRow(id, { connection: { process: "a.exe", pid: 7 } });
  const screen = new WatchedScreen().look(of(1), of(2)).press("down", "c", "a", "c");
  assertEquals(screen.did("copy").map(({ rows }) => rows.map(({ id }) => id)), [[2], [1, 2]]);
});

Deno.test("Enter shows what is told of the selected connection, and of no other", () => {
  const screen = new WatchedScreen().look(...rows(1, 2)).press("down", "enter");
  assertEquals(screen.did("describe").map(({ line }) => line.kind === "row" && line.row.id), [2]);
  screen.send({ kind: "details", about: 1, lines: ["another"] });
  assertEquals(screen.state.pane, { kind: "details", about: 2, lines: null, top: 0 });
  const lines = Array.from({ length: 50 }, (_, at) => `line ${at}`);
  screen.send({ kind: "details", about: 2, lines }).press("down", "down");
  const top = () => screen.state.pane.kind === "details" ? screen.state.pane.top : null;
  assertEquals(top(), 2);
  // The last line is at the lower end of the pane, and from there it goes up at once.
  screen.press("G");
  const last = top()!;
  assertEquals(last, 50 - (screenLayout(screen.state).pane - 1));
  assertEquals([screen.press("down", "up") && top(), screen.press("g") && top()], [last - 1, 0]);
  assertEquals(screen.state.selected, 2);
  for (const key of ["escape", "enter", "q"]) {
    assertEquals(screen.press(key).state.pane.kind, "none");
    assertEquals(screen.did("quit"), []);
    screen.press("enter");
  }
  // Details that come too late open nothing.
  screen.press("escape").send({ kind: "details", about: 2, lines: ["late"] });
  assertEquals(screen.state.pane.kind, "none");
});

Deno.test("below the details the other keys go on working", () => {
  const screen = new WatchedScreen().look(...rows(1)).press("enter", "p", "c", "K");
  assertEquals(screen.state.isPaused, true);
  assertEquals([screen.did("copy").length, screen.did("ask").length], [1, 1]);
});

Deno.test("the help closes by its own keys, Esc, Enter and q, and swallows all others", () => {
  for (const key of ["?", "h", "f1", "escape", "enter", "q"]) {
    const screen = new WatchedScreen().look(...rows(1)).press("?");
    assertEquals(screen.state.pane.kind, "help");
    screen.press("K", "x", "p", "down", "up", "G", "g", "s");
    assertEquals([screen.state.pane.kind, screen.effects], ["help", []]);
    assertEquals(screen.press(key).state.pane.kind, "none", key);
    assertEquals(screen.effects, []);
  }
});

Deno.test("a message goes with the next key, or when it was shown long enough", () => {
  const screen = new WatchedScreen().send({ kind: "told", text: "Copied", isFailure: false });
  assertEquals(screen.state.message, { text: "Copied", kind: "done" });
  assertEquals(screen.look().state.message?.text, "Copied");
  assertEquals(screen.press("down").state.message, null);
  screen.send({ kind: "told", text: "No", isFailure: true }, { kind: "forget" });
  assertEquals(screen.state.message, null);
});

Deno.test("a look that fails leaves the rows and says why, until one succeeds", () => {
  const screen = new WatchedScreen().look(...rows(1, 2)).send({ kind: "late" });
  assertEquals(screen.state.isLate, true);
  screen.send({ kind: "lookFailed", reason: "Cannot run netstat" });
  assertEquals([screen.state.trouble, screen.state.isLate], ["Cannot run netstat", false]);
  assertEquals(screen.lines, [1, 2]);
  screen.send({ kind: "late" }).look(...rows(1));
  assertEquals([screen.state.trouble, screen.state.isLate, screen.lines], [null, false, [1]]);
});

Deno.test("marks of the audit show while it is on", () => {
  const marks = new Map([[1, "high"]]);
  const screen = new WatchedScreen().look(...rows(1)).send({ kind: "marks", marks });
  assertEquals(screen.state.marks.size, 0);
  assertEquals(screen.press("A").send({ kind: "marks", marks }).state.marks, marks);
  assertEquals(screen.press("A").state.marks.size, 0);
});

Deno.test("a state is a value: an event leaves the one before as it was", () => {
  const screen = new WatchedScreen().look(...rows(1, 2, 3));
  const { state } = screen;
  const copy = structuredClone({ ...state, given: null, typed: null });
  screen.press("down", "a", " ", "s", "n", "e").send({ kind: "look", look: liveLook(rows(9)) });
  assertEquals({ ...state, given: null, typed: null } as unknown, copy as unknown);
});

Deno.test("the line about what could not be seen keeps its place, so that the list does not jump", () => {
  const screen = new WatchedScreen().look(...rows(1));
  const look = liveLook(rows(1));
  const { list } = screenLayout(screen.state);
  assertEquals(screen.state.limits, null);
  screen.send({ kind: "look", look, limits: "1 owner could not be seen" });
  assertEquals(screenLayout(screen.state).list, list - 1);
  screen.send({ kind: "look", look, limits: null });
  assertEquals([screen.state.limits, screenLayout(screen.state).list], ["", list - 1]);
  screen.send({ kind: "look", look, limits: "1 owner could not be seen" }).look(...rows(1));
  assertEquals(screen.state.limits, "1 owner could not be seen");
});
