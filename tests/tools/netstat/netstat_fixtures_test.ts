import { assertEquals } from "@std/assert";
import type { Socket } from "../../../lib/model/socket.ts";
import { decodeBytes } from "../../../lib/text/decode.ts";
import { parseNetstat } from "../../../lib/tools/netstat/parse_netstat.ts";
import { at, type End, named, NOWHERE, tcp, udp } from "../../support/sockets.ts";

// One listing a form in which netstat's output reaches us, as bytes. `.cp850` and the like in a name
// is the code page it is in.
const FOLDER = new URL("../../fixtures/netstat/", import.meta.url);

interface Expectation {
  readonly rows: readonly Socket[];
  /** The numbers of the lines that are not understood. */
  readonly rejected?: readonly number[];
}

/** The sockets that most fixtures hold. */
const LISTENER = tcp([at("0.0.0.0", 135), at("0.0.0.0", 0)], { state: "LISTENING", pid: 1052 });
const CONNECTION = tcp([at("192.0.2.7", 50123), at("198.51.100.4", 443)], {
  state: "ESTABLISHED",
  pid: 4711,
});
const DATAGRAM = udp([at("fe80::c9ee:eb4d:5f0b:a64f%12", 1900), NOWHERE], { pid: 3600 });
const SVCHOST = { ...LISTENER, process: "svchost.exe" };
const RPC = { ...SVCHOST, components: ["RpcSs"] };

const LONG = tcp([
  at("2001:db8:142:26c9:10ee:d516:f3bc:aa4c", 49703),
  at("2001:db8:400e:c0b:8000:face:b00c:53", 443),
], { state: "ESTABLISHED", pid: 10472 });
const LONG_ZONED = tcp([
  at("fe80::c9ee:eb4d:5f0b:a64f%12", 5040),
  at("fe80::c9ee:eb4d:5f0b:a64f%12", 50124),
], { state: "CLOSE_WAIT", pid: 9888 });

function listener(port: number, fields: Partial<Socket> = {}): Socket {
  return tcp([at("0.0.0.0", port), at("0.0.0.0", 0)], { state: "LISTENING", ...fields });
}

function connection(port: number, fields: Partial<Socket> = {}): Socket {
  return tcp([at("192.0.2.7", port), at("198.51.100.4", 443)], {
    state: "ESTABLISHED",
    ...fields,
  });
}

/** Connections from port 50000 and process 100 on, one a state. */
function states(list: readonly (readonly [stateText: string, state: Socket["state"]])[]): Socket[] {
  return list.map(([stateText, state], index) =>
    connection(50000 + index, { state, stateText, pid: 100 + index })
  );
}

/** What listens, as Linux prints it. */
function listens(local: End, fields: Partial<Socket> = {}): Socket {
  const any = local.address?.includes(":") ? "::" : "0.0.0.0";
  return tcp([local, at(any, null)], { state: "LISTENING", stateText: "LISTEN", ...fields });
}

