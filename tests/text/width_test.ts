import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { displayWidth, shorten } from "../../lib/text/width.ts";

Deno.test("display width is that of common terminals", () => {
  const cases: [string, number][] = [
    ["", 0],
    ["svchost.exe", 11],
    ["Müller", 6],
    ["チーム", 6],
    ["ﾁｰﾑ", 3],
    ["ＡＢ", 4],
    ["한글", 4],
    ["\u1112\u1161\u11ab", 2],
    ["e\u0301", 1],
    ["n\u0303o\u0308", 2],
    ["👍", 2],
    ["👍🏽", 2],
    ["❤\ufe0f", 2],
    ["🇩🇪", 2],
    ["👩\u200d💻", 2],
    ["…", 1],
    ["Д", 1],
    ["नमस्ते", 4],
  ];
  for (const [text, width] of cases) assertEquals([text, displayWidth(text)], [text, width]);
});

Deno.test("shorten keeps the end it is told to keep", () => {
  assertEquals(shorten("svchost.exe", 11), "svchost.exe");
  assertEquals(shorten("svchost.exe", 10), "svchost.e…");
  assertEquals(shorten("svchost.exe", 10, "end"), "…chost.exe");
  assertEquals(shorten("svchost.exe", 1), "…");
  assertEquals(shorten("svchost.exe", 1, "end"), "…");
  assertEquals(shorten("svchost.exe", 0), "");
});

Deno.test("shorten never splits a grapheme", () => {
  assertEquals(shorten("チーム", 6), "チーム");
  assertEquals(shorten("チーム", 5), "チー…");
  assertEquals(shorten("チーム", 4), "チ…");
  assertEquals(shorten("チーム", 4, "end"), "…ム");
  assertEquals(shorten("e\u0301e\u0301e\u0301", 2), "e\u0301…");
  assertEquals(shorten("👍🏽👍🏽", 3), "👍🏽…");
});

Deno.test("shortened text fits; it is unchanged if it fitted before, else marked", () => {
  const text = fc.string({ unit: "grapheme" });
  const keep = fc.constantFrom("start" as const, "end" as const);
  fc.assert(
    fc.property(text, fc.nat({ max: 30 }), keep, (text, width, keep) => {
      const short = shorten(text, width, keep);
      assert(displayWidth(short) <= width);
      if (displayWidth(text) <= width) assertEquals(short, text);
      else if (width > 0) {
        const kept = short.replace("…", "");
        assert(keep === "start" ? text.startsWith(kept) : text.endsWith(kept));
        assertEquals(short, keep === "start" ? `${kept}…` : `…${kept}`);
      }
    }),
  );
});
