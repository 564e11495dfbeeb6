import { assertEquals } from "@std/assert";
import { joinSocket, NOTES } from "../../../lib/capture/join.ts";
import type { Socket } from "../../../lib/model/socket.ts";
import { NetstatScanner } from "../../../lib/tools/netstat/netstat_scanner.ts";
import { looksLikeNetstat, parseNetstat } from "../../../lib/tools/netstat/parse_netstat.ts";
import { at, type End, named, tcp, udp } from "../../support/sockets.ts";

// What netstat prints on Linux with -e, -o, -p, -W in all combinations, and what BSD's prints.
const FOLDER = new URL("../../fixtures/netstat_linux/", import.meta.url);

interface Expectation {
  readonly rows: readonly Socket[];
  /** The numbers of the lines that are not understood. */
  readonly rejected?: readonly number[];
}

/** What listens, as Linux prints it. */
function listens(local: End, fields: Partial<Socket> = {}): Socket {
  const any = local.address?.includes(":") ? "::" : "0.0.0.0";
  return tcp([local, at(any, null)], { state: "LISTENING", stateText: "LISTEN", ...fields });
}

/** An end whose address netstat cut. */
function cut(port: number): End {
  return { address: null, port, host: null };
}

const ALICE_UDP = { pid: 63, process: "sshd: alice [pri" };
const ALICE = { ...ALICE_UDP, state: "ESTABLISHED" } as const;

