import { assertEquals } from "@std/assert";
import type { EditedLine } from "../../../lib/live/screen/edit_line.ts";
import { editLine } from "../../../lib/live/screen/edit_line.ts";
import { updateWatch } from "../../../lib/live/screen/update_watch.ts";
import { keyPress, liveRow, WatchedScreen } from "../../support/watched.ts";

const program = (id: number, process: string) => liveRow(id, { connection: { process } });
const PROGRAMS = [program(1, "firefox.exe"), program(2, "svchost.exe"), program(3, "fire.exe")];

Deno.test("the list follows a filter as it is typed, and Enter keeps it", () => {
  const screen = new WatchedScreen().look(...PROGRAMS).press("/").type("fire");
  assertEquals(screen.lines, [1, 3]);
  assertEquals(screen.state.hidden, 1);
  screen.type("f");
  assertEquals(screen.lines, [1]);
  screen.press("backspace", "enter");
  assertEquals([screen.state.pane.kind, screen.state.settings.filter], ["none", "fire"]);
  assertEquals(screen.look(...PROGRAMS, program(4, "fire.exe")).lines, [1, 3, 4]);
  assertEquals(screen.did("remember").map(({ settings }) => settings.filter), ["fire"]);
});

Deno.test("Esc clears the filter, in the box and in the list", () => {
  const screen = new WatchedScreen().look(...PROGRAMS).press("/").type("fire").press("escape");
  assertEquals([screen.lines, screen.state.settings.filter], [[1, 2, 3], ""]);
  screen.press("/").type("svc").press("enter").press("escape");
  assertEquals([screen.lines, screen.state.settings.filter], [[1, 2, 3], ""]);
  assertEquals(screen.did("remember").at(-1)!.settings.filter, "");
  // Nothing is left to clear, and nothing is remembered for it.
  const before = screen.did("remember").length;
  assertEquals(screen.press("escape").did("remember").length, before);
});

Deno.test("the box opens with the filter that applies, and what is typed narrows it", () => {
  const screen = new WatchedScreen({ settings: { filter: "fire" } }).look(...PROGRAMS);
  assertEquals(screen.lines, [1, 3]);
  screen.press("/");
  assertEquals(screen.state.pane, { kind: "filter", text: "fire ", cursor: 5 });
  assertEquals(screen.type("fox").lines, [1]);
  assertEquals(screen.press("backspace", "backspace", "backspace", "enter").lines, [1, 3]);
  assertEquals(screen.state.settings.filter, "fire");
  screen.press("/");
  assertEquals(screen.press("ctrl+u").lines, [1, 2, 3]);
});

Deno.test("a filter that cannot be read says why, leaves the list, and cannot be kept", () => {
  const screen = new WatchedScreen().look(...PROGRAMS).press("/").type("port 70000");
  assertEquals(typeof screen.state.filterError, "string");
  assertEquals(screen.press("enter").state.pane.kind, "filter");
  assertEquals(screen.did("remember"), []);
  screen.press("ctrl+u");
  assertEquals([screen.state.filterError, screen.lines], [null, [1, 2, 3]]);
});

Deno.test("what is wrong with a filter is told with the way out", () => {
  const screen = new WatchedScreen().look(...PROGRAMS).press("/").type("fire or svc");
  assertEquals(
    screen.state.filterError,
    "Cannot read or: all conditions of a filter must hold. " +
      "For either of two values write a comma between them: port 80,443",
  );
});

Deno.test("a filter that only lacks its end is no mistake until Enter", () => {
  const screen = new WatchedScreen().look(...PROGRAMS).press("/").type("process ");
  assertEquals(screen.state.filterError, null);
  screen.press("enter");
  assertEquals([screen.state.pane.kind, typeof screen.state.filterError], ["filter", "string"]);
});

Deno.test("the filters of the command line stay on top of the typed one", () => {
  const given = {
    text: "",
    matches: ({ process }: { process: string | null }) => process !== "fire.exe",
  };
  const screen = new WatchedScreen({ given }).look(...PROGRAMS);
  assertEquals([screen.lines, screen.state.hidden], [[1, 2], 0]);
  screen.press("/").type("fire");
  assertEquals([screen.lines, screen.state.hidden], [[1], 1]);
  assertEquals(screen.press("escape").lines, [1, 2]);
});

