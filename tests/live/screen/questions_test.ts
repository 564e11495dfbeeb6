import { assertEquals } from "@std/assert";
import type { Question } from "../../../lib/live/screen/watch_state.ts";
import { liveRow, WatchedScreen } from "../../support/watched.ts";

const rows = (...ids: readonly number[]) => ids.map((id) => liveRow(id));

/** The question that a screen has asked for. */
function prepared(screen: WatchedScreen, facts: Partial<Question> = {}): Question {
  const { number, action, rows } = screen.did("ask").at(-1)!;
  const lines = rows.map(({ connection: { process, pid } }) => `${process} (${pid})`);
  return { number, action, lines, refusal: null, canForce: action === "kill", ...facts };
}

/** A screen that shows a question about the selected line. */
function asked(key: string, facts: Partial<Question> = {}) {
  const screen = new WatchedScreen().look(...rows(1, 2, 3)).press("down", key);
  const question = prepared(screen, facts);
  return { screen: screen.send({ kind: "question", question }, { kind: "shown" }), question };
}

Deno.test("K, x and X each ask about the selected connection, and do nothing themselves", () => {
  for (const [key, action] of [["K", "kill"], ["x", "close"], ["X", "closeAll"]] as const) {
    const { screen, question } = asked(key);
    assertEquals(question.action, action);
    assertEquals(question.lines, ["app2.exe (1002)"]);
    assertEquals(screen.state.pane.kind, "question");
    assertEquals(screen.did("carryOut"), []);
  }
});

Deno.test("y does what was asked, f by force where that is offered, once", () => {
  const { screen, question } = asked("K");
  screen.press("y", "y", "y");
  assertEquals(screen.did("carryOut"), [{ kind: "carryOut", question, isForced: false }]);
  const forced = asked("K");
  forced.screen.press("f", "f");
  assertEquals(forced.screen.did("carryOut").map(({ isForced }) => isForced), [true]);
  const close = asked("x");
  assertEquals(close.screen.press("f").did("carryOut"), []);
  assertEquals(close.screen.state.pane.kind, "question");
});

Deno.test("only y and f say yes: every other key leaves the question or gives it up", () => {
  const others = [
    ..."abcdeghijklmnopqrstuvwxzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/?+- ",
    ...[
      "enter",
      "escape",
      "up",
      "down",
      "pageDown",
      "home",
      "end",
      "tab",
      "backspace",
      "f1",
      "f10",
    ],
    ...["ctrl+y", "alt+y", "ctrl+f", "alt+f", "ctrl+alt+y"],
  ];
  for (const key of others) {
    const { screen } = asked("K");
    screen.press(key);
    assertEquals(screen.did("carryOut"), [], key);
    assertEquals(screen.did("quit"), [], key);
    assertEquals(screen.did("ask").length, 1, key);
    const isOver = ["n", "q", "escape"].includes(key);
    assertEquals(screen.state.pane.kind, isOver ? "none" : "question", key);
  }
});

Deno.test("a refusal is shown and cannot be answered", () => {
  for (const key of ["y", "f"]) {
    const { screen } = asked("K", { refusal: "it is netwho itself" });
    screen.press(key);
    assertEquals([screen.did("carryOut"), screen.state.pane.kind], [[], "question"]);
    assertEquals(screen.press("enter").state.pane.kind, "none");
  }
});

Deno.test("what was typed before the question was on the screen does not answer it", () => {
  const screen = new WatchedScreen().look(...rows(1)).press("K", "y");
  const question = prepared(screen);
  screen.press("y").send({ kind: "question", question }).press("y", "f");
  assertEquals(screen.did("carryOut"), []);
  screen.send({ kind: "shown" }).press("y");
  assertEquals(screen.did("carryOut").length, 1);
});

Deno.test("a question stays about what it named, whatever becomes of the list", () => {
  const { screen, question } = asked("K");
  screen.look(...rows(9, 1, 3)).look().look(...rows(7));
  assertEquals(screen.state.pane, { kind: "question", question, isShown: true });
  screen.press("down", "y");
  assertEquals(screen.did("carryOut"), [{ kind: "carryOut", question, isForced: false }]);
});

