import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readJson } from "../../../lib/capture/saved/json_records.ts";
import { assertLinear } from "../../support/timing.ts";

/** The objects with their lines, the rejected lines, and how the text ends. */
function read(text: string): { records: unknown; rejected: unknown; ending: string } {
  const { records, rejected, ending } = readJson(text);
  return {
    records: records.map(({ line, value }) => [line, value]),
    rejected: rejected.map(({ line, text, reason }) => [line, text, reason]),
    ending,
  };
}

const [A, B] = [{ a: 1 }, { b: 2 }];
const PRETTY = JSON.stringify(A, null, 2);
const PRETTIER = JSON.stringify([A, { list: [{ c: [] }] }], null, 4);

const WHOLE: readonly (readonly [text: string, records: unknown[]])[] = [
  ["", []],
  ["[]", []],
  ["[{}]", [[1, {}]]],
  ['{"a":1}', [[1, A]]],
  ['[{"a":1},{"b":2}]', [[1, A], [1, B]]],
  ['[\n{"a":1},\n{"b":2}\n]\n', [[2, A], [3, B]]],
  ['{"a":1}\r\n\r\n{"b":2}', [[1, A], [3, B]]],
  ['{"a":1}{"b":2}', [[1, A], [1, B]]],
  // As jq prints.
  [`${PRETTY}\n${PRETTY}\n`, [[1, A], [4, A]]],
  [PRETTIER, [[2, A], [5, { list: [{ c: [] }] }]]],
  ['[{"a":1}][{"b":2}]', [[1, A], [1, B]]],
  ['[{"a":1}]\n[]\n[{"b":2}]', [[1, A], [3, B]]],
  ['[[{"a":1}],[{"b":2}]]', [[1, A], [1, B]]],
  ['{"a":1},\n{"b":2},\n', [[1, A], [2, B]]],
  ['{"value":[{"a":1},{"b":2}],"Count":2}', [[1, A], [1, B]]],
  ['{"@odata.context":"x","value":[{"a":1}]}', [[1, A]]],
  ['{"value":[1],"other":2}', [[1, { value: [1], other: 2 }]]],
  ['{"text":"}{][,\\"\\\\"}', [[1, { text: '}{][,"\\' }]]],
  ['\ufeff{"a":1}', [[1, A]]],
];

for (const [text, records] of WHOLE) {
  Deno.test(`JSON ${JSON.stringify(text)} is whole`, () => {
    assertEquals(read(text), { records, rejected: [], ending: "whole" });
  });
}

const DAMAGED: readonly (readonly [string, unknown[], unknown[]])[] = [
  ['[{"a":1},]', [[1, A]], [[1, "]", "a comma before the end of the array"]]],
  ['[{"a":1},,{"b":2}]', [[1, A], [1, B]], [[1, ",", "a comma with nothing before it"]]],
  ['// rows\n[{"a":1}]', [[2, A]], [[1, "// rows", "not JSON"]]],
  ['[\n{"a":1}, /* one */\n{"b":2}]', [[2, A], [3, B]], [[2, "/* one */", "not JSON"]]],
  ['[{"a":1},7,null,"x"]', [[1, A]], [
    [1, "7", "not an object"],
    [1, "null", "not an object"],
    [1, '"x"', "not an object"],
  ]],
  ['{"a":1}\n7\nx y\n{"b":2}', [[1, A], [4, B]], [
    [2, "7", "not an object"],
    [3, "x y", "not JSON"],
  ]],
  ['{"a":1}\n{"a":NaN}\n{"b":2}', [[1, A], [3, B]], [[2, '{"a":NaN}', "not JSON"]]],
  ['[{"a":1},{"a":x},{"b":2}]', [[1, A], [1, B]], [[1, '{"a":x}', "not JSON"]]],
  // A quote too many, or one that is missing, harms no other line.
  ['{"a":"x"y"}\n{"b":2}', [[2, B]], [[1, '{"a":"x"y"}', "not JSON"]]],
  ['{"a":"x}\n{"b":2}', [[2, B]], [[1, '{"a":"x}', "not JSON"]]],
  ['{"a":1\n{"b":2}', [[2, B]], [[1, '{"a":1', "not JSON"]]],
  ['[\n{"a":1,\n{"b":2}\n]', [[3, B]], [[2, '{"a":1,', "not JSON"]]],
  [']\n{"b":2}', [[2, B]], [[1, "]", "an array ends that did not begin"]]],
];