const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  "tulpne.txt": {
    rows: [
      listens(at("0.0.0.0", 22), { pid: 1215, process: "sshd" }),
      listens(at("127.0.0.1", 5432), { pid: 1410, process: "postgres" }),
      listens(at("::", 80), { pid: 2001, process: "apache2" }),
      listens(at("127.0.0.1", 631)),
      udp([at("0.0.0.0", 68), at("0.0.0.0", null)], { pid: 1029, process: "dhclient" }),
      udp([at("0.0.0.0", 5353), at("0.0.0.0", null)]),
    ],
  },
  "aeep.txt": {
    rows: [
      {
        ...listens(named("localhost", 25), { pid: 1489, process: "master" }),
        remoteAddress: "0.0.0.0",
      },
      tcp([named("localhost", 22), named("localhost", 38134)], {
        state: "ESTABLISHED",
        pid: 6492,
        process: "sshd: anna",
      }),
      udp([at("0.0.0.0", 68), at("0.0.0.0", null)], { pid: 1029, process: "dhclient" }),
    ],
  },
  "timers.txt": {
    rows: [
      tcp([at("192.0.2.10", 22), at("198.51.100.7", 51022)], {
        state: "ESTABLISHED",
        pid: 3307,
        process: "sshd: alice [p",
      }),
      tcp([at("192.0.2.10", 40112), at("203.0.113.9", 443)], {
        state: "SYN_SENT",
        pid: 4410,
        process: "curl",
      }),
      tcp([at("192.0.2.10", 40110), at("203.0.113.9", 443)], { state: "TIME_WAIT" }),
      tcp([at("192.0.2.10", 22), at("198.51.100.7", 51022)], { state: "ESTABLISHED" }),
      tcp([at("192.0.2.10", 40110), at("203.0.113.9", 443)], { state: "TIME_WAIT" }),
      tcp([at("192.0.2.68", 56386), at("198.51.100.172", 6809)], { state: "ESTABLISHED" }),
      tcp([at("192.0.2.15", 720), at("198.51.100.14", 2049)], { state: "ESTABLISHED" }),
      tcp([at("192.0.2.10", 8089), at("203.0.113.171", 51879)], {
        state: "ESTABLISHED",
        pid: 2212,
        process: "splunkd",
      }),
    ],
  },
  // net-tools 2.10 printed these about processes with odd names, which it cuts.
  "epno.txt": {
    rows: [
      listens(at("192.168.100.200", 445), { pid: 55, process: "éééééééé" }),
      listens(at("127.0.0.1", 7001), { pid: 58, process: "on (1.00/2/3)" }),
      listens(at("127.0.0.1", 7002), { pid: 59, process: "x keepalive" }),
      listens(at("127.0.0.1", 7004), { pid: 60, process: "lead" }),
      listens(at("127.0.0.1", 7005), { pid: 61, process: "12/34" }),
      listens(at("127.0.0.1", 7006), { pid: 62, process: "TCP [x] 1.2.3.4:" }),
      listens(at("0.0.0.0", 22), { pid: 49, process: "sshd" }),
      tcp([at("192.168.100.200", 445), at("192.168.100.200", 50001)], { state: "ESTABLISHED" }),
      tcp([at("192.168.100.200", 50001), at("192.168.100.200", 445)], ALICE),
      listens(at("2001:db8:10::6811", 443), { pid: 54, process: "(deleted)" }),
      {
        ...listens(cut(443), { pid: 53, process: "sp  ace x", isAddressCut: true }),
        remoteAddress: "::",
      },
      tcp([at("2001:db8:10::6811", 443), cut(48996)], { state: "ESTABLISHED", isAddressCut: true }),
      tcp([cut(48996), at("2001:db8:10::6811", 443)], { ...ALICE, isAddressCut: true }),
      udp([at("0.0.0.0", 68), at("0.0.0.0", null)], { pid: 56, process: "dhclient" }),
      udp([at("192.168.100.200", 54243), at("192.168.100.200", 53)], ALICE_UDP),
      udp([cut(53147), cut(53)], { ...ALICE_UDP, isAddressCut: true }),
    ],
    rejected: [19, 20],
  },
  "ep.txt": {
    rows: [
      {
        ...listens(cut(445), { pid: 55, process: "éééééééé", isAddressCut: true }),
        remoteAddress: "0.0.0.0",
      },
      ...[
        [7001, 58, "on (1.00/2/3)"],
        [7002, 59, "x keepalive"],
        [7004, 60, "lead"],
        [7005, 61, "12/34"],
        [7006, 62, "TCP [x] 1.2.3.4:"],
      ].map(([port, pid, process]) => ({
        ...listens(named("localhost", port as number), { pid: pid as number }),
        process: process as string,
        remoteAddress: "0.0.0.0",
      })),
      listens(at("0.0.0.0", 22), { pid: 49, process: "sshd" }),
      tcp([cut(445), at("192.168.100.200", 50001)], { state: "ESTABLISHED", isAddressCut: true }),
      tcp([at("192.168.100.200", 50001), cut(445)], { ...ALICE, isAddressCut: true }),
      {
        ...listens(cut(443), { pid: 54, process: "(deleted)", isAddressCut: true }),
        remoteAddress: "::",
      },
      {
        ...listens(cut(443), { pid: 53, process: "sp  ace x", isAddressCut: true }),
        remoteAddress: "::",
      },
      tcp([cut(443), cut(48996)], { state: "ESTABLISHED", isAddressCut: true }),
      tcp([cut(48996), cut(443)], { ...ALICE, isAddressCut: true }),
      udp([at("0.0.0.0", 68), at("0.0.0.0", null)], { pid: 56, process: "dhclient" }),
      udp([at("192.168.100.200", 54243), at("192.168.100.200", 53)], ALICE_UDP),
      udp([cut(53147), cut(53)], { ...ALICE_UDP, isAddressCut: true }),
    ],
    rejected: [19, 20],
  },
  "wide.txt": {
    rows: [
      listens(at("192.168.100.200", 445), { pid: 55, process: "éééééééé" }),
      tcp([at("192.168.100.200", 445), at("192.168.100.200", 50001)], { state: "ESTABLISHED" }),
      tcp([at("192.168.100.200", 50001), at("192.168.100.200", 445)], ALICE),
      listens(at("2001:db8:10::6811", 443), { pid: 54, process: "(deleted)" }),
      listens(at("2001:db8:21e8:f8:1234:5678:9abc:def0", 443), { pid: 53, process: "sp  ace x" }),
      tcp([at("2001:db8:10::6811", 443), at("2001:db8:10::6811", 48996)], {
        state: "ESTABLISHED",
      }),
      tcp([at("2001:db8:10::6811", 48996), at("2001:db8:10::6811", 443)], ALICE),
      udp([
        at("2001:db8:21e8:f8:1234:5678:9abc:def0", 53147),
        at("2001:db8:21e8:f8:1234:5678:9abc:def0", 53),
      ], ALICE_UDP),
    ],
  },
  "cut.txt": {
    rows: [
      tcp([named("lab-pc", 54462), cut(443)], { state: "ESTABLISHED", isAddressCut: true }),
      tcp([named("lab-pc", 41678), cut(443)], { state: "ESTABLISHED", isAddressCut: true }),
      udp([cut(123), at("::", null)], { isAddressCut: true }),
    ],
  },
  "wrapped.txt": {
    rows: [
      listens(at("127.0.0.1", 631), { pid: 99, process: "cupsd" }),
      tcp([at("192.0.2.7", 22), at("198.51.100.4", 50000)], {
        state: "ESTABLISHED",
        pid: 6492,
        process: "sshd: ann [pri",
      }),
      udp([at("0.0.0.0", 68), at("0.0.0.0", null)], { pid: 1029, process: "dhclient" }),
      tcp([at("192.0.2.7", 50123), at("198.51.100.4", 443)], { state: "TIME_WAIT" }),
    ],
  },

  // Other systems print a dot before the port.
  "bsd.txt": { rows: [], rejected: Array.from({ length: 40 }, (_, index) => index + 1) },
};

