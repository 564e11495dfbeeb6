import { assert, assertEquals } from "@std/assert";
import {
  looksLikeNetstat,
  netstatArguments,
  parseNetstat,
} from "../../../lib/tools/netstat/parse_netstat.ts";
import { NetstatScanner } from "../../../lib/tools/netstat/netstat_scanner.ts";
import { at, named, NOWHERE, tcp, udp } from "../../support/sockets.ts";

const ROW = "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711\r\n";
const SOCKET = tcp([at("192.0.2.7", 50123), at("198.51.100.4", 443)], {
  state: "ESTABLISHED",
  pid: 4711,
});
const HEADER = "  Proto  Local Address          Foreign Address        State           PID\r\n";

Deno.test("netstat: nothing gives nothing", () => {
  assertEquals(parseNetstat(""), { rows: [], rejected: [] });
  assertEquals(parseNetstat(new Uint8Array()), { rows: [], rejected: [] });
});

Deno.test("netstat: a line that is not understood is kept with its number and a reason", () => {
  const { rows, rejected } = parseNetstat(`${ROW}some words\r\n  TCP    192.0.2.7\r\n${ROW}`);
  assertEquals(rows, [SOCKET, SOCKET]);
  assertEquals(rejected, [
    { line: 2, text: "some words", reason: "not a row" },
    { line: 3, text: "  TCP    192.0.2.7", reason: "not a row" },
  ]);
});

Deno.test("netstat: half a row is rejected as such", () => {
  const { rows, rejected } = parseNetstat("  TCP    [2001:db8::7\r\n");
  assertEquals(rows, []);
  assertEquals(rejected, [{ line: 1, text: "  TCP    [2001:db8::7", reason: "a damaged row" }]);
});

Deno.test("netstat: words with colons are no row", () => {
  for (const line of ["TCP: note: this", "UDP see: that:", "TCP C:\\a D:\\b", "tcp foo bar baz"]) {
    assertEquals(parseNetstat(line).rows, [], line);
  }
});

Deno.test("netstat: what stands below a damaged row does not belong to the row above it", () => {
  const { rows, rejected } = parseNetstat(`${ROW}  TCP    damaged  here\r\n [other.exe]\r\n`);
  assertEquals(rows, [SOCKET]);
  assertEquals(rejected.map(({ line }) => line), [2, 3]);
});

Deno.test("netstat: a second program below a row is not understood", () => {
  const { rows, rejected } = parseNetstat(`${ROW} [one.exe]\r\n [two.exe]\r\n`);
  assertEquals(rows, [{ ...SOCKET, process: "one.exe" }]);
  assertEquals(rejected.map(({ line }) => line), [3]);
});

Deno.test("netstat: a prompt right above the header is not taken for its title", () => {
  const { rows, rejected } = parseNetstat(`C:\\>netstat -ano\r\nTitle\r\n${HEADER}${ROW}`);
  assertEquals(rows, [SOCKET]);
  assertEquals(rejected.map(({ line }) => line), [1]);
});

Deno.test("netstat: the number below a header without PID is a time, from the first row on", () => {
  const header = "  Proto  Lokale Adresse         Remoteadresse          Status   Zeit (ms)\r\n";
  const { rows } = parseNetstat(`${header}${ROW}${HEADER}${ROW}`);
  assertEquals(rows, [{ ...SOCKET, pid: null, stateMilliseconds: 4711 }, SOCKET]);
});

Deno.test("netstat: an address in brackets stays one where somebody changed its digits", () => {
  const { rows } = parseNetstat("  UDP    [fe80::abcd:efgh%9]:1900  *:*  4\n");
  assertEquals(rows, [udp([at("fe80::abcd:efgh%9", 1900), NOWHERE], { pid: 4 })]);
});

Deno.test("netstat: no more rejected lines are kept than asked for, but all are counted", () => {
  const scanner = new NetstatScanner({ mostRejected: 2 });
  scanner.push(new TextEncoder().encode("one\ntwo\nthree\nfour\n"));
  scanner.finish();
  assertEquals(scanner.seen.rejected.length, 2);
  assertEquals(scanner.seen.rejectedCount, 4);
});

Deno.test("netstat: a row is handed on as soon as the next one is seen", () => {
  const scanner = new NetstatScanner();
  assertEquals(scanner.push(new TextEncoder().encode(ROW + ROW)).length, 1);
  assertEquals(scanner.finish().length, 1);
});

