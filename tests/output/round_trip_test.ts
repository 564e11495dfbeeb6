/**
 * What is written reads back equal, whatever the format and its options. The exception is of CSV alone:
 * a text file cannot hold byte order marks (U+FEFF) or halves of surrogate pairs.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { FORMATS } from "../../lib/output/formats.ts";
import type { Format, FormatOptions } from "../../lib/output/format.ts";
import type { Field, FieldValue, ObjectRow } from "../../lib/model/field.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { PROCESS_FIELDS } from "../../lib/model/process.ts";
import { SOCKET_FIELDS } from "../../lib/model/socket.ts";
import { arbitraryRow, protocol } from "../support/arbitrary_rows.ts";
import { emitObjects } from "../support/emit_rows.ts";
import { runMain } from "../support/run_main.ts";

interface RecordType {
  readonly fields: readonly Field[];
  /** Rows as `netwho COMMAND` can give them. */
  readonly rows: fc.Arbitrary<ObjectRow[]>;
}

const RECORDS: Readonly<Record<string, RecordType>> = {
  netstat: {
    fields: SOCKET_FIELDS,
    rows: fc.array(arbitraryRow(SOCKET_FIELDS, { protocol }), { minLength: 1, maxLength: 5 }),
  },
  connections: {
    fields: CONNECTION_FIELDS,
    rows: fc.array(arbitraryRow(CONNECTION_FIELDS, { protocol }), { minLength: 1, maxLength: 5 }),
  },
  tasklist: {
    fields: PROCESS_FIELDS,
    // Rows with the same PID are put together.
    rows: fc.uniqueArray(arbitraryRow(PROCESS_FIELDS), {
      minLength: 1,
      maxLength: 5,
      selector: ({ pid }) => pid,
    }),
  },
};

type Encode = (text: string) => Uint8Array;

const utf8: Encode = (text) => new TextEncoder().encode(text);

/** What `>` of Windows PowerShell 5.1 makes of a program's output. */
const utf16: Encode = (text) => {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, true);
  for (let at = 0; at < text.length; at++) view.setUint16(2 + at * 2, text.charCodeAt(at), true);
  return bytes;
};

interface Way {
  readonly format: string;
  readonly options?: Partial<FormatOptions>;
  readonly encode?: Encode;
}

const WAYS: Readonly<Record<string, Way>> = {
  json: { format: "json" },
  ndjson: { format: "ndjson" },
  csv: { format: "csv" },
  "csv with ;": { format: "csv", options: { delimiter: ";" } },
  "csv with tabs": { format: "csv", options: { delimiter: "\t" } },
  "csv with ^": { format: "csv", options: { delimiter: "^" } },
  "csv for Excel": { format: "csv", options: { excel: true } },
  "csv for Excel with ;": { format: "csv", options: { excel: true, delimiter: ";" } },
  "csv with a byte order mark": { format: "csv", options: { bom: true } },
  "json in UTF-16": { format: "json", encode: utf16 },
  "ndjson in UTF-16": { format: "ndjson", encode: utf16 },
  "csv in UTF-16": { format: "csv", encode: utf16 },
};

for (const [command, { fields, rows }] of Object.entries(RECORDS)) {
  for (const [name, { format: formatName, options, encode = utf8 }] of Object.entries(WAYS)) {
    Deno.test(`${command} reads back what was written as ${name}`, async () => {
      const format = FORMATS.find(({ name }) => name === formatName)!;
      const given = formatName === "csv" ? rows.map((all) => all.map(writableAsCsv)) : rows;
      await fc.assert(
        fc.asyncProperty(given, async (expected) => {
          const file = encode(emitObjects(format, { fields, rows: expected, options }));
          assertEquals(await readBack(command, file), { code: 0, stderr: "", rows: expected });
        }),
        { numRuns: 40 },
      );
    });
  }
}

async function readBack(command: string, file: Uint8Array) {
  const { code, stdout, stderr } = await runMain([command, "--from", "saved", "--format", "json"], {
    files: { saved: file },
  });
  return { code, stderr, rows: code === 0 ? JSON.parse(stdout) : stdout };
}

