import { assertEquals } from "@std/assert";
import { type Cell, cellWriter, writeEnd } from "../../../lib/output/table/cells.ts";
import type { ObjectRow } from "../../../lib/model/field.ts";
import type { CellKind } from "../../../lib/model/view.ts";

const ENDS = ["address", "host", "port", "scope", "protocol"];

function cell(shows: CellKind, row: ObjectRow, fields: string[] = ENDS): string | Cell {
  return cellWriter({ shows, fields })(row);
}

Deno.test("an end is written as people write it", () => {
  assertEquals(writeEnd("192.0.2.1", 443), "192.0.2.1:443");
  assertEquals(writeEnd("2001:db8::1", 443), "[2001:db8::1]:443");
  assertEquals(writeEnd("fe80::1%eth0", 53), "[fe80::1%eth0]:53");
  assertEquals(writeEnd("::ffff:192.0.2.1", 0), "[::ffff:192.0.2.1]:0");
  assertEquals(writeEnd("pc.example", 80), "pc.example:80");
  assertEquals(writeEnd("192.0.2.1", null), "192.0.2.1");
  assertEquals(writeEnd(null, 53), "*:53");
  assertEquals(writeEnd(null, null), "*");
});

Deno.test("a local end without anything is an empty cell", () => {
  assertEquals(cell("end", { address: null, host: null, port: null }), "");
  assertEquals(cell("end", { address: null, host: "pc", port: 135 }), "pc:135");
  assertEquals(cell("end", { address: "0.0.0.0", host: null, port: 135 }), "0.0.0.0:135");
});

Deno.test("no other end is an asterisk, however the tool writes it", () => {
  for (const address of ["0.0.0.0", "::", null]) {
    for (const port of [0, null]) {
      const row = { address, host: null, port, scope: "any", protocol: "TCP" };
      assertEquals(cell("peer", row), "*");
      // A row about a process or an address alone is no socket.
      assertEquals(cell("peer", { ...row, protocol: null }), "");
    }
  }
});

Deno.test("half of another end is shown", () => {
  assertEquals(cell("peer", { address: "0.0.0.0", host: null, port: 53 }), "0.0.0.0:53");
  assertEquals(cell("peer", { address: "192.0.2.1", host: null, port: 0 }), "192.0.2.1:0");
  assertEquals(cell("peer", { address: "192.0.2.1", host: null, port: null }), "192.0.2.1");
  assertEquals(cell("peer", { address: null, host: "a.example", port: null }), "a.example");
});

Deno.test("a name takes the place of the address, which then has a column of its own", () => {
  const row = { address: "8.8.8.8", host: "dns.example", port: 443, scope: "public" };
  assertEquals(cell("peer", row), { text: "dns.example:443", isLoose: true, isStrong: true });
  assertEquals(cell("peerAddress", row), "8.8.8.8");
  assertEquals(cell("peerAddress", { ...row, host: null }), "");
  assertEquals(cell("peer", { ...row, host: null }), {
    text: "8.8.8.8:443",
    isLoose: false,
    isStrong: true,
  });
  // The only thing that is known of the other end must not be cut.
  assertEquals(cell("peer", { ...row, address: null, scope: null }), "dns.example:443");
});

Deno.test("memory is written for people", () => {
  assertEquals(cell("bytes", { memoryBytes: 939_556_864 }, ["memoryBytes"]), "939.6 MB");
  assertEquals(cell("bytes", { memoryBytes: 0 }, ["memoryBytes"]), "0 B");
  assertEquals(cell("bytes", { memoryBytes: null }, ["memoryBytes"]), "");
});

Deno.test("other values are written as they are", () => {
  assertEquals(cell("list", { services: ["a", "b"] }, ["services"]), "a; b");
  assertEquals(cell("text", { authoritative: false }, ["authoritative"]), "false");
  assertEquals(cell("number", { pid: 0 }, ["pid"]), "0");
  assertEquals(cell("text", {}, ["user"]), "");
});
