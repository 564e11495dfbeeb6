/**
 * Tests of how names are misread.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { asItIsRead, asItLooks, isOneEditAway } from "../../../lib/audit/places/program_names.ts";
import { editDistance } from "../../../lib/text/nearest.ts";

Deno.test("program names: one edit away, as the general distance has it", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
  fc.assert(
    fc.property(name, name, (one, other) => {
      assertEquals(isOneEditAway(one, other), editDistance(one, other) === 1, `${one} ${other}`);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("program names: as they look, and as they are read", () => {
  assertEquals(asItLooks("svсhоst.exe"), "svchost.exe");
  assertEquals(asItLooks("svchöst"), "svchost");
  assertEquals(asItLooks("日本"), "日本");
  assertEquals(asItIsRead("sv_ch0sst"), asItIsRead("svchost"));
  assertEquals(asItIsRead("vvlnlnlt"), asItIsRead("wininit"));
});
