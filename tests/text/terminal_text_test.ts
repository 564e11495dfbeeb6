import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { displayWidth, sanitize, shorten, wrap, wrapCells } from "../../lib/text/terminal_text.ts";

Deno.test("text without anything dangerous stays the same", () => {
  for (const text of ["", "svchost.exe", "Müller & Söhne", "プロセス.exe", "👍 done", "❤️"]) {
    assertStrictEquals(sanitize(text), text);
  }
});

Deno.test("everything that a terminal obeys or hides becomes visible", () => {
  const cases: [string, string][] = [
    ["\x1b[31mred", "\\x1b[31mred"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\0\x07\x08\x7f", "\\x00\\x07\\x08\\x7f"],
    ["\x9b2J", "\\x9b2J"],
    ["gpj.\u202eexe", "gpj.\\u{202e}exe"],
    ["\u2066\u2067\u2068\u2069", "\\u{2066}\\u{2067}\\u{2068}\\u{2069}"],
    [
      "\u202a\u202b\u202c\u202d\u200e\u200f\u061c",
      String.raw`\u{202a}\u{202b}\u{202c}\u{202d}\u{200e}\u{200f}\u{061c}`,
    ],
    [
      "zero\u200bwidth\u200c\u200d\u2060\ufeff",
      String.raw`zero\u{200b}width\u{200c}\u{200d}\u{2060}\u{feff}`,
    ],
    ["line\u2028end\u2029", "line\\u{2028}end\\u{2029}"],
    ["chrome\ufe0f.exe", "chrome\\u{fe0f}.exe"],
    ["\ufe0f", "\\u{fe0f}"],
    ["tag\u{e0041}", "tag\\u{e0041}"],
    ["half \ud800 pair", "half \\u{d800} pair"],
    ["soft\u00adhyphen", "soft\\xadhyphen"],
  ];
  for (const [text, expected] of cases) assertEquals(sanitize(text), expected);
});

Deno.test("no text keeps an unsafe character", () => {
  // Code points instead of Unicode properties, so that the test does not repeat the code.
  const unsafe =
    // deno-lint-ignore no-control-regex -- control characters are the point
    /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/u;
  const dangerous = fc.constantFrom(
    "\x1b",
    "\n",
    "\x9b",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2028",
    "\u{e0101}",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: "binary" }), dangerous)), (parts) => {
      const safe = sanitize(parts.join(""));
      assert(!unsafe.test(safe));
      assert(safe.isWellFormed());
      assertEquals(sanitize(safe), safe);
    }),
  );
});

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

Deno.test("text is broken at spaces, or anywhere where it is to be copied", () => {
  assertEquals(wrap("one two three", 9), ["one two", "three"]);
  assertEquals(wrap("one two three", 9, { anywhere: true }), ["one two t", "hree"]);
  assertEquals(wrap("unbreakable word", 8), ["unbreaka", "ble word"]);
  assertEquals(wrap("チームチームチーム", 9), ["チームチ", "ームチー", "ム"]);
  assertEquals(wrap("short", Infinity), ["short"]);
  assertEquals(wrapCells(["TCP", "[2001:db8::7]:443", "https"], 22), [
    "TCP  [2001:db8::7]:443",
    "https",
  ]);
});

Deno.test("no line is too wide, and nothing but spaces is lost", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "チ", "😀", " ", "\\", "-") });
  fc.assert(fc.property(text, fc.integer({ min: 8, max: 40 }), fc.boolean(), (...given) => {
    const [text, width, anywhere] = given;
    const lines = wrap(text, width, { anywhere });
    for (const line of lines) assert(displayWidth(line) <= width, line);
    const bare = (text: string) => text.replaceAll(" ", "");
    assertEquals(bare(lines.join("")), bare(text));
    if (anywhere) assertEquals(lines.join(""), text);
  }));
});
