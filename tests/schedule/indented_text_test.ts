import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { IndentedText } from "../../lib/schedule/indented_text.ts";

type Piece = readonly ["stdout" | "stderr", string];

/** What is written for pieces, to the end. */
function written(...pieces: readonly Piece[]): string {
  const text = new IndentedText();
  return pieces.map(([stream, piece]) => text.add(stream, piece)).join("") + text.close();
}

const CASES: readonly (readonly [pieces: readonly Piece[], text: string])[] = [
  [[["stdout", "a\nb\n"]], "  a\n  b\n"],
  [[["stdout", "a"], ["stdout", "b\nc"]], "  ab\n  c\n"],
  [
    [["stdout", "half"], ["stderr", "netwho: oh\n"], ["stdout", " rest\n"]],
    "  half\n  netwho: oh\n   rest\n",
  ],
  [[["stdout", "a\r\nb\r\n"]], "  a\n  b\n"],
  [[["stdout", "a\r"], ["stdout", "\nb\n"]], "  a\n  b\n"],
  [[["stdout", "a\rb\n"]], "  a\\rb\n"],
  [[["stdout", "a\tb\n"]], "  a\tb\n"],
  [[["stdout", "evil\x1b[2J\u202e.exe\n"]], "  evil\\x1b[2J\\u{202e}.exe\n"],
  [[["stdout", ""], ["stderr", ""]], ""],
  [[["stdout", "\n\n"]], "  \n  \n"],
];

for (const [pieces, text] of CASES) {
  Deno.test(`${JSON.stringify(pieces)} in a log`, () => assertEquals(written(...pieces), text));
}

Deno.test("no text gets to the start of a line, nor a control character into the log", () => {
  const stream = fc.constantFrom("stdout" as const, "stderr" as const);
  const text = fc.string({
    unit: fc.constantFrom(
      "a",
      "\n",
      "\r",
      "\x1b",
      "\0",
      "\t",
      "2026-11-26T05:00:00.000Z ended: ",
      "ü",
      "\u2028",
    ),
    maxLength: 12,
  });
  fc.assert(fc.property(fc.array(fc.tuple(stream, text)), (pieces) => {
    const log = written(...pieces);
    assertMatch(log, /^(?: {2}[^\p{Cc}\p{Zl}\p{Zp}\n]*(?:\t[^\p{Cc}\p{Zl}\p{Zp}\n]*)*\n)*$/u);
  }));
});

Deno.test("how a text is cut into pieces makes no difference", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\r\n", "ü"), maxLength: 20 });
  fc.assert(fc.property(text, fc.array(fc.nat(20)), (text, cuts) => {
    const at = [0, ...cuts.filter((cut) => cut <= text.length).sort((a, b) => a - b), text.length];
    const pieces = at.slice(1).map((end, index): Piece => ["stdout", text.slice(at[index], end)]);
    // A carriage return at the very end is left out: a line feed could have followed.
    assertEquals(written(...pieces), written(["stdout", text]));
  }));
});
