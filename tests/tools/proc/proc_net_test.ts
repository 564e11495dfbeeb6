import { assertEquals } from "@std/assert";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import type { Socket } from "../../../lib/model/socket.ts";
import { parseProcNet, procAddress } from "../../../lib/tools/proc/proc_net.ts";
import { assertLinear } from "../../support/timing.ts";

const FIXTURES = new URL("../../fixtures/proc/", import.meta.url);
const fixture = (name: string) => Deno.readTextFileSync(new URL(name, FIXTURES));

type Summary = [local: string, remote: string, state: string | null, uid: number, inode: number];

function summaries(name: string, protocol: "TCP" | "UDP"): Summary[] {
  const { rows, rejected } = parseProcNet(fixture(name), protocol);
  assertEquals(rejected, []);
  return rows.map(({ socket, uid, inode }) => [
    `${socket.localAddress} ${socket.localPort}`,
    `${socket.remoteAddress} ${socket.remotePort}`,
    socket.state,
    uid,
    inode,
  ]);
}

Deno.test("the TCP table, with every state", () => {
  assertEquals(summaries("tcp", "TCP"), [
    ["0.0.0.0 22", "0.0.0.0 0", "LISTENING", 0, 20001],
    ["192.0.2.10 22", "198.51.100.7 51000", "ESTABLISHED", 0, 20002],
    ["192.0.2.10 51001", "203.0.113.5 443", "SYN_SENT", 1000, 20003],
    ["192.0.2.10 22", "203.0.113.5 51002", "SYN_RECEIVED", 0, 0],
    ["192.0.2.10 51003", "203.0.113.5 443", "FIN_WAIT_1", 0, 0],
    ["192.0.2.10 51004", "203.0.113.5 443", "FIN_WAIT_2", 0, 0],
    ["192.0.2.10 51005", "203.0.113.5 443", "TIME_WAIT", 0, 0],
    ["192.0.2.10 51006", "203.0.113.5 443", "CLOSED", 1000, 20008],
    ["192.0.2.10 51007", "203.0.113.5 443", "CLOSE_WAIT", 1000, 20009],
    ["192.0.2.10 51008", "203.0.113.5 443", "LAST_ACK", 0, 0],
    ["192.0.2.10 51009", "203.0.113.5 443", "CLOSING", 0, 0],
    ["192.0.2.10 22", "203.0.113.5 51010", "SYN_RECEIVED", 0, 0],
  ]);
});

Deno.test("the IPv6 TCP table", () => {
  assertEquals(summaries("tcp6", "TCP"), [
    [":: 443", ":: 0", "LISTENING", 33, 20020],
    ["2001:db8::1 443", "2001:db8:1:2:3:4:5:6 51000", "ESTABLISHED", 33, 20021],
    ["::ffff:192.0.2.10 443", "::ffff:198.51.100.7 51001", "ESTABLISHED", 33, 20022],
    ["fe80::1:2 443", "2001:db8::1 51002", "TIME_WAIT", 0, 0],
  ]);
});

Deno.test("the UDP tables: no state, and no remote end where there is none", () => {
  assertEquals(summaries("udp", "UDP"), [
    ["0.0.0.0 53", "null null", null, 101, 20030],
    ["192.0.2.10 51000", "198.51.100.7 53", null, 1000, 20031],
  ]);
  assertEquals(summaries("udp6", "UDP"), [[":: 5353", "null null", null, 102, 20040]]);
});

Deno.test("all that the kernel does not print is null", () => {
  assertEquals(parseProcNet(fixture("udp"), "UDP").rows[0]!.socket, {
    protocol: "UDP",
    localAddress: "0.0.0.0",
    localPort: 53,
    localHost: null,
    remoteAddress: null,
    remotePort: null,
    remoteHost: null,
    state: null,
    stateText: null,
    pid: null,
    process: null,
    components: null,
    offloadState: null,
    stateMilliseconds: null,
  });
});

const ROW =
  "   7: 0A0200C0:0016 076433C6:C738 01 00000000:00000000 02:000A1B2C 00000000  1000  0 20002 4";

Deno.test("bytes and text read alike", () => {
  const bytes = Deno.readFileSync(new URL("tcp6", FIXTURES));
  assertEquals(parseProcNet(bytes, "TCP"), parseProcNet(fixture("tcp6"), "TCP"));
});

Deno.test("row numbers of any width, no padding, carriage returns, no last line feed", () => {
  const rows = [
    "123456: 0A0200C0:0016 076433C6:C738 01 0:0 0:0 0 7 -1 20002",
    `${ROW}  \r`,
    "\r",
    "",
  ];
  const parsed = parseProcNet(rows.join("\n"), "TCP");
  assertEquals(parsed.rejected, []);
  assertEquals(parsed.rows.map(({ uid, inode }) => [uid, inode]), [[7, 20002], [1000, 20002]]);
  assertEquals(parseProcNet(ROW, "TCP").rows.length, 1);
});

