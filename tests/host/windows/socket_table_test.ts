import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseSocketTable, TABLE_KINDS } from "../../../lib/host/windows/socket_table.ts";
import { writeSocketTable } from "../../support/table_writer.ts";

/** An IPv6 address that begins and ends so, with zeros between. */
const v6 = (start: readonly number[], last: number) => [
  ...start,
  ...Array(15 - start.length).fill(0),
  last,
];

/** 2026-11-20T08:30:00.004Z as a FILETIME: 1601 lies 11,644,473,600 s before 1970. */
const CREATED = (BigInt(Date.UTC(2026, 10, 20, 8, 30, 0, 4)) + 11_644_473_600_000n) * 10_000n;

const socketsOf = (...table: Parameters<typeof writeSocketTable>) =>
  parseSocketTable(writeSocketTable(...table), table[0]).map(({ socket }) => socket);

Deno.test("rows have the sizes of the SDK", () => {
  const row = { local: [192, 0, 2, 7], localPort: 1, pid: 1 };
  const row6 = { ...row, local: v6([0x20], 1) };
  const size = (kind: "tcp4" | "tcp6" | "udp4" | "udp6") =>
    writeSocketTable(kind, [kind.endsWith("4") ? row : row6]).length - 8;
  assertEquals(TABLE_KINDS.map(size), [160, 192, 160, 176]);
});

Deno.test("a TCP connection over IPv4", () => {
  const row = {
    local: [192, 0, 2, 7],
    localPort: 50_123,
    remote: [198, 51, 100, 4],
    remotePort: 443,
    pid: 4711,
    created: CREATED,
    tag: 0x5a,
  };
  assertEquals(socketsOf("tcp4", [row]), [{
    protocol: "TCP",
    localAddress: "192.0.2.7",
    localPort: 50_123,
    localZone: 0,
    remoteAddress: "198.51.100.4",
    remotePort: 443,
    remoteZone: 0,
    isListening: false,
    state: "ESTABLISHED",
    pid: 4711,
    createdAt: "2026-11-20T08:30:00.004Z",
    module: "4711/5a",
  }]);
});

Deno.test("a listener has no other end, whatever stands in its place", () => {
  const rubbish = { remote: [9, 9, 9, 9], remotePort: 9, state: 2 };
  const [listener] = socketsOf("tcp4", [{
    local: [0, 0, 0, 0],
    localPort: 135,
    pid: 912,
    ...rubbish,
  }]);
  assertEquals([listener?.isListening, listener?.remoteAddress, listener?.remotePort], [
    true,
    null,
    null,
  ]);
  const remote = v6([9], 9);
  const [listener6] = socketsOf("tcp6", [{
    ...rubbish,
    local: v6([], 0),
    localPort: 135,
    pid: 912,
    remote,
  }]);
  assertEquals([listener6?.localAddress, listener6?.isListening, listener6?.remoteAddress], [
    "::",
    true,
    null,
  ]);
});

Deno.test("a TCP connection over IPv6: zones, and the state behind the addresses", () => {
  const row = {
    local: v6([0xfe, 0x80], 1),
    localScope: 12,
    localPort: 445,
    remote: v6([0xfe, 0x80], 2),
    remoteScope: 12,
    remotePort: 50_000,
    pid: 4,
    created: CREATED,
  };
  assertEquals(socketsOf("tcp6", [row]), [{
    protocol: "TCP",
    localAddress: "fe80::1",
    localPort: 445,
    localZone: 12,
    remoteAddress: "fe80::2",
    remotePort: 50_000,
    remoteZone: 12,
    isListening: false,
    state: "ESTABLISHED",
    pid: 4,
    createdAt: "2026-11-20T08:30:00.004Z",
    module: null,
  }]);
});

Deno.test("the states of MIB_TCP_STATE, by their numbers", () => {
  const states = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 13, 100];
  const rows = states.map((state) => ({ local: [127, 0, 0, 1], localPort: 1, pid: 1, state }));
  assertEquals(socketsOf("tcp4", rows).map(({ state }) => state), [
    "CLOSED",
    "LISTENING",
    "SYN_SENT",
    "SYN_RECEIVED",
    "ESTABLISHED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSE_WAIT",
    "CLOSING",
    "LAST_ACK",
    "TIME_WAIT",
    "DELETE_TCB",
    "UNKNOWN",
    "UNKNOWN",
    "UNKNOWN",
  ]);
});

Deno.test("UDP over IPv4 and IPv6", () => {
  const shared = {
    protocol: "UDP" as const,
    remoteAddress: null,
    remotePort: null,
    remoteZone: 0,
    isListening: false,
    state: null,
    createdAt: "2026-11-20T08:30:00.004Z",
  };
  const row = { local: [127, 0, 0, 1], localPort: 53, pid: 2448, created: CREATED, tag: 0x6e };
  assertEquals(socketsOf("udp4", [row]), [
    {
      ...shared,
      localAddress: "127.0.0.1",
      localPort: 53,
      localZone: 0,
      pid: 2448,
      module: "2448/6e",
    },
  ]);
  const row6 = {
    local: v6([0xfe, 0x80], 7),
    localScope: 3,
    localPort: 546,
    pid: 9,
    created: CREATED,
  };
  assertEquals(socketsOf("udp6", [row6]), [
    { ...shared, localAddress: "fe80::7", localPort: 546, localZone: 3, pid: 9, module: null },
  ]);
});

Deno.test("no time is null, not 1601", () => {
  const row = { local: [127, 0, 0, 1], localPort: 53, pid: 1 };
  const times = [0n, -1n, 0x7fff_ffff_ffff_ffffn].map((created) =>
    socketsOf("udp4", [{ ...row, created }])[0]?.createdAt
  );
  assertEquals(times, [null, null, null]);
});

Deno.test("rows that are claimed and not there are left out", () => {
  const row = { local: [127, 0, 0, 1], localPort: 53, pid: 1 };
  assertEquals(socketsOf("udp4", [row, row], { count: 1 }).length, 1);
  assertEquals(socketsOf("udp4", [row, row], { count: 0xffff_ffff }).length, 2);
  const cut = writeSocketTable("udp4", [row, row]).subarray(0, -1);
  assertEquals(parseSocketTable(cut, "udp4").length, 1);
});

Deno.test("a row's bytes are passed on unchanged, whatever is around them", () => {
  const rows = [7, 8].map((pid) => ({ local: [127, 0, 0, 1], localPort: 53, pid }));
  const table = writeSocketTable("udp4", rows);
  const within = new Uint8Array(table.length + 3);
  within.set(table, 3);
  const read = parseSocketTable(within.subarray(3), "udp4");
  assertEquals(read.map(({ bytes }) => bytes), [table.subarray(8, 168), table.subarray(168)]);
  assertEquals(read.map(({ socket }) => socket.pid), [7, 8]);
});

Deno.test("any bytes give whole rows, and nothing throws", () => {
  fc.assert(fc.property(
    fc.uint8Array({ maxLength: 1000 }),
    fc.constantFrom(...TABLE_KINDS),
    fc.nat(9),
    (bytes, kind, count) => {
      if (bytes.length > 4) bytes.set([count, 0, 0, 0]);
      for (const { socket } of parseSocketTable(bytes, kind)) {
        assert(socket.localPort >= 0 && socket.localPort <= 0xffff);
        assert(socket.pid >= 0 && socket.localAddress !== "");
        assertEquals(socket.remoteAddress === null, socket.remotePort === null);
      }
    },
  ));
});
