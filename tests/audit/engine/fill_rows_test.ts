/**
 * Tests of rows that were written by hand or by a script, with the fewest fields: audit judges them as
 * those of netwho.
 *
 * @module
 */
import { assertEquals, assertStrictEquals } from "@std/assert";
import { fillRows } from "../../../lib/audit/engine/fill_rows.ts";
import { type Connection, CONNECTION_FIELDS } from "../../../lib/model/connection.ts";
import { emptyRecord } from "../../../lib/model/field.ts";
import { runMain } from "../../support/run_main.ts";

const FIELDS = [
  ...["protocol", "localAddress", "localPort", "remoteAddress", "remotePort", "state"],
  ...["pid", "process", "path"],
];
type Cells = readonly (string | number | null)[];

const WAITING: Cells = ["0.0.0.0", 0, "LISTENING"];
const SYSTEM32 = "C:\\Windows\\System32\\";
const LISTENING: readonly Cells[] = [
  ["TCP", "0.0.0.0", 80, ...WAITING, 4, "System", null],
  ["TCP", "0.0.0.0", 443, ...WAITING, 4, "System", null],
  ["TCP", "0.0.0.0", 3389, ...WAITING, 900, "svchost.exe", `${SYSTEM32}svchost.exe`],
  ["TCP", "127.0.0.1", 50_123, ...WAITING, 901, "own.exe", "D:\\tools\\own.exe"],
  ["TCP", "0.0.0.0", 50_124, ...WAITING, 902, "upd.exe", "D:\\tools\\upd.exe"],
  // Registered for PostgreSQL: a data store, and no unknown listener.
  ["TCP", "0.0.0.0", 5432, ...WAITING, 903, "postgres.exe", "D:\\pg\\bin\\postgres.exe"],
];
const OPEN: readonly Cells[] = [
  ["TCP", "192.168.1.5", 50_001, "203.0.113.9", 4444, "ESTABLISHED", 904, "b.exe", "D:\\b.exe"],
  ["TCP", "192.168.1.5", 3389, "198.51.100.7", 50_321, "ESTABLISHED", 900, "svchost.exe", null],
  ["TCP", "192.168.1.5", 50_002, "192.168.1.9", 4444, "ESTABLISHED", 905, "c.exe", "D:\\c.exe"],
];

const FOUND = [
  ["high", "known-backdoor-port", 904],
  ["high", "remote-desktop-session", 900],
  ["low", "unknown-listener", 902],
  ["medium", "exposed-data-store", 903],
];

async function found(text: string): Promise<unknown[][]> {
  const { code, stdout, stderr } = await runMain(["audit", "--from", "rows", "--format", "json"], {
    files: { rows: text },
  });
  assertEquals(code, 0, stderr);
  const rows: Record<string, unknown>[] = JSON.parse(stdout);
  return rows.filter(({ outcome }) => outcome === "finding")
    .map(({ severity, rule, pid }) => [severity, rule, pid]).sort();
}

function objects(rows: readonly Cells[], more: object = {}): object[] {
  return rows.map((cells) => ({
    ...Object.fromEntries(cells.map((cell, index) => [FIELDS[index], cell])),
    ...more,
  }));
}

Deno.test("rows with the fewest fields are judged: JSON", async () => {
  assertEquals(await found(JSON.stringify(objects([...LISTENING, ...OPEN]))), FOUND);
});

Deno.test("rows with the fewest fields are judged: NDJSON, listeners last", async () => {
  const lines = objects([...OPEN, ...LISTENING]).map((row) => JSON.stringify(row));
  assertEquals(await found(lines.join("\n")), FOUND);
});

Deno.test("rows with the fewest fields are judged: CSV", async () => {
  const lines = [FIELDS, ...LISTENING, ...OPEN].map((cells) => cells.join(","));
  assertEquals(await found(lines.join("\r\n")), FOUND);
});

Deno.test("rows whose script wrote null for what it does not know are judged", async () => {
  const unknown = { localScope: null, remoteScope: null, localService: null, direction: null };
  assertEquals(await found(JSON.stringify(objects([...LISTENING, ...OPEN], unknown))), FOUND);
});

function row(fields: Partial<Connection>): Connection {
  const ends = { protocol: "TCP", localAddress: "10.0.0.5", localPort: 443 } as const;
  const peer = { remoteAddress: "8.8.8.8", remotePort: 50_000, state: "ESTABLISHED" } as const;
  return { ...emptyRecord(CONNECTION_FIELDS), ...ends, ...peer, pid: 7, ...fields };
}

const LISTENER = row({
  localAddress: "::",
  remoteAddress: "::",
  remotePort: 0,
  state: "LISTENING",
});
const ALONE = { processes: null };

Deno.test("what a row says is kept, and a row that lacks nothing stays the same object", () => {
  const told = row({ localScope: "odd", remoteScope: "private", direction: "outbound" });
  const [filled] = fillRows([told, LISTENER], ALONE);
  assertEquals(filled, { ...told, localService: "https" });
  assertStrictEquals(fillRows([filled!], ALONE)[0], filled);
});

Deno.test("who began a connection is told by listeners of the same computer alone", () => {
  const directions = (rows: readonly Connection[]) =>
    fillRows(rows, ALONE).map(({ direction }) => direction);
  assertEquals(directions([row({}), LISTENER, row({ localPort: 50_001 })]), [
    "inbound",
    null,
    "outbound",
  ]);
  const other = { ...LISTENER, computer: "PC-8" };
  assertEquals(directions([row({ computer: "PC-7" }), other]), [null, null]);
  assertEquals(directions([row({ computer: "pc-8" }), other]), ["inbound", null]);
});

Deno.test("what is not known stays so: cut addresses, names, and ports of no service", () => {
  const [filled] = fillRows([
    row({ localAddress: null, remoteAddress: "2001:db8:1:", remotePort: 50_001 }),
  ], ALONE);
  const { localScope, remoteScope, remoteService, direction } = filled!;
  assertEquals([localScope, remoteScope, remoteService, direction], [null, null, null, null]);
});
