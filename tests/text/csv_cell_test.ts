import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { guard, joinList, splitList, unguard } from "../../lib/text/csv_cell.ts";

const LISTS: readonly (readonly [items: string[], text: string])[] = [
  [[], ""],
  [[""], ";"],
  [["", ""], "; "],
  [["Dhcp"], "Dhcp"],
  [["Dhcp", "EventLog"], "Dhcp; EventLog"],
  [["a;b"], "a;b"],
  [["a; b"], "a;; b"],
  [["a;", "b"], "a;;; b"],
  [["a", ";b"], "a; ;b"],
  [["a", " b"], "a;  b"],
  [["a;"], "a;;"],
  [["a;; b"], "a;;;; b"],
];

for (const [items, text] of LISTS) {
  Deno.test(`the list ${JSON.stringify(items)} is ${JSON.stringify(text)}`, () => {
    assertEquals(joinList(items), text);
    assertEquals(splitList(text), items);
  });
}

const pieces = fc.array(fc.constantFrom(";", " ", "a", "\n", "'", "=", "-"), { maxLength: 6 })
  .map((parts) => parts.join(""));

Deno.test("every list reads back", () => {
  fc.assert(fc.property(fc.array(pieces, { maxLength: 5 }), (items) => {
    assertEquals(splitList(joinList(items)), items);
  }));
});

Deno.test("a list that somebody ended with a semicolon has no item more", () => {
  assertEquals(splitList("Dhcp; EventLog;"), ["Dhcp", "EventLog"]);
});

Deno.test("guarded text is no formula, and reads back", () => {
  fc.assert(fc.property(pieces, (text) => {
    assertMatch(guard(text), /^(?![=+\-@\t\r\n])/);
    assertEquals(unguard(guard(text)), text);
  }));
  assertEquals(["=1", "'=1", "'a", "a"].map(guard), ["'=1", "''=1", "'a", "a"]);
});
