import { assertEquals, assertRejects } from "@std/assert";
import { ParseError } from "../../../lib/errors.ts";
import { Diagnostics } from "../../../lib/capture/diagnostics.ts";
import { openSaved } from "../../../lib/capture/saved/saved_files.ts";
import { readSavedNames } from "../../../lib/capture/saved/saved_names.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { fileHost, type Files } from "../../support/run_main.ts";

const NSLOOKUP = "Serveur :   UnKnown\r\nAddress:  192.0.2.53\r\n\r\n" +
  "*** UnKnown ne parvient pas \u00e0 trouver nope.example : Non-existent domain\r\n";
const OTHER = "Server:\t\t192.0.2.53\nAddress:\t192.0.2.53#53\n\nName:\ta.example\n" +
  "Address: 192.0.2.1\nwhat?\n";
const NETSTAT = "  TCP    192.0.2.7:50123   198.51.100.4:443   ESTABLISHED   4711\r\n";
const JSON_ROW = '{"query":"b.example","type":"A","data":"192.0.2.2","status":"NOERROR"}';
const CSV = "query,data,aliases,authoritative,status\r\n" +
  "c.example,192.0.2.3,x.example; y.example,true,NOERROR\r\n";

async function read(from: readonly string[], files: Files) {
  const diagnostics = new Diagnostics();
  const host = fakeHost({ oemCodePage: () => 850, ...fileHost(files) });
  const rows = await readSavedNames(host, { from, encoding: null }, diagnostics);
  const { reports } = diagnostics;
  return { rows: rows.map(({ query, data, status }) => [query, data, status]), reports };
}

Deno.test("nslookup's output and rows of netwho's are read in the order given", async () => {
  const files = { a: OTHER, b: JSON_ROW, c: CSV, "-": NSLOOKUP };
  const { rows, reports } = await read(["c", "-", "a", "b"], files);
  assertEquals(rows, [
    ["c.example", "192.0.2.3", "NOERROR"],
    ["nope.example", null, "NXDOMAIN"],
    ["a.example", "192.0.2.1", "NOERROR"],
    ["b.example", "192.0.2.2", "NOERROR"],
  ]);
  assertEquals(reports.map(({ label, rows, rejected }) => [label, rows, rejected.length]), [
    ["c", 1, 0],
    ["standard input", 1, 0],
    ["a", 1, 1],
    ["b", 1, 0],
  ]);
  assertEquals(reports[2]?.rejected[0]?.line, 6);
});

Deno.test("the OEM code page is that of the machine", async () => {
  const bytes = Uint8Array.from(
    NSLOOKUP,
    (character) => character === "à" ? 0x85 : character.charCodeAt(0),
  );
  const host = fakeHost({ oemCodePage: () => 850, ...fileHost({ x: bytes }) });
  const [row] = await readSavedNames(host, { from: ["x"], encoding: null }, new Diagnostics());
  assertEquals(row?.note, "UnKnown ne parvient pas à trouver nope.example : Non-existent domain");
});

Deno.test("of a folder, what holds names is read", async () => {
  const files = { "d/a": OTHER, "d/b": NETSTAT, "d/c": '{"pid":4}', "d/d": "", "d/e": NSLOOKUP };
  const { rows, reports } = await read(["d"], files);
  assertEquals(rows.map(([query]) => query), ["a.example", "nope.example"]);
  assertEquals(reports.map(({ label }) => label), ["d/a", "d/e"]);
});

Deno.test("a folder in which nothing holds names says why of the first file", async () => {
  const files = { "d/a": '{"pid":4}', "d/b": '[{"protocol":"TCP"}]' };
  const error = await assertRejects(() => read(["d"], files), ParseError);
  assertEquals(error.message, "Cannot understand d/a: not a row of netwho nslookup");
});

Deno.test("a file of a folder that was cut before its first name is told", async () => {
  const { rows, reports } = await read(["d"], { "d/a": OTHER, "d/b": '[{"query":"a","sta' });
  assertEquals(rows.map(([query]) => query), ["a.example"]);
  const remarks = ["ends in the middle: 0 rows were read, there were more"];
  assertEquals(reports.map(({ label, remarks }) => [label, remarks]), [["d/a", []], [
    "d/b",
    remarks,
  ]]);
});

Deno.test("what holds no names says so", async () => {
  const cases: [Files, string][] = [
    [{ x: NETSTAT }, "Cannot use x here: it holds netstat's output"],
    [
      { x: "Hello" },
      "Cannot understand x: it holds no nslookup output and no rows that netwho wrote",
    ],
    [{ x: '{"pid":4}' }, "Cannot understand x: not a row of netwho nslookup"],
    [{ x: "" }, "Cannot understand x: it is empty"],
  ];
  for (const [files, message] of cases) {
    const error = await assertRejects(() => read(["x"], files), ParseError);
    assertEquals(error.message, message);
  }
});

Deno.test("where sockets are wanted, nslookup's output is named, and left out of folders", async () => {
  const host = fakeHost(fileHost({ x: OTHER, "d/a": OTHER, "d/b": NETSTAT }));
  const error = await assertRejects(() => openSaved(["x"], host, { encoding: null }), ParseError);
  assertEquals(error.message, "Cannot use x here: it holds nslookup's output");
  assertEquals(error.hint, "To read it: netwho nslookup --from x");
  const files = await openSaved(["d"], host, { encoding: null });
  assertEquals(files.map(({ label, kind }) => [label, kind]), [["d/b", "netstat"]]);
});

Deno.test("rows that lost their status are refused, and the message tells why", async () => {
  const row = '[{"query":"b.example","type":"A","data":"192.0.2.2"}]';
  const error = await assertRejects(() => read(["x"], { x: row }), ParseError);
  assertEquals(
    error.message,
    "Cannot understand x: without a status of netwho, it is no row of netwho nslookup",
  );
});
