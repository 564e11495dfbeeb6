import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { checkValue, formatLine, parseLine } from "../../../lib/lookup/cache/cache_file.ts";

const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const LINE = formatLine({ at: AT, server: null, fields: { network: "8.8.8.0/24", asn: 15169 } });

Deno.test("a line is a JSON object with its version, time and check value", () => {
  const { check, ...rest } = JSON.parse(LINE);
  assertEquals(rest, {
    v: 1,
    at: "2026-01-02T03:04:05.678Z",
    server: null,
    network: "8.8.8.0/24",
    asn: 15169,
  });
  assertEquals(typeof check, "string");
});

Deno.test("the check value is FNV-1a", () => {
  // Test vectors of draft-eastlake-fnv.
  assertEquals(checkValue(""), "811c9dc5");
  assertEquals(checkValue("a"), "e40c292c");
  assertEquals(checkValue("foobar"), "bf9cf968");
});

Deno.test("what is written reads back equal", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.option(fc.string()), (text, server) => {
    const read = parseLine(formatLine({ at: AT, server, fields: { text } }));
    assertEquals(read?.at, AT);
    assertEquals(read?.server, server);
    assertEquals(read?.fields.text, text);
  }));
});

Deno.test("a line that is cut anywhere is not valid", () => {
  for (let length = 0; length < LINE.length; length++) {
    assertEquals(parseLine(LINE.slice(0, length)), null, LINE.slice(0, length));
    assertEquals(parseLine(LINE.slice(length + 1)), null);
  }
});

Deno.test("a line with any bit flipped is not valid", () => {
  const bytes = new TextEncoder().encode(LINE);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const damaged = bytes.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    assertEquals(parseLine(new TextDecoder().decode(damaged)), null);
  }
});

Deno.test("foreign lines and those of other versions are not valid", () => {
  const sealed = (text: string) => `${text.slice(0, -1)},"check":"${checkValue(text)}"}`;
  const line = (change: object) =>
    parseLine(
      sealed(JSON.stringify({ v: 1, at: "2026-01-02T03:04:05.678Z", server: null, ...change })),
    );
  assert(line({}) !== null);
  assertEquals(line({ v: 2 }), null);
  assertEquals(line({ v: "1" }), null);
  assertEquals(line({ at: 1767323045678 }), null);
  assertEquals(line({ at: "2026-13-02T03:04:05.678Z" }), null);
  assertEquals(line({ at: "yesterday" }), null);
  assertEquals(line({ server: 5 }), null);
  assertEquals(line({ server: undefined }), null);
  assertEquals(parseLine(sealed("[1]")), null);
  assertEquals(parseLine(sealed("{null}")), null);
  assertEquals(parseLine(`${" ".repeat(40_000)}${LINE}`), null);
  assertEquals(parseLine(LINE.slice(0, -1) + " }"), null);
});

Deno.test("no text makes it throw", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(parseLine(text), null);
  }));
});