Deno.test("netstat on Linux: all fixtures have an expectation", () => {
  const files = [...Deno.readDirSync(FOLDER)].map(({ name }) => name);
  assertEquals(files.sort(), Object.keys(EXPECTATIONS).sort());
});

for (const [name, { rows, rejected = [] }] of Object.entries(EXPECTATIONS)) {
  Deno.test(`netstat on Linux: ${name}`, () => {
    const parsed = parseNetstat(read(name));
    assertEquals(parsed.rows, [...rows]);
    assertEquals(parsed.rejected.map(({ line }) => line), [...rejected]);
  });

  Deno.test(`netstat on Linux: ${name}, its rows alone`, () => {
    const lines = read(name).split("\n").filter((line) => /^(?:tcp|udp)/.test(line));
    if (name === "wrapped.txt") return;
    assertEquals(parseNetstat(lines.join("\n")).rows, [...rows]);
  });
}

function read(name: string): string {
  return Deno.readTextFileSync(new URL(name, FOLDER));
}

function scan(text: string): NetstatScanner["seen"] {
  const scanner = new NetstatScanner();
  scanner.push(new TextEncoder().encode(text));
  scanner.finish();
  return scanner.seen;
}

const END = "192.0.2.10:22           198.51.100.7:51022     ";

/** One row, as the state, the process and what is left over. */
function columns(line: string): unknown[] {
  const { unread } = scan(line);
  const { rows } = parseNetstat(line);
  return [
    ...rows.map(({ state, pid, process }) => [state, pid, process]),
    ...unread.counts.values(),
  ];
}

