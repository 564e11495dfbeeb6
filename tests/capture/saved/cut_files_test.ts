/**
 * A file that was cut anywhere gives the rows that are whole, and says that it was cut. Only NDJSON and
 * CSV that end after a row look whole: nothing in them says how many rows there are.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { ObjectRow } from "../../../lib/model/field.ts";
import { emptyRecord } from "../../../lib/model/field.ts";
import { PROCESS_FIELDS } from "../../../lib/model/process.ts";
import { FORMATS } from "../../../lib/output/formats.ts";
import type { FormatOptions } from "../../../lib/output/format.ts";
import { emitObjects } from "../../support/emit_rows.ts";
import { runMain } from "../../support/run_main.ts";

const ROWS: readonly ObjectRow[] = [
  { ...emptyRecord(PROCESS_FIELDS), process: "", pid: 4, services: [] },
  {
    ...emptyRecord(PROCESS_FIELDS),
    process: "日本.exe",
    pid: 4711,
    windowTitle: 'two\r\nlines, "quoted"',
    services: ["Dhcp", "a; b"],
    startedAt: "2026-01-02T03:04:05.678Z",
  },
  { ...emptyRecord(PROCESS_FIELDS), process: "=1+1", pid: 50, user: "Jürgen", path: "C:\\日本" },
];

interface Way {
  readonly format: string;
  readonly options?: Partial<FormatOptions>;
  readonly fields?: readonly string[];
  /** @default UTF-8 */
  readonly encode?: (text: string) => Uint8Array;
  /** Whether nothing may be missing where the text ends like this. */
  readonly endsRow: RegExp;
}

const NEVER = /(?!)/;

const utf8 = (text: string) => new TextEncoder().encode(text);

/** What `>` of Windows PowerShell 5.1 makes of a program's output. */
function utf16(text: string): Uint8Array {
  const marked = `\ufeff${text}`;
  return Uint8Array.from({ length: 2 * marked.length }, (_, at) => {
    const unit = marked.charCodeAt(at >> 1);
    return at % 2 === 0 ? unit & 0xff : unit >> 8;
  });
}

const WAYS: Readonly<Record<string, Way>> = {
  json: { format: "json", endsRow: NEVER },
  ndjson: { format: "ndjson", endsRow: /[}\n]$/ },
  csv: { format: "csv", endsRow: /\n$/ },
  "csv for Excel": { format: "csv", options: { excel: true, delimiter: ";" }, endsRow: /\n$/ },
  "csv of two columns": { format: "csv", fields: ["process", "pid"], endsRow: /\n$/ },
  "json in UTF-16": { format: "json", encode: utf16, endsRow: NEVER },
  "ndjson in UTF-16": { format: "ndjson", encode: utf16, endsRow: /[}\n]$/ },
  "csv in UTF-16": { format: "csv", encode: utf16, endsRow: /\n$/ },
  "csv of one column": { format: "csv", fields: ["pid"], endsRow: /\n$/ },
};

for (
  const [name, { format: formatName, options, fields: names, encode = utf8, endsRow }] of Object
    .entries(WAYS)
) {
  Deno.test(`${name}, cut anywhere, is read as far as it is whole, or it is said`, async () => {
    const format = FORMATS.find(({ name }) => name === formatName)!;
    const fields = PROCESS_FIELDS.filter(({ name }) => names?.includes(name) ?? true);
    const rows = ROWS.map((row) => ({
      ...emptyRecord(PROCESS_FIELDS),
      ...Object.fromEntries(fields.map(({ name }) => [name, row[name]!])),
    }));
    const whole = encode(emitObjects(format, { fields, rows, options }));
    for (let length = 1; length <= whole.length; length++) {
      const saved = whole.slice(0, length);
      const { code, stdout, stderr } = await runMain(
        ["tasklist", "--from", "saved", "--format", "json"],
        { files: { saved } },
      );
      const text = new TextDecoder(encode === utf16 ? "utf-16le" : "utf-8").decode(saved);
      if (code !== 0) {
        assertEquals([code, stdout], [4, ""], text);
        assert(stderr !== "", text);
        continue;
      }
      const read: ObjectRow[] = JSON.parse(stdout);
      // A row that may be cut is the last one, and it is said.
      const sure = stderr.includes("its last row may be cut") ? read.slice(0, -1) : read;
      assertEquals(sure, rows.slice(0, sure.length), text);
      const isTold = /ends in the middle|may be cut|not understood/.test(stderr);
      assert(isTold || read.length === rows.length || endsRow.test(text), text);
      if (length === whole.length) assertEquals([read, stderr], [rows, ""]);
    }
  });
}

async function told(saved: string, args: readonly string[] = []) {
  const { code, stderr } = await runMain(["--from", "saved", "--format", "json", ...args], {
    files: { saved },
  });
  return [code, stderr];
}

Deno.test("what is missing at the end is said as far as it is known", async () => {
  const row = '{"protocol":"TCP","localPort":80}';
  const cases: [string, string][] = [
    [`[\n${row},\n${row},\n`, "2 rows were read, there were more"],
    [`[\n${row},\n{"proto`, "1 row was read, there were more"],
    [`[\n${row}\n`, "1 row was read, there may have been more"],
    [`[${row},${row},{"protocol":"TC`, "2 rows were read, there were more"],
    [`${row}\n{"protocol":"TCP","localPort"`, "1 row was read, there were more"],
    [`{"value":[${row},${row},{"pro`, "2 rows were read, there were more"],
    [
      `[\n  {\n    "protocol": "TCP",\n    "pid": 4\n  },\n  {\n    "pro`,
      "1 row was read, there were more",
    ],
    ["protocol,localPort,pid\r\nTCP,80,4\r\nTCP,8", "1 row was read, there were more"],
    ['protocol,process,pid\r\nTCP,"a",4\r\nTCP,"b', "1 row was read, there were more"],
  ];
  for (const [saved, words] of cases) {
    assertEquals(await told(saved), [0, `netwho: saved ends in the middle: ${words}\n`], saved);
  }
  assertEquals(await told("protocol,localPort\r\nTCP,80\r\nTCP,443"), [
    0,
    "netwho: saved ends without a line end: its last row may be cut\n",
  ]);
});

Deno.test("a file without a whole row is not understood", async () => {
  for (const saved of ["[", "[\n", '{"', '[\n{"protocol":"TCP",', "protocol,localPort", "pid"]) {
    const [code, stderr] = await told(saved);
    const message = "netwho: Cannot understand saved: it ends in the middle of its first row\n";
    assertEquals([code, stderr], [4, `${message}It seems to be cut off: save it again\n`], saved);
  }
});

Deno.test("a file of a folder that was cut before its first row is whole is told", async () => {
  const files = { "d/cut.json": '[\n{"protocol":"TCP",', "d/whole.json": '[{"protocol":"TCP"}]' };
  const { code, stdout, stderr } = await runMain(
    ["--from", "d", "--format", "ndjson", "--fields", "protocol"],
    { files },
  );
  assertEquals([code, stdout], [0, '{"protocol":"TCP"}\n']);
  const words = "ends in the middle: 0 rows were read, there were more";
  assertEquals(stderr, `netwho: d/cut.json ${words}\n`);
});
