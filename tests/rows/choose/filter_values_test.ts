import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { globTest } from "../../../lib/rows/choose/filter_values.ts";
import { assertLinear } from "../../support/timing.ts";

/** What the characters mean, spelt out; takes exponential time. */
function naive(pattern: readonly string[], text: readonly string[]): boolean {
  const [wanted, ...patternRest] = pattern;
  const [found, ...textRest] = text;
  if (wanted === undefined) return found === undefined;
  if (wanted === "*") {
    return naive(patternRest, text) || (found !== undefined && naive(pattern, textRest));
  }
  return found !== undefined && (wanted === "?" || wanted === found) &&
    naive(patternRest, textRest);
}

Deno.test("globs match what a naive matcher says", () => {
  const pattern = fc.array(fc.constantFrom("a", "b", "*", "?", "😀"), { maxLength: 8 });
  const text = fc.array(fc.constantFrom("a", "b", "😀"), { maxLength: 8 });
  let matched = 0;
  fc.assert(
    fc.property(pattern, text, (pattern, text) => {
      const expected = naive(pattern, text);
      matched += Number(expected);
      assertEquals(globTest(pattern.join(""))(text.join("")), expected);
    }),
    { numRuns: 5_000 },
  );
  assert(matched > 100, `${matched}`);
});

Deno.test("globs match whole names, in any case, and take nothing else as special", () => {
  assert(globTest("Chrome*")("chrome.exe"));
  assert(!globTest("rome*")("chrome.exe"));
  assert(!globTest("chrome")("chrome.exe"));
  assert(globTest("*")(""));
  assert(globTest("[a].+(b)")("[A].+(B)"));
  assert(!globTest("a.c")("abc"));
  assert(globTest("ÜBER*")("über.exe"));
});

Deno.test("no pattern takes long", () => {
  const matches = globTest("*a".repeat(200) + "*b");
  assert(!matches("a".repeat(4_000)));
  assertLinear(matches, { prepare: (length) => "a".repeat(length), size: 16_000, name: "*a*a*b" });
});
