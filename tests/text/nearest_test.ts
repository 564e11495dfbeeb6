import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { didYouMean, nearest, suggest } from "../../lib/text/nearest.ts";

const KNOWN = ["port", "protocol", "process", "local-port", "remote-port", "pid", "limit", "out"];

Deno.test("a slip of the finger finds the word", () => {
  const cases: [string, string][] = [
    ["protcol", "protocol"],
    ["protocoll", "protocol"],
    ["prtoocol", "protocol"],
    ["PROTOCOL", "protocol"],
    ["porcess", "process"],
    ["pdi", "pid"],
    ["limti", "limit"],
    ["remoteport", "remote-port"],
  ];
  for (const [written, word] of cases) {
    assertEquals([written, nearest(written, KNOWN)], [written, word]);
  }
});

Deno.test("a beginning finds the word, and so does a longer one", () => {
  assertEquals(nearest("loc", KNOWN), "local-port");
  assertEquals(nearest("output", KNOWN), "out");
  assertEquals(nearest("prot", KNOWN), "protocol", "not port, a swap away");
  assertEquals(nearest("pro", KNOWN), "protocol", "the first of two");
  assertEquals(nearest("prt", ["port", "protocol"]), "port");
});

Deno.test("nothing near is no answer", () => {
  for (const written of ["", "x", "banana", "ano", "0".repeat(100_000)]) {
    assertEquals(nearest(written, KNOWN), null);
  }
  assertEquals(nearest("port", []), null);
});

Deno.test("a known word finds itself", () => {
  fc.assert(fc.property(fc.constantFrom(...KNOWN), (word) => {
    assertEquals(nearest(word, KNOWN), word);
  }));
});

Deno.test("didYouMean ends an error message", () => {
  assertEquals(didYouMean("pdi", KNOWN), ": did you mean pid?");
  assertEquals(didYouMean("pdi", KNOWN, { separator: ", " }), ", did you mean pid?");
  assertEquals(didYouMean("banana", KNOWN), "");
  assertEquals(suggest("--help"), ": did you mean --help?");
  assertEquals(suggest(null), "");
});
