import { assertEquals } from "@std/assert";
import { countOf, joinPresent, listInWords, quoteSpaces } from "../../lib/text/wording.ts";

Deno.test("a noun agrees with its count", () => {
  assertEquals([0, 1, 2].map((count) => countOf(count, "more line")), [
    "0 more lines",
    "1 more line",
    "2 more lines",
  ]);
});

Deno.test("a list in words has a conjunction before its last item", () => {
  const lists = [[], ["a"], ["a", "b"], ["a", "b", "c"]];
  assertEquals(lists.map((list) => listInWords(list)), ["", "a", "a and b", "a, b and c"]);
  assertEquals(lists.map((list) => listInWords(list, "or")), ["", "a", "a or b", "a, b or c"]);
});

Deno.test("only parts that are there are joined", () => {
  const joined = [[], [null], ["a", null, "b"]].map((parts) => joinPresent(parts, "; "));
  assertEquals(joined, [null, null, "a; b"]);
});

Deno.test("words with spaces are in quotes", () => {
  assertEquals(["a.txt", "my file.txt"].map(quoteSpaces), ["a.txt", '"my file.txt"']);
  assertEquals(["C:\\A\\", "A B\\"].map(quoteSpaces), ["C:\\A\\", '"A B\\\\"']);
});
