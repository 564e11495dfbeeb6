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

Deno.test("keys of rxvt, of PuTTY, of the number pad, and of terminals that send codes", () => {
  const keys: Record<string, string> = {
    "\x1b[7~": "home",
    "\x1b[8~": "end",
    "\x1b[a": "shift+up",
    "\x1b[d": "shift+left",
    "\x1bOa": "ctrl+up",
    "\x1b[2$": "shift+insert",
    "\x1b[5^": "ctrl+pageUp",
    "\x1b[6@": "ctrl+shift+pageDown",
    "\x1b[12^": "ctrl+f2",
    "\x1bO5C": "ctrl+right",
    "\x1b[5C": "ctrl+right",
    "\x1bO1;2P": "shift+f1",
    "\x1b[1;2P": "shift+f1",
    "\x1b[1;3A": "alt+up",
    "\x1b[1;9A": "alt+up",
    "\x1b[R": "f3",
    "\x1bOj": "*",
    "\x1bOk": "+",
    "\x1bOm": "-",
    "\x1bOp": "0",
    "\x1bOy": "9",
    "\x1b[27u": "escape",
    "\x1b[99;5u": "ctrl+c",
    "\x1b[107;2u": "K",
    "\x1b[13;2u": "shift+enter",
    "\x1b[27;5;99~": "ctrl+c",
  };
  for (const [text, key] of Object.entries(keys)) {
    assertEquals(spelled(text), [key], JSON.stringify(text));
  }
  assertEquals(spelled(Object.keys(keys).join("")), Object.values(keys));
});

Deno.test("a sequence of no known key is skipped", () => {
  assertEquals(spelled("a\x1b[201~b\x1b[?1;2cc\x1b[Id"), ["a", "b", "c", "d"]);
});

Deno.test("reports and answers do not act as keys", () => {
  const unasked: Record<string, string> = {
    "focus": "\x1b[I\x1b[O",
    "a click": "\x1b[<0;10;5M\x1b[<0;10;5m",
    "a click, as rxvt tells it": "\x1b[32;10;5M",
    "a click in the oldest form": "\x1b[M Kx",
    "the kind of terminal": "\x1b[?62;22c\x1b[>41;330;0c",
    "the place of the cursor": "\x1b[24;80R",
    "a mode": "\x1b[?2026;2$y\x1b[4;2$y",
    "a colour": "\x1b]11;rgb:ffff/ffff/dddd\x1b\\",
    "a colour, as others end it": "\x1b]11;rgb:0/0/0\x07",
    "the name of the terminal": "\x1bP>|XTerm(370)\x1b\\",
    "a setting": "\x1bP1$r0m\x1b\\",
    "a title": "\x1b]lKx\x1b\\",
    "a picture": "\x1b_Gi=31;OK\x1b\\",
    "keys for the terminal's own use": "\x1b[57358u\x1b[?1u",
    "a size": "\x1b[8;24;80t",
    "bytes that are no text": "\x80\x9b\ufffd",
  };
  for (const [what, text] of Object.entries(unasked)) assertEquals(spelled(text), [], what);
  assertEquals(
    spelled(Object.values(unasked).map((text) => `${text}q`).join("")).join(""),
    "q".repeat(16),
  );
  assertEquals(spelled("\x1b]11;rgb:0/0/0\x1b[Aq"), ["up", "q"]);
});

Deno.test("Alt with a sign that begins an answer is a key", () => {
  assertEquals(spelled("\x1b]a\x1bPq\x1b_x"), ["alt+]", "a", "alt+P", "q", "alt+_", "x"]);
  assertEquals(readRest("\x1b]").map(spell), ["escape", "]"]);
  assertEquals(spelled("\x1b^\x1bX\x1b\\"), ["alt+^", "alt+X", "alt+\\"]);
});

Deno.test("pasted text is one text and no keys", () => {
  const paste = (text: string) => [{ key: "paste", text, ctrl: false, alt: false, shift: false }];
  assertEquals(readKeys("\x1b[200~Kx y\x1b[201~").keys, paste("Kx y"));
  assertEquals(readKeys("\x1b[200~한글 😀\x1b[201~").keys, paste("한글 😀"));
  assertEquals(readKeys("\x1b[200~\x03a\r\nb\x1b[Ac\n\x1b[201~").keys, paste("a b [Ac"));
  assertEquals(readKeys("\x1b[200~\x1b[201~").keys, paste(""));
  assertEquals(readKeys("\x1b[200~Kx"), { keys: [], rest: "\x1b[200~Kx" });
  assertEquals(readKeys("\x1b[200~Kx\x1b[20"), { keys: [], rest: "\x1b[200~Kx\x1b[20" });
  assertEquals(readRest("\x1b[200~Kx"), paste("Kx"));
  assertEquals(spelled("a\x1b[200~b\x1b[201~c"), ["a", "paste", "c"]);
});

Deno.test("a text that is pasted in many pieces is read fast", () => {
  let rest = "\x1b[200~";
  for (let piece = 0; piece < 500; piece++) rest = readKeys(rest + "x".repeat(1000)).rest;
  assertEquals(readKeys(`${rest}\x1b[201~`).keys[0]?.text?.length, 500_000);
});

Deno.test("an escape key is one that nothing follows", () => {
  assertEquals(readKeys("a\x1b"), { keys: readKeys("a").keys, rest: "\x1b" });
  for (const rest of ["\x1b", "\x1b[", "\x1bO", "\x1b[1", "\x1b[1;5", "\x1b[["]) {
    assertEquals(readKeys(rest), { keys: [], rest });
  }
  assertEquals(readRest("\x1b").map(spell), ["escape"]);
  assertEquals(readRest("\x1b[").map(spell), ["escape", "["]);
  assertEquals(readRest("\x1b[1;5").map(spell), []);
  assertEquals(readRest("\x1b]11;rgb:").map(spell), []);
  assertEquals(readRest(""), []);
  assertEquals(spelled("\x1b\x1b[A"), ["escape", "up"]);
});

Deno.test("any text ends, and is read the same in any two pieces", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(..."\x1b\x1b\x1b[O]P_M$A~1;aG\\\x07\r\0", "\x1b[200~", "\x1b[201~"),
        maxLength: 16,
      }),
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