Deno.test("netstat: rows that end in bare returns are handed on before the end", () => {
  const scanner = new NetstatScanner();
  const taken = scanner.push(new TextEncoder().encode(`${ROW.trimEnd()}\r`.repeat(2000))).length;
  assert(taken > 1900);
  assertEquals(taken + scanner.finish().length, 2000);
});

Deno.test("netstat: what stands below a blank line is not the rest of a row", () => {
  const { rows, rejected } = parseNetstat(`${ROW}${ROW.slice(0, 63)}\r\n\r\nHED     4711\r\n`);
  assertEquals(rows, [SOCKET, { ...SOCKET, stateText: "ESTABLIS", pid: null }]);
  assertEquals(rejected.map(({ line }) => line), [4]);
});

Deno.test("netstat: a row wrapped right behind an address in brackets", () => {
  const { rows, rejected } = parseNetstat(
    "  TCP    [2001:db8::7]:50123\r\n[2001:db8::9]\r\n:443  ESTABLISHED     4711\r\n",
  );
  assertEquals(rows, [
    tcp([at("2001:db8::7", 50123), at("2001:db8::9", 443)], { state: "ESTABLISHED", pid: 4711 }),
  ]);
  assertEquals(rejected, []);
});

Deno.test("netstat: a row wrapped twice, its lines' ends trimmed", () => {
  const { rows, rejected } = parseNetstat(
    "  TCP    192.0.2.7:80\r\nlong-name-of-a-machi\r\n1:443  ESTABLISHED\r\n",
  );
  assertEquals(rows, [
    tcp([at("192.0.2.7", 80), named("long-name-of-a-machi1", 443)], { state: "ESTABLISHED" }),
  ]);
  assertEquals(rejected, []);
});

// Without indentation only the blank line tells text that follows a listing from its last row's owner.
for (const [name, above] of [["rows", ROW], ["a program", `[one.exe]\r\n\r\n${ROW}`]] as const) {
  Deno.test(`netstat: text apart from rows without indentation, ${name} above`, () => {
    const listing = `${ROW}${above}\r\nSome words of the author\r\n`.replaceAll("  TCP", "TCP");
    const { rows, rejected } = parseNetstat(listing);
    assertEquals(rows.length, 2);
    assertEquals(rejected.map(({ text }) => text), ["Some words of the author"]);
  });
}

Deno.test("netstat: an offload state without a state is no state", () => {
  const { rows } = parseNetstat("  TCP    192.0.2.7:50123        198.51.100.4:443       InHost\n");
  assertEquals(rows, [
    { ...SOCKET, state: "UNKNOWN", stateText: null, pid: null, offloadState: "InHost" },
  ]);
});

Deno.test("netstat: an address that does not end, or is none, makes no row", () => {
  for (const remote of ["[2001:db8:9 ESTABLISHED", "[mail]:80 ESTABLISHED", "[::1]80 LISTENING"]) {
    assertEquals(parseNetstat(`  TCP    192.0.2.7:50123        ${remote}`).rows, [], remote);
  }
});

Deno.test("netstat: only text with a row looks like netstat's", () => {
  assert(looksLikeNetstat(`\r\nActive Connections\r\n\r\n${HEADER}${ROW}`));
  assert(looksLikeNetstat("  UDP    0.0.0.0:123    *:*"));
  assert(!looksLikeNetstat(HEADER));
  assert(!looksLikeNetstat("svchost.exe                   4711 Services                   0"));
});

// Each would take minutes if it took square time.
Deno.test("netstat: time grows with the length alone", () => {
  const long = `${ROW.trimStart()}${"a".repeat(60_000)}é\r\n`;
  const started = performance.now();
  for (
    const piece of ["\r", "x\r", "TCP 1:1\n", "  a  b  c\n", "\t", "[", ROW.trim() + "\r", long]
  ) {
    parseNetstat(piece.repeat(Math.ceil(1_000_000 / piece.length)));
  }
  assert(performance.now() - started < 20_000);
});

Deno.test("all sockets with their PIDs, numbers only, unless told otherwise", () => {
  assertEquals(netstatArguments(), ["-ano"]);
  assertEquals(netstatArguments({ resolveNames: true }), ["-afo"]);
  assertEquals(netstatArguments({ components: true, bound: true, offload: true }), ["-anobqt"]);
});