Deno.test("a state code that is not known is kept as printed", () => {
  for (const code of ["00", "0D", "FF"]) {
    const { socket } = parseProcNet(ROW.replace(" 01 ", ` ${code} `), "TCP").rows[0]!;
    assertEquals([socket.state, socket.stateText], ["UNKNOWN", code]);
  }
});

const DAMAGES: Record<string, [line: string, reason: string]> = {
  "no row number": [ROW.replace("7:", "x:"), "no row number"],
  "no colon behind it": [ROW.replace("7:", "7 "), "no row number"],
  "another local address": [ROW.replace("0A0200C0:", "0A0200C:"), "no local address and port"],
  "a local port of three digits": [ROW.replace("0016", "016"), "no local address and port"],
  "a remote address that is none": [ROW.replace("0764", "0Z64"), "no remote address and port"],
  "a remote port of five digits": [ROW.replace("C738", "C7380"), "no remote address and port"],
  "a state that is none": [ROW.replace(" 01 ", " ?? "), "no state"],
  "an end after the state": [ROW.slice(0, ROW.indexOf(" 01 ") + 3), "no user and inode"],
  "an end before the inode": [ROW.slice(0, ROW.indexOf(" 20002")), "no user and inode"],
  "an inode of sixteen digits": [
    ROW.replace("20002", "1234567890123456"),
    "no user and inode",
  ],
};

for (const [title, [line, reason]] of Object.entries(DAMAGES)) {
  Deno.test(`a damaged row is kept, with the reason: ${title}`, () => {
    const { rows, rejected } = parseProcNet(`  sl  local_address\n${ROW}\n${line}\n`, "TCP");
    assertEquals(rows.length, 1);
    assertEquals(rejected, [{ line: 3, text: line, reason }]);
  });
}

Deno.test("a table that ends within a column is told by that column", () => {
  const endsAfter = (column: string) => ROW.slice(0, ROW.indexOf(column) + column.length);
  const reason = (column: string) => parseProcNet(endsAfter(column), "TCP").rejected[0]?.reason;
  assertEquals(reason("0A0200C0:00"), "no local address and port");
  assertEquals(reason("076433C6:C7"), "no remote address and port");
  assertEquals(reason("C738 0"), "no state");
});

Deno.test("any text gives rows or rejects, one for each line that is not blank", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(ROW, ":", "\n", " 0A0200C0:0016", " 01", "  sl  ", "9", "\r", "\0"),
    fc.integer({ min: 0, max: ROW.length }).map((length) => ROW.slice(0, length)),
  );
  fc.assert(fc.property(fc.array(piece), fc.constantFrom("TCP", "UDP"), (pieces, protocol) => {
    const text = pieces.join("");
    const { rows, rejected } = parseProcNet(text, protocol);
    const lines = text.split("\n").filter((line) => !/^[\0-\x20]*(?:sl |$)/.test(line));
    assertEquals(rows.length + rejected.length, lines.length);
    for (const { line, text: kept } of rejected) assertEquals(text.split("\n")[line - 1], kept);
  }));
});

const STATE_CODES = {
  ESTABLISHED: "01",
  SYN_SENT: "02",
  SYN_RECEIVED: "03",
  FIN_WAIT_1: "04",
  FIN_WAIT_2: "05",
  TIME_WAIT: "06",
  CLOSED: "07",
  CLOSE_WAIT: "08",
  LAST_ACK: "09",
  LISTENING: "0A",
  CLOSING: "0B",
} as const;

Deno.test("sockets written as the kernel writes them read back equal", () => {
  const address = fc.ipV4().filter((text) => text !== "0.0.0.0");
  const port = fc.integer({ min: 0, max: 65535 });
  const socket = fc.record({
    localAddress: address,
    localPort: port,
    remoteAddress: address,
    remotePort: port,
    state: fc.constantFrom(...Object.keys(STATE_CODES) as (keyof typeof STATE_CODES)[]),
    uid: fc.integer({ min: 0, max: 0xffff_ffff }),
    inode: fc.integer({ min: 0, max: 0xffff_ffff }),
  });
  fc.assert(fc.property(fc.array(socket), fc.constantFrom("TCP", "UDP"), (sockets, protocol) => {
    const lines = sockets.map((socket, index) =>
      `${String(index).padStart(5)}: ${kernelEnd(socket.localAddress, socket.localPort)} ` +
      `${kernelEnd(socket.remoteAddress, socket.remotePort)} ${STATE_CODES[socket.state]} ` +
      "00000000:00000000 00:00000000 00000000 " +
      `${String(socket.uid).padStart(5)}        0 ${socket.inode} 1 0000000000000000\n`
    );
    const { rows, rejected } = parseProcNet(lines.join(""), protocol);
    assertEquals(rejected, []);
    const read = rows.map(({ socket, uid, inode }) => ({ ...ends(socket), uid, inode }));
    assertEquals(
      read,
      sockets.map((socket) => ({ ...socket, state: protocol === "TCP" ? socket.state : null })),
    );
  }));
});