Deno.test("a question that was given up does not come back, nor take the place of a later one", () => {
  const screen = new WatchedScreen().look(...rows(1, 2)).press("K");
  const first = prepared(screen);
  screen.press("escape").send({ kind: "question", question: first }, { kind: "shown" });
  assertEquals(screen.state.pane.kind, "none");
  screen.press("down", "K").send({ kind: "question", question: first }, { kind: "shown" });
  assertEquals(screen.state.pane.kind, "preparing");
  assertEquals(screen.press("y").did("carryOut"), []);
  const second = prepared(screen);
  screen.send({ kind: "question", question: second }, { kind: "shown" }).press("y");
  assertEquals(screen.did("carryOut").map(({ question }) => question), [second]);
});

Deno.test("while a filter is typed no letter asks or answers anything", () => {
  const { screen, question } = asked("K");
  screen.press("escape", "/").type("Kxy").send({ kind: "question", question }, { kind: "shown" });
  screen.type("yf");
  assertEquals(screen.did("ask").length, 1);
  assertEquals(screen.did("carryOut"), []);
  assertEquals(screen.state.pane, { kind: "filter", text: "Kxyyf", cursor: 5 });
});

Deno.test("X means all open connections of the program, also those that the filter hides", () => {
  const of = (id: number, process: string, closedAt: number | null = null) =>
    liveRow(id, { closedAt, connection: { process } });
  const screen = new WatchedScreen({ settings: { only: ["udp"] } });
  screen.look(of(1, "game.exe"), of(2, "other.exe"), of(3, "game.exe", 1), of(4, "game.exe"));
  screen.press("2", "X");
  assertEquals(screen.did("ask").map(({ rows }) => rows.map(({ id }) => id)), [[1, 4]]);
});

Deno.test("X on a connection of an unknown program leaves out those of known ones", () => {
  const unknown = (id: number, pid: number) => liveRow(id, { connection: { process: null, pid } });
  const screen = new WatchedScreen().look(unknown(1, 0), unknown(2, 7), ...rows(3), unknown(4, 0));
  assertEquals(screen.press("X").did("ask")[0]!.rows.map(({ id }) => id), [1, 4]);
});

Deno.test("on a group K means its process and x all its connections", () => {
  const of = (id: number) => liveRow(id, { connection: { process: "a.exe", pid: 7 } });
  const screen = new WatchedScreen({ settings: { isGrouped: true } }).look(
    of(1),
    of(2),
    ...rows(3),
  );
  screen.press("K", "escape", "x");
  assertEquals(screen.did("ask").map(({ action, rows }) => [action, rows.map(({ id }) => id)]), [
    ["kill", [1, 2]],
    ["close", [1, 2]],
  ]);
});

Deno.test("without a line there is nothing to ask about", () => {
  for (const key of ["K", "x", "X"]) {
    const screen = new WatchedScreen().look().press(key);
    assertEquals(screen.did("ask"), []);
    assertEquals(screen.state.message?.kind, "failed");
  }
});

Deno.test("X and x on closed connections only are about these, so that the question can say so", () => {
  const closed = (id: number) => liveRow(id, { mark: "closed", closedAt: 1 });
  const screen = new WatchedScreen().look(closed(1), ...rows(2)).press("X", "escape", "x");
  assertEquals(screen.did("ask").map(({ rows }) => rows.map(({ id }) => id)), [[1], [1]]);
});

Deno.test("a question that has no room to say what it is about cannot be answered", () => {
  const screen = new WatchedScreen().look(...rows(1)).press("K");
  const lines = ["app1.exe (1001), started 2026-11-25", "C:\\app1.exe", "1 socket"];
  const question = prepared(screen, { lines });
  screen.send(
    { kind: "question", question },
    { kind: "size", size: { columns: 80, rows: 4 } },
    { kind: "shown" },
  );
  assertEquals(screen.press("y").did("carryOut"), []);
  screen.send({ kind: "size", size: { columns: 80, rows: 12 } }, { kind: "shown" }).press("y");
  assertEquals(screen.did("carryOut").map(({ question }) => question), [question]);
});

Deno.test("a question that lost its room is not answered either", () => {
  const { screen } = asked("K", { lines: ["a", "b", "c"] });
  screen.send({ kind: "size", size: { columns: 80, rows: 3 } }, { kind: "shown" });
  assertEquals(screen.press("y").did("carryOut"), []);
});
