import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { readKeys, readRest } from "../../../lib/host/deno/key_presses.ts";
import type { KeyPress } from "../../../lib/host/host.ts";

/** `ctrl+alt+shift+key`. */
function spell({ key, ctrl, alt, shift }: KeyPress): string {
  return `${ctrl ? "ctrl+" : ""}${alt ? "alt+" : ""}${shift ? "shift+" : ""}${key}`;
}

const spelled = (text: string) => readKeys(text).keys.map(spell);

Deno.test("characters and control characters", () => {
  assertEquals(spelled("aÄ😀 \r\t\x7f\b"), [
    "a",
    "Ä",
    "😀",
    " ",
    "enter",
    "tab",
    "backspace",
    "backspace",
  ]);
  assertEquals(spelled("\x01\x03\x1a\0"), ["ctrl+a", "ctrl+c", "ctrl+z", "ctrl+ "]);
});

Deno.test("keys of xterm, the Linux console and the Windows console", () => {
  const keys: Record<string, string> = {
    "\x1b[A": "up",
    "\x1bOA": "up",
    "\x1b[B": "down",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1b[H": "home",
    "\x1b[1~": "home",
    "\x1b[F": "end",
    "\x1b[4~": "end",
    "\x1b[2~": "insert",
    "\x1b[3~": "delete",
    "\x1b[5~": "pageUp",
    "\x1b[6~": "pageDown",
    "\x1b[Z": "shift+tab",
    "\x1bOP": "f1",
    "\x1b[11~": "f1",
    "\x1b[[A": "f1",
    "\x1b[[E": "f5",
    "\x1b[15~": "f5",
    "\x1b[17~": "f6",
    "\x1b[24~": "f12",
    "\x1b[1;5C": "ctrl+right",
    "\x1b[1;2A": "shift+up",
    "\x1b[3;7~": "ctrl+alt+delete",
    "\x1bx": "alt+x",
    "\x1b\x18": "ctrl+alt+x",
    "\x1bOM": "enter",
  };
  for (const [text, key] of Object.entries(keys)) {
    assertEquals(spelled(text), [key], JSON.stringify(text));
  }
  assertEquals(spelled(Object.keys(keys).join("")), Object.values(keys));
});

Deno.test("a sequence of no known key is skipped", () => {
  assertEquals(spelled("a\x1b[200~b\x1b[?1;2cc\x1b[Id"), ["a", "b", "c", "d"]);
});

Deno.test("an escape key is one that nothing follows", () => {
  assertEquals(readKeys("a\x1b"), { keys: readKeys("a").keys, rest: "\x1b" });
  for (const rest of ["\x1b", "\x1b[", "\x1bO", "\x1b[1", "\x1b[1;5", "\x1b[["]) {
    assertEquals(readKeys(rest), { keys: [], rest });
  }
  assertEquals(readRest("\x1b").map(spell), ["escape"]);
  assertEquals(readRest("\x1b[").map(spell), ["escape", "["]);
  assertEquals(readRest(""), []);
  assertEquals(spelled("\x1b\x1b[A"), ["escape", "up"]);
});

Deno.test("any text ends, and is read the same in any two pieces", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("\x1b", "[", "O", "A", "~", "1", ";", "a", "\r", "\0") }),
      fc.nat(),
      (text, cut) => {
        const at = cut % (text.length + 1);
        const whole = readKeys(text);
        const first = readKeys(text.slice(0, at));
        const second = readKeys(first.rest + text.slice(at));
        assertEquals([...first.keys, ...second.keys], whole.keys);
        assertEquals(second.rest, whole.rest);
      },
    ),
  );
});
