import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { textOfChunks } from "../../lib/text/decode.ts";
import { withoutEscapes } from "../../lib/text/escape_sequences.ts";

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

/** The text without sequences, whatever the size of the chunks. */
async function strip(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const whole = await textOfChunks(withoutEscapes(inPieces(bytes, bytes.length + 1)));
  for (const size of [1, 3]) {
    assertEquals(await textOfChunks(withoutEscapes(inPieces(bytes, size))), whole, `size ${size}`);
  }
  return whole;
}

Deno.test("escape sequences of every kind are taken out", async () => {
  const cases: [text: string, expected: string][] = [
    ["0.0.0.0:\x1b[7m8080\x1b[0m    x", "0.0.0.0:8080    x"],
    ["\x1b[01;31m\x1b[KTCP\x1b[m\x1b[K 1", "TCP 1"],
    ["\x1b[38;2;255;0;0mred\x1b[39m", "red"],
    ["\x1b[38:5:196mred\x1b[0 q", "red"],
    ["\u009b31mred\u009b0m", "red"],
    ["\x1b]0;a title\x07text", "text"],
    ["\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\", "link"],
    ["\x1b]0;a title\u009ctext", "text"],
    ["\x1bP1$r0m\x1b\\text", "text"],
    ["\x1b(B\x1b)0\x1b#8\x1b=\x1b>\x1b7\x1bMtext", "text"],
    ["\x1b[?25l\x1b[2J\x1b[Htext\x1b[?25h", "text"],
    ["TCP\x1b[4Cx\x1b[Cy", "TCP    x y"],
    ["\x1b\x1b[1mtext", "text"],
    // Broken ones lose no line.
    ["\x1b[31\nnext", "\nnext"],
    ["\x1b]0;no end\r\nnext", "\r\nnext"],
    ["\x1b]0;no end\u00e9\nnext", "\nnext"],
    ["\x1bPé\x1b\nnext", "\nnext"],
    ["text\x1b[", "text"],
    ["text\x1b", "text"],
    ["é Ü \u00a0 ü\u00a0", "é Ü \u00a0 ü\u00a0"],
    ["плот 映像", "плот 映像"],
  ];
  for (const [text, expected] of cases) assertEquals(await strip(text), expected, text);
});

Deno.test("characters that a backspace strikes over are taken out", async () => {
  // A page of a manual as `man | cat` leaves it.
  const page = new TextEncoder().encode("N\bNA\bAM\bME\bE _\bf_\bi_\bl_\be é\béx\n\bend");
  // Before the first backspace nothing is held back for one, so it must not start a chunk.
  for (const size of [2, 3, 5, 100]) {
    const text = await textOfChunks(withoutEscapes(inPieces(page, size)));
    assertEquals(text, "NAME file éx\nend");
  }
});

Deno.test("a sequence is found at any place of a chunk that starts at any place of its memory", async () => {
  for (let offset = 0; offset < 5; offset++) {
    for (let at = 0; at < 40; at++) {
      for (const sequence of ["\x1b[m", "\u009bm", "é\b"]) {
        const plain = "x".repeat(40);
        const text = plain.slice(0, at) + sequence + plain.slice(at);
        const encoded = new TextEncoder().encode(text);
        const memory = new Uint8Array(encoded.length + offset);
        memory.set(encoded, offset);
        const chunks = inPieces(encoded, encoded.length);
        const moved = ReadableStream.from([memory.subarray(offset)]);
        assertEquals(await textOfChunks(withoutEscapes(moved)), plain);
        assertEquals(await textOfChunks(withoutEscapes(chunks)), plain);
      }
    }
  }
});

Deno.test("a chunk without a sequence is passed on as it is", async () => {
  const chunk = new TextEncoder().encode("  TCP    0.0.0.0:135    ABHÖREN  映像\r\n");
  for await (const passed of withoutEscapes(inPieces(chunk, chunk.length))) {
    assertEquals(passed, chunk);
  }
  const same: Uint8Array[] = [chunk];
  for await (const passed of withoutEscapes(ReadableStream.from(same))) assert(passed === chunk);
});

Deno.test("line ends survive any text, and text without control characters stays", async () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "\x1b",
      "\x1b[",
      "\x1b]",
      "\u009b",
      "\u009c",
      "\b",
      "\n",
      "m",
      "\x07",
      "\x1b\\",
    ),
  );
  const text = fc.array(piece, { maxLength: 20 }).map((pieces) =>
    pieces.join("").toWellFormed().replaceAll("\b", "")
  );
  await fc.assert(fc.asyncProperty(text, async (text) => {
    const stripped = await strip(text);
    assertEquals(stripped.split("\n").length, text.split("\n").length);
    assert(!stripped.includes("\x1b"));
    // deno-lint-ignore no-control-regex -- what the sequences are made of
    if (!/[\u001b\u0080-\u009f]/.test(text)) assertEquals(stripped, text);
  }));
});
