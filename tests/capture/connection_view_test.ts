import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { CONNECTION_VIEW_SHAPE, ConnectionView } from "../../lib/capture/connection_view.ts";
import { csv } from "../../lib/output/csv.ts";
import type { Format } from "../../lib/output/format.ts";
import { json } from "../../lib/output/json.ts";
import { table } from "../../lib/output/table.ts";
import { ByteWriter } from "../../lib/output/byte_writer.ts";
import { emptyRecord, type ObjectRow } from "../../lib/model/field.ts";
import { objectShape } from "../../lib/output/row_shape.ts";
import { type JoinContext, joinSocket } from "../../lib/capture/join.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { type Process, PROCESS_FIELDS } from "../../lib/model/process.ts";
import type { Socket } from "../../lib/model/socket.ts";
import { toSocket } from "../../lib/tools/netstat/row.ts";
import { NetstatScanner } from "../../lib/tools/netstat/scanner.ts";
import { emitRows, PLAIN } from "../support/emit_rows.ts";
import { listing } from "../support/arbitrary_listing.ts";

const process: Process = { ...emptyRecord(PROCESS_FIELDS), pid: 0 };
const PROCESSES = new Map<number, Process>([
  [0, { ...process, pid: 0, process: "System Idle Process" }],
  [4, { ...process, pid: 4, process: "System", user: "NT AUTHORITY\\SYSTEM" }],
  [912, { ...process, pid: 912, process: "svchost.exe", services: ["RpcSs", "RpcEptMapper"] }],
  [1204, { ...process, pid: 1204, process: null, path: "C:\\x\\日本.exe" }],
]);

const CONTEXTS: readonly JoinContext[] = [
  { observedAt: "2026-01-02T03:04:05.000Z", processes: PROCESSES },
  { observedAt: null, processes: new Map(), withoutPid: "none printed" },
  { observedAt: null, processes: null },
];

/** Writes a listing through the view, as the command does. */
function throughView(format: Format, text: string, context: JoinContext): string {
  const out = new ByteWriter();
  const emitter = format.open(CONNECTION_VIEW_SHAPE, out, PLAIN);
  const view = new ConnectionView(context);
  const scanner = new NetstatScanner((row) => emitter.row(view.show(row)));
  scanner.push(new TextEncoder().encode(text));
  scanner.finish();
  emitter.end();
  return new TextDecoder().decode(out.take());
}

function socketsIn(text: string): Socket[] {
  const sockets: Socket[] = [];
  const scanner = new NetstatScanner((row) => sockets.push(toSocket(row)));
  scanner.push(new TextEncoder().encode(text));
  scanner.finish();
  return sockets;
}

for (const format of [json, csv, table]) {
  Deno.test(`the view gives what joinSocket gives, as ${format.name}`, () => {
    fc.assert(fc.property(listing, fc.constantFrom(...CONTEXTS), (text, context) => {
      const rows: ObjectRow[] = socketsIn(text).map((socket) => joinSocket(socket, context));
      const written = emitRows(format, { shape: objectShape(CONNECTION_FIELDS), rows });
      assertEquals(throughView(format, text, context), new TextDecoder().decode(written));
    }));
  });
}

Deno.test("rows in JSON are what joinSocket gives", () => {
  fc.assert(fc.property(listing, fc.constantFrom(...CONTEXTS), (text, context) => {
    const rows = socketsIn(text).map((socket) => joinSocket(socket, context));
    assertEquals(JSON.parse(throughView(json, text, context)), rows);
  }));
});

Deno.test("the view writes the fields of the table in their order", () => {
  assertEquals(CONNECTION_VIEW_SHAPE.fields, CONNECTION_FIELDS);
  assertEquals(CONNECTION_VIEW_SHAPE.writers.length, CONNECTION_FIELDS.length);
});
