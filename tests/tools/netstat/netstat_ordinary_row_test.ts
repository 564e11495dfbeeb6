import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readOrdinaryRow } from "../../../lib/tools/netstat/ordinary_row.ts";
import { readRow } from "../../../lib/tools/netstat/read_row.ts";
import { NetstatRow, toSocket } from "../../../lib/tools/netstat/row.ts";
import { NetstatScanner } from "../../../lib/tools/netstat/scanner.ts";
import { parseNetstat } from "../../../lib/tools/netstat/netstat.ts";
import type { Socket } from "../../../lib/model/socket.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What the quick way makes of a line; null where it leaves the line to the other. */
function quick(line: string) {
  const bytes = encoder.encode(line);
  const row = new NetstatRow();
  const next = readOrdinaryRow(bytes, 0, row);
  return next < 0 ? null : { next, end: row.lineEnd, socket: toSocket(row) };
}

/** What the way that reads everything makes of the same line. */
function thorough(line: string) {
  const bytes = encoder.encode(line);
  const feed = bytes.indexOf(10);
  let end = feed;
  while (bytes[end - 1] === 13) end--;
  const row = new NetstatRow();
  assert(readRow(bytes, 0, end, row), `not a row: ${JSON.stringify(line)}`);
  return { next: feed + 1, end: row.lineEnd, socket: toSocket(row) };
}

const port = fc.integer({ min: 0, max: 65535 });
const ipv4 = fc.ipV4();
const ipv6 = fc.tuple(fc.ipV6(), fc.constantFrom("", "%12", "%eth0"))
  .map(([address, zone]) => `[${address}${zone}]`);
const local = fc.tuple(fc.oneof(ipv4, ipv6), port)
  .map(([address, port]) => `${address}:${port}`);
const remote = fc.oneof(local, fc.constant("*:*"));
const state = fc.constantFrom("LISTENING", "ESTABLISHED", "TIME_WAIT", "SYN_RECEIVED", "BOUND");
const pid = fc.oneof(fc.constant(""), fc.integer({ min: 0, max: 0xffffffff }).map(String));
const lineEnd = fc.constantFrom("\n", "\r\n", "\r\r\n", "  \r\n");

/** Lines as netstat prints them. */
const ordinary = fc.tuple(local, remote, state, pid, lineEnd, fc.boolean())
  .map(([local, remote, state, pid, lineEnd, isTcp]) => {
    const columns = isTcp
      ? ["  TCP", local, remote, state, pid]
      : ["  UDP", local, remote, "", pid];
    return columns.map((column) => column.padEnd(24)).join(" ").trimEnd() + lineEnd;
  });

Deno.test("ordinary lines take the quick way, and mean there what they mean elsewhere", () => {
  fc.assert(fc.property(ordinary, (line) => {
    assertEquals(quick(line), thorough(line));
  }));
});

Deno.test("whatever takes the quick way means there what it means elsewhere", () => {
  const damage = fc.tuple(
    fc.nat(120),
    fc.constantFrom(..." \t\r\n:.[]*%0479TUx\u00a0é;"),
    fc.nat(2),
  );
  let taken = 0;
  fc.assert(
    fc.property(ordinary, fc.array(damage, { minLength: 1, maxLength: 4 }), (line, damages) => {
      let damaged = line;
      for (const [at, character, cut] of damages) {
        damaged = damaged.slice(0, at) + character + damaged.slice(at + cut);
      }
      damaged = damaged.slice(0, damaged.indexOf("\n") + 1);
      const found = quick(damaged);
      if (found === null) return;
      taken++;
      assertEquals(found, thorough(damaged), damaged);
    }),
    { numRuns: 5000 },
  );
  assert(taken > 500, `only ${taken} damaged lines took the quick way`);
});

Deno.test("what is unusual does not take the quick way", () => {
  const lines = [
    "",
    "\n",
    "  TCP\n",
    "  UDP    *:*             *:*\n",
    "  TCP    192.0.2.1:80    198.51.100.4:443    ESTABLISHED    12", // no line end
    "  tcp    192.0.2.1:80    198.51.100.4:443    ESTABLISHED    12\n",
    "  TCP    192.0.2.1:http  198.51.100.4:443    ESTABLISHED    12\n",
    "  TCP    pc-1:80         198.51.100.4:443    ESTABLISHED    12\n",
    "  TCP    192.0.2.1:80    198.51.100.4:443    HERGESTELLT    12\n",
    "  TCP    192.0.2.1:80    198.51.100.4:443    ESTABLISHED    12   InHost\n",
    "  TCP    192.0.2.1:80    198.51.100.4:443    12\n",
    "  TCP    192.0.2.1:80    198.51.100.4:70000  ESTABLISHED    12\n",
    "  TCP    192.0.2.1:80    198.51.100.4:443    ESTABLISHED    4294967296\n",
    "  TCP    192.0.2:80      198.51.100.4:443    ESTABLISHED    12\n",
    "  TCP    192.0.2.256:80  198.51.100.4:443    ESTABLISHED    12\n",
    "  TCP    192.0.2.1:80    198.51.100.4:443    ESTABLISHED    12\r  TCP\n",
    "12:  TCP    192.0.2.1:80    198.51.100.4:443    ESTABLISHED    12\n",
  ];
  const long = " ".repeat(70_000);
  lines.push(`${long}UDP    192.0.2.1:53    *:*\n`, `  UDP    192.0.2.1:53    *:*${long}\n`);
  for (const line of lines) assertEquals(quick(line), null, line);
});

Deno.test("reading goes on where the line ends", () => {
  const text = "  UDP    [::1]:53    *:*    7\r\n  UDP    0.0.0.0:123    *:*\n";
  const bytes = encoder.encode(text);
  const row = new NetstatRow();
  const second = readOrdinaryRow(bytes, 0, row);
  assertEquals(decoder.decode(bytes.subarray(second)), "  UDP    0.0.0.0:123    *:*\n");
  assertEquals(readOrdinaryRow(bytes, second, row), bytes.length);
  assertEquals(toSocket(row).localPort, 123);
  assertEquals(toSocket(row).pid, null);
});

Deno.test("the memory of a chunk may be used again once it was read", () => {
  const line = fc.oneof(ordinary, fc.constantFrom(" [svchost.exe]\r\n", "  RpcSs\r\n", "\r\n"));
  fc.assert(fc.property(fc.array(line), fc.integer({ min: 1, max: 200 }), (lines, size) => {
    const bytes = encoder.encode(lines.join(""));
    const memory = new Uint8Array(size);
    const sockets: Socket[] = [];
    const scanner = new NetstatScanner((row) => sockets.push(toSocket(row)));
    for (let at = 0; at < bytes.length; at += size) {
      const part = bytes.subarray(at, at + size);
      memory.set(part);
      scanner.push(memory.subarray(0, part.length));
      memory.fill(0x2d);
    }
    scanner.finish();
    assertEquals(sockets, parseNetstat(bytes).rows);
  }));
});