Deno.test("a remembered filter that cannot be read is dropped", () => {
  const screen = new WatchedScreen({ settings: { filter: "port 70000" } }).look(...PROGRAMS);
  assertEquals([screen.lines, screen.state.settings.filter], [[1, 2, 3], ""]);
  assertEquals(screen.state.filterError, null);
});

Deno.test("the selection moves while a filter is typed, and letters do nothing else", () => {
  const screen = new WatchedScreen().look(...PROGRAMS).press("/", "down", "down");
  assertEquals(screen.state.selected, 3);
  screen.type("qsSeltaX ?");
  assertEquals(screen.effects, []);
  assertEquals(screen.state.pane.kind, "filter");
});

Deno.test("a line is edited as shells do it", () => {
  const edited = (line: string, ...keys: readonly string[]) => {
    const cursor = line.indexOf("|");
    let state: EditedLine = { text: line.replace("|", ""), cursor };
    for (const key of keys) state = editLine(state, keyPress(key)) ?? state;
    return `${state.text.slice(0, state.cursor)}|${state.text.slice(state.cursor)}`;
  };
  assertEquals(edited("ab|c", "X"), "abX|c");
  assertEquals(edited("ab|c", "left", "backspace"), "|bc");
  assertEquals(edited("|abc", "backspace", "left"), "|abc");
  assertEquals(edited("ab|c", "delete", "delete", "right"), "ab|");
  assertEquals(edited("port 443| tcp", "ctrl+w"), "port | tcp");
  assertEquals(edited("port 443 | tcp", "ctrl+w"), "port | tcp");
  assertEquals(edited("  |", "ctrl+w"), "|");
  assertEquals(edited("port 443| tcp", "ctrl+u"), "| tcp");
  assertEquals(edited("port 443| tcp", "ctrl+k"), "port 443|");
  assertEquals(edited("port |443", "home", "end", "ctrl+a", "ctrl+e"), "port 443|");
  assertEquals(edited("port 443 tcp|", "ctrl+left", "ctrl+left"), "port |443 tcp");
  assertEquals(edited("|port 443", "ctrl+right"), "port| 443");
  assertEquals(edited("port|", "tab", "f5", "insert", "ctrl+g", "alt+x", "pageUp"), "port|");
  // AltGr makes a character of its own.
  assertEquals(edited("|", "ctrl+alt+@"), "@|");
});

Deno.test("characters of several parts are one character to the cursor", () => {
  const family = "👨‍👩‍👧";
  const keys = ["한", family, "e\u0301"];
  const typed: EditedLine = { text: keys.join(""), cursor: keys.join("").length };
  const left = editLine(typed, keyPress("left"))!;
  assertEquals(left.cursor, "한".length + family.length);
  assertEquals(editLine(left, keyPress("backspace")), { text: "한e\u0301", cursor: 1 });
});

Deno.test("pasted text goes into the box, and does nothing in the list", () => {
  const paste = { key: "paste", text: "fire 443", ctrl: false, alt: false, shift: false };
  assertEquals(editLine({ text: "port ", cursor: 5 }, paste), {
    text: "port fire 443",
    cursor: 13,
  });
  const whole = { ...paste, text: "x".repeat(501) };
  assertEquals(editLine({ text: "port ", cursor: 5 }, whole)?.text, "port ");
  const screen = new WatchedScreen().look(...PROGRAMS);
  const before = screen.state;
  assertEquals(updateWatch(before, { kind: "key", key: { ...paste, text: "Kx" } }), {
    state: before,
    effects: [],
  });
});

Deno.test("a whole page that is pasted does not become a filter", () => {
  let line: EditedLine = { text: "", cursor: 0 };
  for (let count = 0; count < 5000; count++) line = editLine(line, keyPress("x"))!;
  assertEquals(line.text.length, 500);
});
