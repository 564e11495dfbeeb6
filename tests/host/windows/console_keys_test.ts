import { assertEquals, assertRejects } from "@std/assert";
import { HostError } from "../../../lib/host/host.ts";
import { readKeys } from "../../../lib/host/deno/key_presses.ts";
import {
  type ConsoleInputCalls,
  type ConsoleReader,
  readerOf,
  recordsText,
} from "../../../lib/host/windows/console_keys.ts";

interface Pressed {
  code?: number;
  character?: string;
  /** SHIFT 0x10, CTRL 0x8, ALT 0x2, AltGr 0x9. */
  held?: number;
  isDown?: boolean;
  repeats?: number;
  /** 1 is a key. */
  kind?: number;
}

/** INPUT_RECORD as the Windows SDK lays it out: 20 bytes each. */
function records(...pressed: Pressed[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(20 * pressed.length));
  pressed.forEach((
    { code = 0, character = "", held = 0, isDown = true, repeats = 1, kind = 1 },
    at,
  ) => {
    const start = 20 * at;
    view.setUint16(start, kind, true);
    view.setUint16(start + 2, 0xcdcd, true); // padding
    view.setInt32(start + 4, isDown ? 1 : 0, true);
    view.setUint16(start + 8, repeats, true);
    view.setUint16(start + 10, code, true);
    view.setUint16(start + 14, character === "" ? 0 : character.charCodeAt(0), true);
    view.setUint32(start + 16, held, true);
  });
  return new Uint8Array(view.buffer);
}

/** Each UTF-16 unit of a text, pressed and let go. */
const typed = (text: string): Pressed[] =>
  text.split("").flatMap((character) => [{ character }, { character, isDown: false }]);

Deno.test("characters of every language arrive whole", () => {
  const text = "aé한日😀\r\x7f";
  assertEquals(recordsText(records(...typed(text))), text);
});

const KEYS: readonly [name: string, pressed: Pressed, text: string][] = [
  ["up", { code: 0x26 }, "\x1b[A"],
  ["Ctrl+right", { code: 0x27, held: 0x8 }, "\x1b[1;5C"],
  ["page down", { code: 0x22 }, "\x1b[6~"],
  ["Shift+delete", { code: 0x2e, held: 0x10 }, "\x1b[3;2~"],
  ["F1", { code: 0x70 }, "\x1b[11~"],
  ["F12", { code: 0x7b }, "\x1b[24~"],
  ["escape", { code: 0x1b, character: "\x1b" }, "\x1b"],
  ["escape without a character", { code: 0x1b }, "\x1b"],
  ["tab", { code: 0x09, character: "\t" }, "\t"],
  ["Shift+tab", { code: 0x09, character: "\t", held: 0x10 }, "\x1b[Z"],
  ["Alt+x", { code: 0x58, character: "x", held: 0x2 }, "\x1bx"],
  ["AltGr+Q of a German keyboard", { code: 0x51, character: "@", held: 0x9 }, "@"],
  ["Ctrl+C", { code: 0x43, character: "\x03", held: 0x8 }, "\x03"],
  ["Ctrl+Space", { code: 0x20, held: 0x8 }, "\0"],
  ["a key held down", { code: 0x28, repeats: 3 }, "\x1b[B\x1b[B\x1b[B"],
  ["Shift alone", { code: 0x10, held: 0x10 }, ""],
  ["a dead key", { code: 0xdd }, ""],
  ["a key let go", { code: 0x41, character: "a", isDown: false }, ""],
  ["Alt+130 on the number pad, when Alt is let go", {
    code: 0x12,
    character: "é",
    isDown: false,
  }, "é"],
  ["the mouse", { kind: 2, character: "a" }, ""],
  ["another size of the window", { kind: 4, character: "a" }, ""],
];

for (const [name, pressed, text] of KEYS) {
  Deno.test(`a key of the console: ${name}`, () => {
    assertEquals(recordsText(records(pressed)), text);
  });
}

Deno.test("the keys of the console are read as a terminal's", () => {
  const text = recordsText(records({ code: 0x26 }, { code: 0x73 }, ...typed("한")));
  assertEquals(readKeys(text).keys.map(({ key }) => key), ["up", "f4", "한"]);
});

/** A console: each wait ends with one of these, which are then there to be read. */
function console(...waits: (Uint8Array<ArrayBuffer> | "nothing" | "gone")[]) {
  let there: Uint8Array<ArrayBuffer> = records();
  const slices: number[] = [];
  const calls: ConsoleInputCalls = {
    GetStdHandle: () => 3n,
    GetNumberOfConsoleInputEvents: (_input, count) => {
      (count as Uint32Array)[0] = there.length / 20;
      return 1;
    },
    ReadConsoleInputW: (_input, ...[buffer, , count]) => {
      (buffer as Uint8Array).set(there);
      (count as Uint32Array)[0] = there.length / 20;
      there = records();
      return 1;
    },
    WaitForSingleObject: (_input, slice) => {
      slices.push(slice);
      const next = waits.shift() ?? "nothing";
      if (typeof next !== "string") there = next;
      return Promise.resolve(next === "gone" ? 0xffff_ffff : next === "nothing" ? 258 : 0);
    },
  };
  return { read: readerOf(calls) as ConsoleReader, slices };
}

Deno.test("reading goes on until a key comes; what is no key is passed over", async () => {
  const { read } = console("nothing", records({ kind: 4 }), records(...typed("q")));
  assertEquals(await read({ patience: null }), "q");
});

Deno.test("reading ends with its patience, and with its signal", async () => {
  const { read, slices } = console();
  assertEquals(await read({ patience: 50 }), "");
  assertEquals(slices, [50]);
  const stop = new AbortController();
  stop.abort();
  assertEquals(await read({ patience: null, signal: stop.signal }), "");
});

Deno.test("a key that comes with the signal is left to the next reader", async () => {
  const stop = new AbortController();
  const { read } = console(records(...typed("y")));
  const reading = read({ patience: null, signal: stop.signal });
  stop.abort();
  assertEquals(await reading, "");
  assertEquals(await read({ patience: null }), "y");
});

Deno.test("the halves of a character that come one by one are one character", async () => {
  const [high, low] = "😀".split("") as [string, string];
  const { read } = console(records(...typed(high)), records(...typed(low)));
  assertEquals(await read({ patience: null }), "😀");
});

Deno.test("a console that has gone says so", async () => {
  const { read } = console("gone");
  const error = await assertRejects(() => read({ patience: null }), HostError);
  assertEquals(error.message, "Cannot read the terminal: the console is gone");
});

Deno.test("what is no console is not read as one", () => {
  const calls = { GetStdHandle: () => 3n, GetNumberOfConsoleInputEvents: () => 0 };
  assertEquals(readerOf(calls as unknown as ConsoleInputCalls), null);
});