function kernelEnd(address: string, port: number): string {
  const value = address.split(".").reduceRight((sum, byte) => sum * 256 + Number(byte), 0);
  return [[value, 8], [port, 4]].map(([number, width]) =>
    number!.toString(16).toUpperCase().padStart(width!, "0")
  ).join(":");
}

function ends({ localAddress, localPort, remoteAddress, remotePort, state }: Socket) {
  return { localAddress, localPort, remoteAddress, remotePort, state };
}

Deno.test("time grows with the text and not with its square", () => {
  const hostile: Readonly<Record<string, (length: number) => string>> = {
    colons: (length) => ":".repeat(length),
    numbers: (length) => "1: \n".repeat(length / 4),
    spaces: (length) => " ".repeat(length),
    digits: (length) => "9".repeat(length),
  };
  for (const [name, prepare] of Object.entries(hostile)) {
    assertLinear((text: string) => parseProcNet(text, "TCP"), { prepare, size: 400_000, name });
  }
});

/** The kernel's way to print an address: each 32-bit word with its bytes turned round. */
function kernelHex(bytes: readonly number[]): string {
  const words = bytes.flatMap((_, at) => at % 4 === 0 ? bytes.slice(at, at + 4).reverse() : []);
  return words.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}

const octet = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 }));
const octets = (length: number) => fc.array(octet, { minLength: length, maxLength: length });

const ADDRESSES = {
  "00000000": "0.0.0.0",
  "0100007F": "127.0.0.1",
  "0A0200C0": "192.0.2.10",
  "0a0200c0": "192.0.2.10",
  "00000000000000000000000000000000": "::",
  "00000000000000000000000001000000": "::1",
  "B80D0120000000000000000001000000": "2001:db8::1",
  "B80D0120020001000400030006000500": "2001:db8:1:2:3:4:5:6",
  "0000000000000000FFFF0000010200C0": "::ffff:192.0.2.1",
  // A single zero group is not shortened; of two equal runs the first is.
  "B80D0120000001000100010001000100": "2001:db8:1:0:1:1:1:1",
  "B80D0120000000000100010000000000": "2001:db8::1:1:0:0",
} as const;

for (const [hex, text] of Object.entries(ADDRESSES)) {
  Deno.test(`the kernel's ${hex} is ${text}`, () => assertEquals(procAddress(hex), text));
}

Deno.test("digits that are none, or of another number, are no address", () => {
  for (
    const hex of ["", "0100007", "0100007F0", "0100007G", "G100007F", "01 0007F", "0".repeat(31)]
  ) {
    assertEquals(procAddress(hex), null, hex);
  }
  assertEquals(procAddress("0".repeat(31) + "x"), null);
});

Deno.test("every IPv4 address is what its bytes say", () => {
  fc.assert(fc.property(octets(4), (bytes) => {
    assertEquals(procAddress(kernelHex(bytes)), bytes.join("."));
  }));
});

Deno.test("every IPv6 address is what ipaddr.js makes of its bytes", () => {
  fc.assert(fc.property(octets(16), (bytes) => {
    const text = procAddress(kernelHex(bytes))!;
    const expected = ipaddr.fromByteArray(bytes) as ipaddr.IPv6;
    assertEquals(ipaddr.parse(text).toByteArray(), bytes);
    if (!expected.isIPv4MappedAddress()) assertEquals(text, expected.toRFC5952String());
  }));
});

Deno.test("IPv4-mapped addresses show the IPv4 address", () => {
  fc.assert(fc.property(octets(4), (bytes) => {
    const mapped = [...new Array<number>(10).fill(0), 255, 255, ...bytes];
    assertEquals(procAddress(kernelHex(mapped)), `::ffff:${bytes.join(".")}`);
  }));
});

Deno.test("hexadecimal digits are those that parseInt knows", () => {
  for (let code = 0; code < 256; code++) {
    const digit = String.fromCharCode(code);
    const value = Number.parseInt(digit, 16);
    const address = Number.isNaN(value) ? null : `${value}.0.0.0`;
    assertEquals(procAddress(`0000000${digit}`), address, `character ${code}`);
    const line = `  0: 0000000${digit}:000${digit} 00000000:0000 01 0:0 0:0 0 0 0 1`;
    const ports = parseProcNet(line, "UDP").rows.map(({ socket }) => socket.localPort);
    assertEquals(ports, Number.isNaN(value) ? [] : [value], `character ${code}`);
  }
});
