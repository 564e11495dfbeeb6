import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { ageInWords, sizeInWords, timeInWords } from "../../lib/inspect/report/words.ts";
import { wrap, wrapCells } from "../../lib/inspect/report/wrap.ts";
import { displayWidth } from "../../lib/text/width.ts";

Deno.test("sizes", () => {
  const sizes = [0, 1, 999, 1000, 64_512, 999_949, 999_950, 3_100_000, 5e9, 2e15];
  assertEquals(sizes.map(sizeInWords), [
    "0 bytes",
    "1 byte",
    "999 bytes",
    "1.0 kB",
    "64.5 kB",
    "999.9 kB",
    "1.0 MB",
    "3.1 MB",
    "5.0 GB",
    "2000.0 TB",
  ]);
});

Deno.test("times and ages", () => {
  assertEquals(timeInWords("2026-01-02T03:04:05.678Z"), "2026-01-02 03:04:05 UTC");
  const now = "2026-01-10T00:00:00.000Z";
  const times = [
    "2026-01-09T23:59:59.500Z",
    "2026-01-09T23:59:58.000Z",
    "2026-01-09T23:59:00.000Z",
    "2026-01-09T22:00:00.000Z",
    "2026-01-07T01:00:00.000Z",
    "2026-01-10T00:00:01.000Z",
    "never",
  ];
  assertEquals(times.map((time) => ageInWords(time, now)), [
    "0 seconds ago",
    "2 seconds ago",
    "1 minute ago",
    "2 hours ago",
    "2 days ago",
    null,
    null,
  ]);
});

Deno.test("text is broken at spaces, or anywhere where it is to be copied", () => {
  assertEquals(wrap("one two three", { width: 9 }), ["one two", "three"]);
  assertEquals(wrap("one two three", { width: 9, anywhere: true }), ["one two t", "hree"]);
  assertEquals(wrap("unbreakable word", { width: 8 }), ["unbreaka", "ble word"]);
  assertEquals(wrap("チームチームチーム", { width: 9 }), ["チームチ", "ームチー", "ム"]);
  assertEquals(wrap("short", { width: Infinity }), ["short"]);
  assertEquals(wrapCells(["TCP", "[2001:db8::7]:443", "https"], { width: 22 }), [
    "TCP  [2001:db8::7]:443",
    "https",
  ]);
});

Deno.test("no line is too wide, and nothing but spaces is lost", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "チ", "😀", " ", "\\", "-") });
  fc.assert(fc.property(text, fc.integer({ min: 8, max: 40 }), fc.boolean(), (...given) => {
    const [text, width, anywhere] = given;
    const lines = wrap(text, { width, anywhere });
    for (const line of lines) assert(displayWidth(line) <= width, line);
    const bare = (text: string) => text.replaceAll(" ", "");
    assertEquals(bare(lines.join("")), bare(text));
    if (anywhere) assertEquals(lines.join(""), text);
  }));
});
