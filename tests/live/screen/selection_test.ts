import { assertEquals } from "@std/assert";
import { screenLayout } from "../../../lib/live/screen/screen_layout.ts";
import { liveRow, WatchedScreen } from "../../support/watched.ts";

/** The rows with these IDs. */
const rows = (...ids: readonly number[]) => ids.map((id) => liveRow(id));

/** The IDs from one to another. */
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

Deno.test("the first line is selected at first, and none where there is none", () => {
  const screen = new WatchedScreen().look();
  assertEquals(screen.state.selected, null);
  screen.press("down", "up", "G", "pageDown", "enter", "c", " ");
  assertEquals(screen.state.selected, null);
  assertEquals(screen.look(...rows(4, 5)).state.selected, 4);
});

Deno.test("keys move the selection and stop at the ends", () => {
  const screen = new WatchedScreen().look(...rows(...range(1, 100)));
  const after = (...keys: readonly string[]) => screen.press(...keys).state.selected;
  assertEquals(after("up"), 1);
  assertEquals(after("down", "j"), 3);
  assertEquals(after("k"), 2);
  assertEquals(after("end"), 100);
  assertEquals(after("down"), 100);
  assertEquals(after("g"), 1);
  const { page } = screenLayout(screen.state);
  assertEquals(after("pageDown"), page);
  assertEquals(after("pageUp", "pageUp"), 1);
  assertEquals(after("G", "home"), 1);
});

Deno.test("the selection stays on its connection when others come, go and change places", () => {
  const screen = new WatchedScreen({ settings: { sort: "process" } }).look(...rows(1, 2, 3));
  screen.press("down");
  assertEquals(screen.state.selected, 2);
  const moved = liveRow(2, { connection: { process: "zz.exe" } });
  screen.look(...rows(7, 1), moved, ...rows(3, 9));
  assertEquals(screen.lines, [1, 3, 7, 9, 2]);
  assertEquals(screen.state.selected, 2);
});

Deno.test("the selection stays on a connection that closed, and goes to the nearest when that is gone", () => {
  const screen = new WatchedScreen().look(...rows(1, 2, 3, 4));
  screen.press("down");
  const closed = liveRow(2, { mark: "closed", closedAt: 1 });
  assertEquals(screen.look(...rows(1), closed, ...rows(3, 4)).state.selected, 2);
  assertEquals(screen.look(...rows(1, 3, 4)).state.selected, 3);
  // Its neighbour goes in the same look.
  assertEquals(screen.look(...rows(1, 4)).state.selected, 4);
  assertEquals(screen.look(...rows(1)).state.selected, 1);
  assertEquals(screen.look().state.selected, null);
});

Deno.test("the nearest is found by where it stood, also where all lines change places", () => {
  const screen = new WatchedScreen().look(...rows(1, 2, 3, 4)).press("down", "down");
  assertEquals(screen.state.selected, 3);
  screen.press("S").look(...rows(1, 2, 4, 5, 6));
  assertEquals(screen.lines, [6, 5, 4, 2, 1]);
  assertEquals(screen.state.selected, 2);
});

Deno.test("the selected line shows, with lines around it", () => {
  const screen = new WatchedScreen().look(...rows(...range(1, 100)));
  const { page } = screenLayout(screen.state);
  screen.press(...range(1, page - 3).map(() => "down"));
  assertEquals([screen.state.selected, screen.state.top], [page - 2, 0]);
  assertEquals(screen.press("down").state.top, 1);
  assertEquals(screen.press("G").state.top, 100 - page);
  screen.press(...range(1, page - 3).map(() => "up"));
  assertEquals(screen.state.top, 100 - page);
  assertEquals(screen.press("up").state.top, 100 - page - 1);
});

Deno.test("a scrolled list moves with the selected line, so that this stays where it is", () => {
  const screen = new WatchedScreen({ settings: { sort: "pid" } }).look(...rows(...range(101, 200)));
  screen.press(...range(1, 50).map(() => "down"));
  const { top } = screen.state;
  screen.look(...rows(...range(1, 5), ...range(101, 200)));
  assertEquals(screen.state.selected, 151);
  assertEquals(screen.state.top, top + 5);
});

Deno.test("a list that is not scrolled stays at its beginning when lines come before the selected one", () => {
  const screen = new WatchedScreen({ settings: { sort: "pid" } }).look(...rows(...range(101, 200)));
  screen.look(...rows(...range(1, 3), ...range(101, 200)));
  assertEquals([screen.state.selected, screen.state.top], [101, 0]);
});

Deno.test("a smaller terminal and a pane keep the selected line in view", () => {
  const screen = new WatchedScreen().look(...rows(...range(1, 100)));
  screen.press(...range(1, 10).map(() => "down"));
  const isInView = () => {
    const { lines, selected, top } = screen.state;
    const place = lines.findIndex((line) => line.kind === "row" && line.row.id === selected);
    const { page } = screenLayout(screen.state);
    return top <= place && place < top + page;
  };
  assertEquals(isInView(), true);
  screen.send({ kind: "size", size: { columns: 40, rows: 8 } });
  assertEquals(isInView(), true);
  screen.send({ kind: "size", size: { columns: 100, rows: 24 } }).press("enter");
  assertEquals(isInView(), true);
});

Deno.test("a terminal without room for a list does no harm", () => {
  const screen = new WatchedScreen().look(...rows(...range(1, 10)));
  for (const rows of [1, 2, 3, 0]) {
    screen.send({ kind: "size", size: { columns: 1, rows } }).press("down", "pageDown", "G", "up");
    assertEquals(screen.state.lines.length, 10);
  }
  assertEquals(screen.state.selected, 9);
});

Deno.test("grouping takes the selection to the group, and back to a connection of it", () => {
  const of = (id: number, pid: number) => liveRow(id, { connection: { process: "a.exe", pid } });
  const screen = new WatchedScreen().look(of(1, 10), of(2, 20), of(3, 20)).press("G", "a");
  assertEquals(screen.lines, ["10 a.exe", "20 a.exe"]);
  assertEquals(screen.state.selected, "20 a.exe");
  assertEquals(screen.press(" ").lines, ["10 a.exe", "20 a.exe", 2, 3]);
  assertEquals(screen.press("G").state.selected, 3);
  // A closed group takes its row's selection in; given up, it hands it to its first one.
  screen.press("up", "up", "enter");
  assertEquals([screen.lines, screen.state.selected], [["10 a.exe", "20 a.exe"], "20 a.exe"]);
  assertEquals(screen.press("a").state.selected, 2);
  assertEquals(screen.state.isPaused, false);
});

Deno.test("F selects each new connection as it comes, until a key moves", () => {
  const screen = new WatchedScreen().look(...rows(1, 2)).press("F");
  const at = Date.UTC(2026, 10, 25, 9);
  const opened = (id: number) => liveRow(id, { mark: "opened", firstSeen: at });
  assertEquals(screen.look(...rows(1, 2), opened(3), opened(4)).state.selected, 4);
  assertEquals(screen.press("up").state.selected, 3);
  screen.look(...rows(1, 2), liveRow(3), liveRow(4), opened(5));
  assertEquals(screen.state.selected, 3);
});
