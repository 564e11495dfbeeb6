import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { sanitize } from "../../lib/text/sanitize.ts";

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
