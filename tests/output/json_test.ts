import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { json, ndjson } from "../../lib/output/json.ts";
import type { Field, ObjectRow } from "../../lib/model/field.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { PROCESS_FIELDS } from "../../lib/model/process.ts";
import { arbitraryRow } from "../support/arbitrary_rows.ts";
import { emitObjects } from "../support/emit_rows.ts";

const FIELDS: readonly Field[] = [
  { name: "name", kind: "text", about: "" },
  { name: "pid", kind: "integer", about: "" },
  { name: "parts", kind: "list", about: "" },
];

function one(row: ObjectRow): string {
  return emitObjects(ndjson, { fields: FIELDS, rows: [{ ...ABSENT, ...row }] });
}

const ABSENT: ObjectRow = { name: null, pid: null, parts: null };

Deno.test("JSON is an array with one object a line", () => {
  const rows = [ABSENT, { name: "a", pid: 4, parts: ["x", "y"] }];
  assertEquals(
    emitObjects(json, { fields: FIELDS, rows }),
    '[\n{"name":null,"pid":null,"parts":null},\n{"name":"a","pid":4,"parts":["x","y"]}\n]\n',
  );
  assertEquals(emitObjects(json, { fields: FIELDS, rows: [] }), "[]\n");
});

Deno.test("NDJSON is one object a line, and nothing for no rows", () => {
  const rows = [ABSENT, { name: "a", pid: 0, parts: [] }];
  assertEquals(
    emitObjects(ndjson, { fields: FIELDS, rows }),
    '{"name":null,"pid":null,"parts":null}\n{"name":"a","pid":0,"parts":[]}\n',
  );
  assertEquals(emitObjects(ndjson, { fields: FIELDS, rows: [] }), "");
});

Deno.test("a value that looks like the end of an object stays in its line", () => {
  const rows = ['},{"name"', "},{", '"},{"name":'].map((text) => ({
    name: text,
    pid: 1,
    parts: [text, "},{", text],
  }));
  const lines = emitObjects(ndjson, { fields: FIELDS, rows }).split("\n");
  assertEquals(lines.slice(0, -1).map((line) => JSON.parse(line)), rows);
  assertEquals(emitObjects(ndjson, { fields: [], rows }), "{}\n{}\n{}\n");
});

const ESCAPES: readonly (readonly [string, string])[] = [
  ["plain.exe", '"plain.exe"'],
  ['say "hi"', '"say \\"hi\\""'],
  ["C:\\x", '"C:\\\\x"'],
  ["\u0000\u001f", '"\\u0000\\u001f"'],
  ["a\r\n\tb", '"a\\r\\n\\tb"'],
  ["\u007f", '"\\u007f"'],
  ["é", '"\\u00e9"'],
  ["日本", '"\\u65e5\\u672c"'],
  ["\u2028\u2029", '"\\u2028\\u2029"'],
  ["😀", '"\\ud83d\\ude00"'],
  ["\ud800x", '"\\ud800x"'],
  ["</script>", '"</script>"'],
  ["", '""'],
];

for (const [value, expected] of ESCAPES) {
  Deno.test(`JSON writes ${expected}`, () => {
    assertEquals(one({ name: value }), `{"name":${expected},"pid":null,"parts":null}\n`);
    assertEquals(one({ parts: [value] }), `{"name":null,"pid":null,"parts":[${expected}]}\n`);
  });
}

Deno.test("true and false are JSON's own", () => {
  const fields = [{ name: "is", kind: "boolean", about: "" }] as const;
  const rows = [{ is: true }, { is: false }, { is: null }];
  assertEquals(emitObjects(ndjson, { fields, rows }), '{"is":true}\n{"is":false}\n{"is":null}\n');
});

Deno.test("numbers are written whole", () => {
  for (const value of [0, 9, 10, 65535, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 53 - 1, 1.5, -1]) {
    assertEquals(one({ pid: value }), `{"name":null,"pid":${value},"parts":null}\n`);
  }
});

for (const fields of [CONNECTION_FIELDS, PROCESS_FIELDS]) {
  Deno.test(`JSON of any rows: ASCII, and JSON.parse gives them back (${fields.length} fields)`, () => {
    fc.assert(fc.property(fc.array(arbitraryRow(fields), { maxLength: 4 }), (rows) => {
      const array = emitObjects(json, { fields, rows });
      assertMatch(array, /^[\n -~]*$/);
      assertEquals(JSON.parse(array), rows);
      const lines = emitObjects(ndjson, { fields, rows });
      assertMatch(lines, /^[\n -~]*$/);
      assertEquals(lines.split("\n").slice(0, -1).map((line) => JSON.parse(line)), rows);
      const names = fields.map(({ name }) => name);
      for (const row of JSON.parse(array)) assertEquals(Object.keys(row), names);
    }));
  });
}
