import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/csv/parse";
import fc from "fast-check";
import { csv } from "../../lib/output/csv.ts";
import type { FormatOptions } from "../../lib/output/format.ts";
import type { Field, ObjectRow } from "../../lib/model/field.ts";
import { text } from "../support/arbitrary_rows.ts";
import { emitObjects } from "../support/emit_rows.ts";

const FIELDS: readonly Field[] = [
  { name: "name", kind: "text", about: "" },
  { name: "pid", kind: "integer", about: "" },
  { name: "parts", kind: "list", about: "" },
];

function write(rows: readonly ObjectRow[], options: Partial<FormatOptions> = {}): string {
  return emitObjects(csv, { fields: FIELDS, rows, options });
}

/** How one text is written as the first value of a row. */
function cell(value: string, options: Partial<FormatOptions> = {}): string {
  const row = write([{ name: value, pid: 1, parts: null }], { header: false, ...options })
    .replace(/^\ufeff/, "");
  const end = `${options.delimiter ?? ","}1${options.delimiter ?? ","}\r\n`;
  assert(row.endsWith(end), row);
  return row.slice(0, -end.length);
}

/** RFC 4180 read one character at a time: the second opinion beside the standard library's. */
function readStrictly(source: string, delimiter: string): string[][] {
  const rows: string[][] = [[""]];
  let quoted = false;
  for (let at = 0; at < source.length; at++) {
    const row = rows.at(-1)!;
    const char = source[at]!;
    if (quoted) {
      if (char !== '"' || source[at + 1] === '"') row[row.length - 1] += char;
      else quoted = false;
      if (char === '"' && quoted) at++;
    } else if (char === '"') {
      assertEquals(row.at(-1), "", "a quote stands within a value");
      quoted = true;
    } else if (char === delimiter) row.push("");
    else if (char === "\r") {
      assertEquals(source[++at], "\n", "a bare carriage return");
      rows.push([""]);
    } else row[row.length - 1] += char;
  }
  assert(!quoted, "a quote is not closed");
  assertEquals(rows.pop(), [""], "the last line does not end");
  return rows;
}

Deno.test("CSV is a header and a line a row, with CRLF", () => {
  const rows = [{ name: "a.exe", pid: 4, parts: ["x", "y z"] }, {
    name: null,
    pid: 0,
    parts: null,
  }];
  assertEquals(write(rows), "name,pid,parts\r\na.exe,4,x; y z\r\n,0,\r\n");
  assertEquals(write([]), "name,pid,parts\r\n");
  assertEquals(write(rows.slice(1), { header: false }), ",0,\r\n");
});

const QUOTED: readonly (readonly [string, string])[] = [
  ["plain name.exe", "plain name.exe"],
  ["a,b", '"a,b"'],
  ["a;b", "a;b"],
  ['the "x"', '"the ""x"""'],
  ["a\r\nb", '"a\r\nb"'],
  ["a\rb", '"a\rb"'],
  [" a", '" a"'],
  ["a ", '"a "'],
  ["\ta", '"\ta"'],
  ["#TYPE x", '"#TYPE x"'],
  ["a#", "a#"],
  ["=1+1", "=1+1"],
  ["日本.exe", "日本.exe"],
];

for (const [value, expected] of QUOTED) {
  Deno.test(`CSV writes ${JSON.stringify(value)} as ${JSON.stringify(expected)}`, () => {
    assertEquals(cell(value), expected);
  });
}

Deno.test("true and false are words", () => {
  const fields = [
    { name: "is", kind: "boolean", about: "" },
    { name: "n", kind: "text", about: "" },
  ] as const;
  const rows = [{ is: true, n: "a" }, { is: false, n: "b" }, { is: null, n: "c" }];
  const text = emitObjects(csv, { fields, rows });
  assertEquals(text, "is,n\r\ntrue,a\r\nfalse,b\r\n,c\r\n");
});

Deno.test("only the delimiter in use needs quotes", () => {
  for (const delimiter of [";", "\t", "|", "^", "]", "\\", "-", " ", ".", ":"]) {
    assertEquals(cell(`a${delimiter}b`, { delimiter }), `"a${delimiter}b"`);
    assertEquals(cell("a,b", { delimiter }), "a,b");
  }
});

Deno.test("a delimiter may stand in an address or a number's place", () => {
  const one = (value: string, options: Partial<FormatOptions> = {}) =>
    emitObjects(csv, {
      fields: FIELDS.slice(0, 2),
      rows: [{ name: value, pid: 1 }],
      options: { header: false, ...options },
    });
  assertEquals(one("fe80::1%12"), "fe80::1%12,1\r\n");
  assertEquals(one("a,b"), '"a,b",1\r\n');
  assertEquals(one("::1", { delimiter: ":" }), '"::1":1\r\n');
  assertEquals(one("198.51.100.7", { delimiter: "." }), '"198.51.100.7".1\r\n');
  assertEquals(one("日本"), "日本,1\r\n");
  assertEquals(one("-x", { excel: true }), "\ufeff'-x,1\r\n");
});

Deno.test("a row of one absent value is no blank line", () => {
  const fields = FIELDS.slice(0, 1);
  const rows = [{ name: null }, { name: "a" }];
  assertEquals(emitObjects(csv, { fields, rows }), 'name\r\n""\r\na\r\n');
});

Deno.test("--bom and --excel start with a byte order mark", () => {
  for (const options of [{ bom: true }, { excel: true }, { bom: true, excel: true }]) {
    assertEquals(write([], options), "\ufeffname,pid,parts\r\n");
  }
});

Deno.test("--excel keeps every value from being a formula", () => {
  for (const value of ["=1+1", "+1", "-1", "@x", "＝1", "=cmd|'/c x'!A1"]) {
    assertEquals(cell(value, { excel: true }), `'${value}`);
  }
  assertEquals(cell("\t=1", { excel: true }), "'\t=1");
  assertEquals(cell("=a,b", { excel: true }), '"\'=a,b"');
  assertEquals(cell("a=1", { excel: true }), "a=1");
  const listed = write([{ name: null, pid: 1, parts: ["=1"] }], { excel: true, header: false });
  assertEquals(listed, "\ufeff,1,'=1\r\n");
});

Deno.test("two readers of CSV get back any values", () => {
  const delimiter = fc.constantFrom(",", ";", "\t", "|", " ", "^", "]");
  fc.assert(fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), delimiter, (pairs, d) => {
    const fields = FIELDS.slice(0, 1).concat({ name: "other", kind: "text", about: "" });
    const rows = pairs.map(([name, other]) => ({ name, other }));
    const written = emitObjects(csv, { fields, rows, options: { delimiter: d } });
    const strict = readStrictly(written, d);
    assertEquals(strict[0], ["name", "other"]);
    // UTF-8 cannot hold lone surrogates: they become U+FFFD.
    assertEquals(strict.slice(1), pairs.map((pair) => pair.map((value) => value.toWellFormed())));
    // The standard library's reader turns CRLF within quotes into LF, so it is asked only without.
    if (!/\r/.test(strict.flat().join(""))) assertEquals(parse(written, { separator: d }), strict);
  }));
});

Deno.test("with --excel no value begins like a formula", () => {
  fc.assert(fc.property(text, (value) => {
    const options = { excel: true, header: false };
    const written = write([{ name: value, pid: 1, parts: null }], options).replace(/^\ufeff/, "");
    const [[name]] = readStrictly(written, ",") as [[string]];
    assertMatch(name, /^(?![=+\-@\t\r])/);
  }));
});