const ROWS: Readonly<Record<string, unknown[]>> = {
  [`tcp 0 0 ${END} ESTABLISHED 4711`]: [["ESTABLISHED", null, null], 1],
  [`tcp 0 0 ${END} ESTABLISHED 0 4711`]: [["ESTABLISHED", null, null]],
  [`tcp 0 0 ${END} ESTABLISHED 7/a b on (0.85/1/0)`]: [["ESTABLISHED", 7, "a b"]],
  [`tcp 0 0 ${END} ESTABLISHED 7/a b see above`]: [["ESTABLISHED", 7, "a b see above"]],
  [`tcp 0 0 ${END} ESTABLISHED 7/`]: [["ESTABLISHED", 7, null]],
  [`tcp 0 0 ${END} ESTABLISHED 7/kworker/0:1 on (0.85/1/0)`]: [["ESTABLISHED", 7, "kworker/0:1"]],
  [`tcp 0 0 ${END} ESTABLISHED LAB\\ann lee 2606 - on (0.85/1/0)`]: [["ESTABLISHED", null, null]],
  [`tcp 0 0 ${END} ESTABLISHED keepalive (5832.`]: [["ESTABLISHED", null, null]],
  [`tcp 0 0 ${END} ESTABLISHED keepalive`]: [["ESTABLISHED", null, null]],
  [`tcp 0 0 ${END} ESTABLISHED 7/x\tprobe (1.00/2/3)`]: [["ESTABLISHED", 7, "x"]],
  [`tcp 0 0 ${END} ESTABLISHED 7/sshd               system_u:system_r:sshd_t:s0`]: [
    ["ESTABLISHED", 7, "sshd"],
  ],
  [`tcp 0 0 ${END} CLOSE unkn-4 (0.00/0/0)`]: [["CLOSED", null, null]],
  [`tcp 0 0 ${END} VERBUNDEN ann 22606 7/x ein (0,85/1/0)`]: [["ESTABLISHED", 7, "x"]],
  [`tcp 0 0 ${END} OUÇA ligado 1 (1.00/2)`]: [["LISTENING", null, null]],
  [`tcp 0 0 ${END} POSLEDNÍ ACK 0 12 -`]: [["LAST_ACK", null, null]],
  [`tcp 0 0 ${END} some word ann 22606 7/x`]: [["UNKNOWN", 7, "x"]],
  [`tcp ${END} ESTABLISHED 0 22606 7/x`]: [["ESTABLISHED", 7, "x"]],
  [`tcp ${END} ESTABLISHED 101 22606 -`]: [["ESTABLISHED", null, null]],
  ["tcp 0.0.0.0:22 0.0.0.0:* LISTEN 0 21767"]: [["LISTENING", null, null]],
  [`udp 0 0 ${END} ESTABLISHED bound 22606 7/x on2 (0.85/1/0)`]: [[null, 7, "x"]],
  [`udp 0 0 ${END} ann 22606`]: [[null, null, null]],
  [`udp 0 0 ${END} words`]: [[null, null, null], 1],
};

for (const [line, expected] of Object.entries(ROWS)) {
  Deno.test(`netstat on Linux: ${line}`, () => assertEquals(columns(line), expected));
}

for (
  const line of [
    "raw        0      0 0.0.0.0:udp             0.0.0.0:*               7           0          21767      812/tcp x",
    "raw6       0      0 :::58                   :::*                    7           812/NetworkManager",
    "udpl       0      0 0.0.0.0:999             0.0.0.0:*                           1215/x",
    "udplite6   0      0 :::999                  :::*                                1215/x",
    "sctp       0      0 0.0.0.0:2905            0.0.0.0:*               LISTEN      1215/x",
    "mptcp      0      0 0.0.0.0:2905            0.0.0.0:*               LISTEN      1215/x",
    "unix  2      [ ACC ]     STREAM     LISTENING     424451   1/tcp 1.2.3.4:5 6.7.8.9:10",
  ]
) {
  Deno.test(`netstat on Linux: no row: ${line.slice(0, 8).trim()}`, () => {
    const row = "udp        0      0 0.0.0.0:68              0.0.0.0:*                           ";
    const { rows, rejected } = parseNetstat(`${row}\n${line}\n${row}`);
    assertEquals(rows.length, 2);
    assertEquals(rejected.map(({ text }) => text), [line]);
  });
}

Deno.test("netstat on Linux: a process that a console wrapped is not made longer", () => {
  const { rows, rejected } = parseNetstat(`tcp 0 0 ${END} ESTABLISHED 7/sshd: al\n12/x\nice`);
  assertEquals(rows.map(({ process }) => process), ["sshd: al"]);
  assertEquals(rejected.length, 2);
});

Deno.test("netstat of BSD, macOS and Solaris: no line of it is a row", () => {
  assertEquals(looksLikeNetstat(read("bsd.txt")), false);
  for (const line of read("bsd.txt").split("\n")) assertEquals(parseNetstat(line).rows, [], line);
});

