import { assert, assertEquals } from "@std/assert";
import {
  KEY_GROUPS,
  keyName,
  WATCH_KEYS,
  type WatchKey,
} from "../../../lib/live/screen/watch_keys.ts";
import { keyPress } from "../../support/watched.ts";

const KEYS: readonly WatchKey[] = WATCH_KEYS;

Deno.test("no key does two things", () => {
  const keys = KEYS.flatMap(({ keys }) => keys);
  assertEquals(keys.length, new Set(keys).size);
});

Deno.test("the help names every key, under a heading that it has", () => {
  const names: Readonly<Record<string, string>> = {
    " ": "Space",
    up: "↑",
    down: "↓",
    left: "←",
    right: "→",
    pageUp: "PgUp",
    pageDown: "PgDn",
    home: "Home",
    end: "End",
    enter: "Enter",
    escape: "Esc",
    f1: "F1",
  };
  for (const { keys, shown, about, group } of KEYS) {
    const written = keys.map((key) =>
      names[key] ?? (key.startsWith("ctrl+") ? `Ctrl+${key.slice(5).toUpperCase()}` : key)
    );
    assertEquals(shown.split(" ").toSorted(), written.toSorted());
    assert(about !== "");
    assert(KEY_GROUPS.includes(group));
  }
});

Deno.test("no key that moves is dangerous, nor one that is hit with it by mistake", () => {
  const dangerous = KEYS.filter(({ isDangerous }) => isDangerous).flatMap(({ keys }) => keys);
  assertEquals(dangerous.toSorted(), ["K", "X", "x"]);
  const harmless = [
    "j",
    "k",
    "g",
    "G",
    "h",
    "l",
    "y",
    "f",
    "n",
    "escape",
    "enter",
    " ",
    "q",
    "delete",
  ];
  for (const key of harmless) assert(!dangerous.includes(key), key);
});

Deno.test("the last line begins with how to quit and how to get help", () => {
  const briefs = KEYS.flatMap(({ name, brief }) => brief === undefined ? [] : [{ name, ...brief }])
    .toSorted((a, b) => a.rank - b.rank);
  assertEquals(briefs.slice(0, 2).map(({ name }) => name), ["quit", "help"]);
  assertEquals(briefs.map(({ rank }) => rank), briefs.map((_, place) => place + 1));
});

Deno.test("a key with Ctrl or Alt is another key", () => {
  assertEquals(keyName(keyPress("K")), "kill");
  assertEquals(keyName(keyPress("ctrl+k")), null);
  assertEquals(keyName(keyPress("alt+K")), null);
  assertEquals(keyName(keyPress("ctrl+x")), null);
  assertEquals(keyName(keyPress("ctrl+l")), "redraw");
});
