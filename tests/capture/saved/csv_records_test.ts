import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readCsv } from "../../../lib/capture/saved/csv_records.ts";
import { assertLinear } from "../../support/timing.ts";

/** The cells of all records, and the lines that were rejected. */
function read(text: string, delimiter = ",") {
  const { records, rejected } = readCsv(text, delimiter);
  return {
    records: records.map(({ line, cells }) => [line, ...cells]),
    rejected: rejected.map(({ line, text }) => [line, text]),
  };
}

const CASES: readonly (readonly [string, (string | number | null)[][], (string | number)[][]])[] = [
  ["", [], []],
  ["a,b\r\nc,d\r\n", [[1, "a", "b"], [2, "c", "d"]], []],
  ["a,b\nc,d", [[1, "a", "b"], [2, "c", "d"]], []],
  ["\r\n\na\n \nb\n", [[3, "a"], [5, "b"]], []],
  [",\n", [[1, null, null]], []],
  ['a,"",\n', [[1, "a", "", null]], []],
  ['""\n', [[1, ""]], []],
  ['"a,b","c""d"\n', [[1, "a,b", 'c"d']], []],
  ['"two\r\nlines",x\ny,z\n', [[1, "two\r\nlines", "x"], [3, "y", "z"]], []],
  ["a\rb,c\n", [[1, "a\rb", "c"]], []],
  ['a"b,c\nd,e\n', [[2, "d", "e"]], [[1, 'a"b,c']]],
  ['"a"b,c\r\nd,e\n', [[2, "d", "e"]], [[1, '"a"b,c']]],
  ['x,"a\nd,e\nf,g', [[2, "d", "e"], [3, "f", "g"]], [[1, 'x,"a']]],
];

for (const [text, records, rejected] of CASES) {
  Deno.test(`CSV ${JSON.stringify(text)}`, () => {
    assertEquals(read(text), { records, rejected });
  });
}

Deno.test("the end of a text tells whether its last line is whole", () => {
  const cases: [string, string][] = [
    ["", "line"],
    ["a,b\n", "line"],
    ["a,b\r\n", "line"],
    ["a,b\r", "noLineEnd"],
    ["a,b", "noLineEnd"],
    ['a,"b', "quotes"],
    ['a,"b\n', "quotes"],
    ['a,"b"', "noLineEnd"],
  ];
  for (const [text, expected] of cases) assertEquals(readCsv(text, ",").ending, expected, text);
  // The half of a line end is no part of the last cell.
  assertEquals(read("a,b\r").records, [[1, "a", "b"]]);
});

Deno.test("a record is quoted if all of its text is", () => {
  const { records } = readCsv('"a","b"\n"a",\na,"b"\n,\n', ",");
  assertEquals(records.map(({ isQuoted }) => isQuoted), [true, true, false, true]);
});

Deno.test("any delimiter", () => {
  for (const delimiter of [";", "\t", "|", " ", "."]) {
    const text = `a,1${delimiter}"b${delimiter}2"\r\n`;
    assertEquals(read(text, delimiter).records, [[1, "a,1", `b${delimiter}2`]]);
  }
});

Deno.test("every line is in a record, rejected or blank, whatever the text", () => {
  const piece = fc.constantFrom('"', ",", "\n", "\r\n", "\r", "a", " ", '""', "x,y");
  fc.assert(fc.property(fc.array(piece), (pieces) => {
    const text = pieces.join("");
    const { records, rejected } = readCsv(text, ",");
    const starts = [...records, ...rejected].map(({ line }) => line);
    assertEquals(new Set(starts).size, starts.length);
    const lines = text.split("\n").length;
    assert(starts.every((line) => line >= 1 && line <= lines));
    if (text.trim() !== "") assert(starts.length > 0);
  }));
});

Deno.test("many forgotten quotes take linear time", () => {
  const prepare = (lines: number) => '"""x\n'.repeat(lines);
  assert(readCsv(prepare(10), ",").rejected.length > 0);
  assertLinear((text: string) => readCsv(text, ","), { prepare, size: 50_000, name: "quotes" });
});