Deno.test("netstat on Linux: addresses that were cut are counted, with their lines", () => {
  const { unread } = scan(read("cut.txt"));
  assertEquals([...unread.counts], [["addresses cut by netstat", 3]]);
  assertEquals(unread.values.map(({ line }) => line), [3, 4, 5]);
  assertEquals(unread.hints, ["To have whole addresses, save the output of netstat -W"]);
});

Deno.test("netstat on Linux: the connection of an address that was cut says so", () => {
  const [socket] = parseNetstat(read("cut.txt")).rows;
  const { remoteAddress, remoteScope, note } = joinSocket(socket!, {
    observedAt: null,
    processes: null,
  });
  assertEquals([remoteAddress, remoteScope, note], [null, null, NOTES.cut]);
});

// 23 characters each: the width to which netstat cuts ends.
const WHOLE_OR_CUT = [
  ["2001:db8:10::6811:48996", false],
  ["::ffff:192.0.2.109:4443", true],
  ["::ffff:192.0.2.10:44321", false],
  ["::ffff:192.0.12.30:4432", true],
  ["::ffff:192.0.102.0:4432", true],
  ["fe80::a00:27ff:fe32:123", false],
  ["1:2:3:4:5:6:7:8888:8080", true],
  ["1:2:3:4:5:6:77:888:8080", false],
  ["1::3:4444:5:6:7777:8080", true],
  ["192.168.1.20:postgresql", false],
  ["192.168.1.60:postgresql", true],
  ["192.168.10:microsoft-ds", false],
  ["2001:db8:21e8:f8::https", false],
  ["2001:db8:10::681:https", false],
  ["2001:db8:1234:1::10:22", true],
] as const;

for (const [end, isWhole] of WHOLE_OR_CUT) {
  Deno.test(`netstat on Linux: ${end} is ${isWhole ? "whole" : "perhaps cut"}`, () => {
    const [row] = parseNetstat(`tcp6 0 0 ${end} :::* LISTEN`).rows;
    assertEquals(row!.localAddress, isWhole ? end.slice(0, end.lastIndexOf(":")) : null);
    assertEquals(row!.isAddressCut, isWhole ? undefined : true);
    assertEquals(row!.localPort !== null, true);
  });
}

const PERHAPS = "tcp6 0 0 2001:db8:10::6811:48996 :::* LISTEN\n";
const WIDE = "tcp6 0 0 2001:db8:21e8:f8:1234:5678:9abc:def0:443 :::* LISTEN\n";
const HEADER = "Proto Recv-Q Send-Q Local Address           Foreign Address         State\n";

function firstAddress(text: string): string | null {
  return parseNetstat(text).rows[0]!.localAddress;
}

Deno.test("netstat on Linux: a wider end shows that none was cut, until the next header", () => {
  assertEquals(firstAddress(PERHAPS.repeat(9) + WIDE), "2001:db8:10::6811");
  assertEquals(parseNetstat(WIDE + PERHAPS).rows[1]!.localAddress, "2001:db8:10::6811");
  assertEquals(firstAddress(PERHAPS + HEADER + WIDE), null);
  assertEquals(parseNetstat(WIDE + HEADER + PERHAPS).rows[1]!.localAddress, null);
});

Deno.test("netstat on Linux: rows do not wait for a wider end for ever, and keep their order", () => {
  const others = Array.from({ length: 2000 }, (_, port) => `tcp 0 0 0.0.0.0:${port} :::* LISTEN\n`);
  const text = PERHAPS + others.join("");
  const scanner = new NetstatScanner();
  const early = scanner.push(new TextEncoder().encode(text));
  assertEquals(early.length, 2000);
  assertEquals(early.slice(1).map(({ localPort }) => localPort), others.slice(1).map((_, i) => i));
  assertEquals(firstAddress(text + WIDE), null);
});

Deno.test("netstat on Linux: a row that a console cut", () => {
  for (const rest of ["", " ", " 198.51.100.7:5102", " 198.51.100.7:51022 ESTABLIS"]) {
    const [row] = parseNetstat(`tcp        0      0 192.0.2.10:22          ${rest}`).rows;
    assertEquals([row!.localAddress, row!.localPort, row!.pid], ["192.0.2.10", 22, null]);
  }
});