for (const [text, records, rejected] of DAMAGED) {
  Deno.test(`JSON ${JSON.stringify(text)} is damaged`, () => {
    assertEquals(read(text), { records, rejected, ending: "whole" });
  });
}

Deno.test("the end of a text tells what is missing", () => {
  const cases: [string, number, string][] = [
    ["[", 0, "inObject"],
    ['[{"a":1}', 1, "inArray"],
    ['[{"a":1},', 1, "inObject"],
    ['[{"a":1},{"b', 1, "inObject"],
    ['{"a":1}\n{"b":"x', 1, "inObject"],
    ['{"a":1}\n{"b":"x\\', 1, "inObject"],
    ['{"value":[{"a":1},{"b":2},{"c"', 2, "inObject"],
    [`${PRETTY}\n${PRETTY.slice(0, 5)}`, 1, "inObject"],
  ];
  for (const [text, count, ending] of cases) {
    const read = readJson(text);
    assertEquals(
      [read.records.length, read.rejected.length, read.ending],
      [count, 0, ending],
      text,
    );
  }
});

Deno.test("any layout of objects gives them back", () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), {
    minLength: 1,
  });
  // A wrapped array is taken apart.
  const plain = (all: object[]) => all.every((object) => !("value" in object));
  const layout = fc.constantFrom<(all: object[]) => string>(
    (all) => JSON.stringify(all),
    (all) => JSON.stringify(all, null, 2),
    (all) => all.map((object) => JSON.stringify(object)).join("\n"),
    (all) => all.map((object) => JSON.stringify(object, null, 1)).join("\r\n"),
    (all) => all.map((object) => JSON.stringify(object)).join(""),
    (all) => all.map((object) => JSON.stringify([object])).join(" "),
  );
  fc.assert(fc.property(objects.filter(plain), layout, (all, write) => {
    const { records, rejected, ending } = readJson(write(all));
    assertEquals(records.map(({ value }) => value), JSON.parse(JSON.stringify(all)));
    assertEquals([rejected.length, ending], [0, "whole"]);
  }));
});

Deno.test("a prefix gives the first objects, and says that it is one", () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(fc.property(objects, fc.nat(), fc.boolean(), (all, at, isPretty) => {
    const text = JSON.stringify(all, null, isPretty ? 2 : 0);
    const { records, ending } = readJson(text.slice(0, at % text.length));
    const first = JSON.parse(JSON.stringify(all.slice(0, records.length)));
    if (!text.includes('"value"')) assertEquals(records.map(({ value }) => value), first);
    assert(ending !== "whole" || at % text.length === 0);
  }));
});

/** Damaged text of about a length. */
const HOSTILE: Readonly<Record<string, (length: number) => string>> = {
  "objects that begin": (length) => "{\n".repeat(length / 2),
  "objects in objects": (length) => '{"a":\n'.repeat(length / 6),
  "an array without its end": (length) => `[${'{"a":1},'.repeat(length / 8)}`,
  "values that are none": (length) => `[${'{"a":x},'.repeat(length / 8)}]`,
  "wrapped arrays": (length) => '{"value":['.repeat(length / 10),
  "arrays in arrays": (length) => "[".repeat(length),
  "text without its end": (length) => `{"a":"${"x".repeat(length)}`,
  "quotes": (length) => '"'.repeat(length),
  "far indented objects": (length) => `${" ".repeat(101)}{"a\n`.repeat(length / 105),
  "objects at any indent": (length) =>
    Array.from({ length: length / 54 }, (_, at) => `${" ".repeat(at % 100)}{"a\n`).join(""),
  "ends of arrays": (length) => "],".repeat(length / 2),
  "numbers": (length) => "7 ".repeat(length / 2),
};

for (const [name, prepare] of Object.entries(HOSTILE)) {
  Deno.test(`damaged JSON takes time as its length does: ${name}`, () => {
    assertLinear(readJson, { prepare, size: 200_000, name });
  });
}