const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  // Line ends, encodings.
  "en-ano.txt": { rows: [LISTENER, CONNECTION, DATAGRAM] },
  "bare-cr.txt": { rows: [LISTENER, CONNECTION, DATAGRAM], rejected: [7] },
  "crcrlf.txt": { rows: [LISTENER, CONNECTION, DATAGRAM], rejected: [7] },
  "mixed-ends.txt": { rows: [LISTENER, CONNECTION, DATAGRAM], rejected: [3] },
  "one-line.txt": { rows: [CONNECTION] },
  "ps51.utf16le.txt": { rows: [LISTENER, CONNECTION, DATAGRAM] },

  // What other tools put before the rows.
  "findstr-n.txt": { rows: [LISTENER, CONNECTION, DATAGRAM] },
  "findstr-n-all.txt": { rows: [RPC, CONNECTION] },
  "findstr-files.txt": { rows: [LISTENER, CONNECTION, DATAGRAM] },
  "prefixes.txt": { rows: [LISTENER, CONNECTION, DATAGRAM, LISTENER, CONNECTION, LISTENER] },

  // What consoles and web pages do to the lines.
  "wrapped-80.txt": { rows: [LONG, LONG_ZONED, LISTENER, DATAGRAM] },
  "wrapped-80-trimmed.txt": { rows: [LONG, LONG_ZONED, LISTENER, DATAGRAM] },
  "wrapped-in-state.txt": { rows: [LONG, LISTENER] },
  "wrapped-in-pid.txt": { rows: [LONG, LISTENER] },
  "wrapped-40.txt": { rows: [LONG, LONG_ZONED, LISTENER, CONNECTION] },
  "cut.txt": {
    rows: [
      tcp([
        at("2001:db8::7", 49703),
        named("g2600-140b-1e00-000d-0000-0000-17d5-290e", null),
      ], { state: "UNKNOWN", stateText: null }),
      tcp([at("2001:db8::7", 50062), named("edge-1.example.net", 443)], {
        state: "CLOSE_WAIT",
        stateText: "CLOSE_WAI",
      }),
      tcp([at("2001:db8::7", 50606), at("2001:db8:9::53", null)], {
        state: "UNKNOWN",
        stateText: null,
      }),
      tcp([at("2001:db8::7", 50982), at("2001:db8:9::53", 443)], {
        state: "ESTABLISHED",
        stateText: "ESTABLIS",
      }),
      tcp([at("192.0.2.7", 50983), NOWHERE], { state: "UNKNOWN", stateText: null }),
      tcp([at("192.0.2.7", 50984), NOWHERE], { state: "UNKNOWN", stateText: null }),
      tcp([at("192.0.2.7", 50985), NOWHERE], { state: "UNKNOWN", stateText: null }),
      connection(50986, { state: "UNKNOWN", stateText: null }),
    ],
    rejected: [9, 13],
  },
  "padded.txt": { rows: [RPC, DATAGRAM] },
  "no-break-spaces.txt": { rows: [SVCHOST, DATAGRAM] },
  "stripped.txt": { rows: [RPC, CONNECTION, DATAGRAM] },
  "one-space.txt": { rows: [RPC, CONNECTION, DATAGRAM] },
  "tabs.txt": { rows: [RPC, CONNECTION, DATAGRAM] },
  "doubled.txt": {
    rows: [RPC, CONNECTION, { ...DATAGRAM, process: "Sample Service.exe" }],
  },

  // What stands around the rows.
  "repeated.txt": {
    rows: [LISTENER, CONNECTION, connection(50123, { state: "TIME_WAIT" })],
    rejected: [12],
  },
  "prompts.txt": { rows: [LISTENER, CONNECTION], rejected: [1, 3, 11] },
  "prompt-findstr.txt": { rows: [LISTENER], rejected: [1, 4] },
  "elisions.txt": { rows: [LISTENER, CONNECTION, DATAGRAM], rejected: [5, 7, 9, 11] },
  "other-tables.txt": {
    rows: [LISTENER],
    rejected: [2, 4, 6, 7, 8, 9, 10, 11, 18, 20, 21, 23, 25, 26, 27, 28, 29, 30, 31, 32, 33, 35]
      .concat([37, 38, 39]),
  },
  "help.txt": { rows: [], rejected: [2, 4, 6, 7, 8, 9, 10] },
  "no-rows.txt": { rows: [] },

  // -b
  "en-anob.txt": {
    rows: [
      RPC,
      listener(445, { pid: 4 }),
      listener(5040, { pid: 4000, process: "Sample [beta] Web Helper.exe" }),
      connection(50046, { state: "TIME_WAIT", pid: 0 }),
      tcp([at("192.0.2.7", 7680), at("0.0.0.0", 0)], {
        state: "LISTENING",
        pid: 696,
        components: ["DoSvc"],
      }),
      udp([at("0.0.0.0", 5353), NOWHERE], {
        pid: 2448,
        process: "svchost.exe",
        components: ["Dnscache", "SharedAccess"],
      }),
      udp([at("0.0.0.0", 500), NOWHERE], { pid: 3104, components: ["IKEEXT"] }),
      udp([at("0.0.0.0", 137), NOWHERE], { pid: 4, process: "System" }),
    ],
  },
  "zh-CN-anob.cp936.txt": {
    rows: [
      RPC,
      listener(445, { pid: 4 }),
      udp([at("0.0.0.0", 5353), NOWHERE], {
        pid: 2448,
        process: "svchost.exe",
        components: ["Dnscache"],
      }),
    ],
  },
  "ja-ab.cp932.txt": {
    rows: [
      tcp([at("0.0.0.0", 135), named("sample-pc", 0)], {
        state: "LISTENING",
        process: "svchost.exe",
        components: ["RpcSs"],
      }),
      tcp([at("192.0.2.7", 50123), named("mail", 443)], { state: "ESTABLISHED" }),
      udp([at("0.0.0.0", 500), NOWHERE], { process: "メモ帳.exe" }),
    ],
  },
  "en-anob-xp.txt": {
    rows: [
      {
        ...SVCHOST,
        components: [
          "c:\\windows\\system32\\WS2_32.dll",
          "C:\\Program Files\\Sample\\hook.dll",
          "-- unknown component(s) --",
        ],
      },
      listener(445, { pid: 4, process: "System" }),
      udp([at("0.0.0.0", 1025), NOWHERE], {
        pid: 1120,
        process: "svchost.exe",
        components: ["C:\\WINDOWS\\system32\\mswsock.dll"],
      }),
    ],
  },

  // Names and addresses.
  "names.txt": {
    rows: [
      tcp([at("192.0.2.7", 50289), named("MINI-PC", 139)], { state: "TIME_WAIT" }),
      tcp([at("192.0.2.7", 50299), named("25", 443)], { state: "ESTABLISHED" }),
      tcp([at("0.0.0.0", 135), named("pubads", 0)], { state: "LISTENING" }),
      tcp([named("PC-1", 445), named("PC-2", 50111)], { state: "ESTABLISHED" }),
      tcp([at("192.0.2.7", 50300), named("edge_7", null)], { state: "ESTABLISHED" }),
      tcp([at("192.0.2.7", 50301), named("mail.north.example.net", 993)], {
        state: "CLOSE_WAIT",
      }),
      udp([named("PC-1", 137), NOWHERE]),
      tcp([at("fe80::1%4", 1521), named("DESKTOP-0000001", 50297)], { state: "TIME_WAIT" }),
    ],
  },
  "ipv6.txt": {
    rows: [
      tcp([at("::", 445), at("::", 0)], { state: "LISTENING" }),
      tcp([at("::ffff:192.0.2.1", 80), at("::ffff:198.51.100.4", 50000)], {
        state: "ESTABLISHED",
      }),
      tcp([at("fe80::c9ee:eb4d:5f0b:a64f%12", 5040), at("fe80::1%12", 50124)], {
        state: "ESTABLISHED",
      }),
      tcp([at("2001:db8::1", 443), at("2001:db8:0:0:1::2", 50001)], { state: "ESTABLISHED" }),
    ],
  },
  "udp.txt": {
    rows: [
      udp([at("0.0.0.0", 123), NOWHERE], { pid: 1188 }),
      udp([at("192.0.2.7", 50555), at("198.51.100.53", 53)], { pid: 2448 }),
      udp([at("2001:db8::7", 50556), at("2001:db8::53", 443)], { pid: 4 }),
      udp([at("0.0.0.0", 500), NOWHERE]),
      udp([at("192.0.2.7", 50557), at("198.51.100.53", 53)]),
    ],
  },
  "limits.txt": {
    rows: [
      tcp([at("192.0.2.7", 65535), at("198.51.100.4", null)], {
        state: "ESTABLISHED",
        pid: 4294967295,
      }),
      tcp([at("192.0.2.7", 0), at("198.51.100.4", null)], { state: "ESTABLISHED" }),
      udp([at("192.0.2.7", null), NOWHERE], { pid: 0 }),
    ],
  },

  // Other columns.
  "en-ant.txt": {
    rows: [
      listener(80, { offloadState: "InHost" }),
      connection(50123, { offloadState: "Offloaded" }),
      udp([at("0.0.0.0", 445), NOWHERE]),
    ],
  },
  "en-anot.txt": {
    rows: [
      listener(80, { pid: 4, offloadState: "InHost" }),
      udp([at("0.0.0.0", 445), NOWHERE], { pid: 4 }),
      { ...CONNECTION, offloadState: "InHost" },
    ],
  },
  "en-anoq.txt": {
    rows: [
      listener(49179, { state: "BOUND", stateText: "BOUND", pid: 2588 }),
      tcp([at("::", 49180), at("::", 0)], { state: "BOUND", pid: 2588 }),
    ],
  },
  "en-ani.txt": {
    rows: [
      connection(50123, { stateMilliseconds: 123456 }),
      listener(80, { stateMilliseconds: 987654321 }),
      udp([at("0.0.0.0", 445), NOWHERE]),
    ],
  },
  "en-anoity.txt": {
    rows: [
      { ...CONNECTION, stateMilliseconds: 123456, offloadState: "InHost" },
      listener(80, { pid: 4, stateMilliseconds: 987654321, offloadState: "InHost" }),
      connection(50124, { pid: 4712 }),
    ],
  },

  // States.
  "de-ano.cp850.txt": {
    rows: states([
      ["ABHÖREN", "LISTENING"],
      ["HERGESTELLT", "ESTABLISHED"],
      ["WARTEND", "TIME_WAIT"],
      ["SCHLIESSEN_WARTEN", "CLOSE_WAIT"],
      ["FIN_WARTEN_1", "FIN_WAIT_1"],
      ["FIN_WARTEN_2", "FIN_WAIT_2"],
      ["SYN_GESENDET", "SYN_SENT"],
      ["SYN_EMPFANGEN", "SYN_RECEIVED"],
      ["LETZTES_ACK", "LAST_ACK"],
      ["GEBUNDEN", "BOUND"],
    ]),
  },
  "damaged-states.txt": {
    rows: states([
      ["ABH™REN", "LISTENING"],
      ["ABH\ufffdREN", "LISTENING"],
      ["ABH\ufffd\ufffdREN", "LISTENING"],
      ["ABH?REN", "LISTENING"],
      ["ABH??REN", "LISTENING"],
      ["ABHÃ–REN", "LISTENING"],
      ["ABH├ûREN", "LISTENING"],
      ["ABH\u0099REN", "LISTENING"],
      ["ABHREN", "LISTENING"],
      ["abhören", "LISTENING"],
      ["hergestellt", "ESTABLISHED"],
      ["listening", "LISTENING"],
      ["Established", "ESTABLISHED"],
    ]),
  },
  "unknown-states.txt": {
    rows: [
      listener(80, { stateText: "ÉCOUTE", pid: 4 }),
      tcp([at("::", 80), at("::", 0)], {
        state: "LISTENING",
        stateText: "À L’ÉCOUTE",
        pid: 4,
      }),
      connection(50123, { state: "UNKNOWN", stateText: "ÉTABLIE", pid: 4711 }),
      connection(50124, { state: "UNKNOWN", stateText: null, pid: 4712 }),
      listener(81, { stateText: null, pid: 4 }),
      connection(50125, { state: "UNKNOWN", stateText: "CLOS", pid: 4713 }),
    ],
  },

  // Linux' own netstat.
  "linux-anp.txt": {
    rows: [
      tcp([at("127.0.0.1", 631), at("0.0.0.0", null)], {
        state: "LISTENING",
        stateText: "LISTEN",
        pid: 123,
        process: "cupsd",
      }),
      tcp([at("192.0.2.7", 22), at("198.51.100.4", 50000)], {
        state: "ESTABLISHED",
        pid: 456,
        process: "sshd: ann [priv",
      }),
      connection(50123, { state: "TIME_WAIT" }),
      tcp([at("::", 22), at("::", null)], {
        state: "LISTENING",
        stateText: "LISTEN",
        pid: 789,
        process: "sshd",
      }),
      udp([at("0.0.0.0", 68), at("0.0.0.0", null)], { pid: 654, process: "dhclient" }),
    ],
    rejected: [8, 9, 10],
  },

  // Rows out of code, quotes, tables, diffs.
  "quoted.txt": {
    rows: [
      tcp([at("192.0.2.5", 50131), at("198.51.100.4", 443)], { state: "ESTABLISHED", pid: 4128 }),
      tcp([at("::1", 5173), at("::", 0)], { state: "LISTENING", stateText: "ABHÖREN", pid: 77 }),
      listener(135, { pid: 1044 }),
    ],
  },
  "copied.txt": {
    rows: [
      ...Array.from({ length: 13 }, (_, index) => connection(50001 + index, { pid: 4711 })),
      udp([at("0.0.0.0", 123), NOWHERE], { pid: 1188 }),
      ...["sshd", "sshd", "sshd: a [b]", "sshd", "sshd", "sshd", "sshd"].map((process, index) =>
        listens(at("0.0.0.0", 5001 + index), { pid: 1215, process })
      ),
    ],
  },
  "diff.txt": {
    rows: [
      listens(at("0.0.0.0", 8888)),
      listens(at("::", 8888)),
      listens(at("0.0.0.0", 8889)),
    ],
    rejected: [1, 2, 4, 6, 8],
  },
};

Deno.test("netstat fixtures: all of them have an expectation", () => {
  const files = [...Deno.readDirSync(FOLDER)].map(({ name }) => name);
  assertEquals(files.sort(), Object.keys(EXPECTATIONS).sort());
});

for (const [name, { rows, rejected = [] }] of Object.entries(EXPECTATIONS)) {
  Deno.test(`netstat fixtures: ${name}`, async () => {
    const bytes = Deno.readFileSync(new URL(name, FOLDER));
    const codePage = Number(/\.cp(\d+)\./.exec(name)?.[1] ?? 437);
    const parsed = parseNetstat(await decodeBytes(bytes, { oemCodePage: () => codePage }));
    assertEquals(parsed.rows, [...rows]);
    assertEquals(parsed.rejected.map(({ line }) => line), [...rejected]);
  });
}