/** Leaves out what CSV cannot hold. */
function writableAsCsv(row: ObjectRow): ObjectRow {
  const clean = (text: string) => text.toWellFormed().replaceAll("\ufeff", "");
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (Array.isArray(value)) return [name, value.map(clean)];
      return [name, typeof value === "string" ? clean(value) : value];
    }),
  );
}

Deno.test("CSV tells empty text and an empty list from absent values, without looking odd", async () => {
  const csv: Format = FORMATS.find(({ name }) => name === "csv")!;
  const row = Object.fromEntries(PROCESS_FIELDS.map(({ name }) => [name, null as FieldValue]));
  const rows = [
    { ...row, process: "", pid: 4, services: [] },
    { ...row, process: null, pid: 5, services: ["Dhcp", "EventLog"] },
    { ...row, process: "a", pid: 6, services: ["a; b", "c;", "d;e", ""] },
    { ...row, process: "b", pid: 7, services: [""] },
  ];
  const fields = PROCESS_FIELDS.filter(({ name }) => ["process", "pid", "services"].includes(name));
  const written = emitObjects(csv, { fields, rows });
  assertEquals(
    written,
    'process,pid,services\r\n"",4,""\r\n,5,Dhcp; EventLog\r\na,6,"a;; b; c;;; d;e; "\r\nb,7,;\r\n',
  );
  assertEquals(await readBack("tasklist", utf8(written)), { code: 0, stderr: "", rows });
});

Deno.test("a guarded formula reads back, and so does text that only looks guarded", async () => {
  const csv: Format = FORMATS.find(({ name }) => name === "csv")!;
  const fields = PROCESS_FIELDS.slice(0, 2);
  const names = ["=cmd|calc", "@SUM(1)", "-1+1", "\t=1", "'=1", "''=1,2", "'x", '=A("b",1)'];
  const row = Object.fromEntries(PROCESS_FIELDS.map(({ name }) => [name, null as FieldValue]));
  const rows = names.map((process, pid) => ({ ...row, process, pid }));
  for (const options of [{}, { excel: true }, { excel: true, delimiter: ";" }, { bom: true }]) {
    const written = emitObjects(csv, { fields, rows, options });
    assertEquals(await readBack("tasklist", utf8(written)), { code: 0, stderr: "", rows });
  }
  // Other readers get the values as they are.
  assertEquals(
    emitObjects(csv, { fields, rows: rows.slice(4, 5) }),
    'process,pid\r\n"\'=1","4"\r\n',
  );
});

for (const [command, field] of [["tasklist", "pid"], ["netstat", "protocol"]] as const) {
  Deno.test(`the single column ${field} reads back`, async () => {
    const { fields, rows } = RECORDS[command]!;
    const [first] = fc.sample(rows, 1);
    const file = utf8(emitObjects(FORMATS.find(({ name }) => name === "csv")!, {
      fields: fields.filter(({ name }) => name === field),
      rows: first!,
    }));
    const { code, stderr, rows: again } = await readBack(command, file);
    assertEquals([code, stderr], [0, ""]);
    const valuesOf = (rows: ObjectRow[]) => rows.map((row) => row[field]);
    assertEquals(valuesOf(again), valuesOf(first!));
  });
}

Deno.test("a listing survives any chain of formats", async () => {
  const listing = [
    "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711",
    "  TCP    192.0.2.7:50124        198.51.100.4:443       TIME_WAIT       0",
    "  UDP    [fe80::1%12]:1900      *:*                                    1044",
    "",
  ].join("\r\n");
  const first = await runMain(["--from", "a", "--format", "json"], { files: { a: listing } });
  let last = first.stdout;
  for (const format of ["csv", "ndjson", "csv", "json"]) {
    const next = await runMain(["--from", "a", "--format", format], { files: { a: last } });
    assertEquals([next.code, next.stderr], [0, ""]);
    last = next.stdout;
  }
  assertEquals(JSON.parse(first.stdout).length, 3);
  assertEquals(last, first.stdout);
});
