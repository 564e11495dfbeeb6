import { assert, assertEquals } from "@std/assert";
import {
  looksLikeNetstat,
  netstatArguments,
  parseNetstat,
} from "../../../lib/tools/netstat/parse_netstat.ts";
import { NetstatScanner } from "../../../lib/tools/netstat/netstat_scanner.ts";
import { at, named, NOWHERE, tcp, udp } from "../../support/sockets.ts";
import { assertLinear } from "../../support/timing.ts";

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

Deno.test("netstat: a piece of a wrapped address that looks like the number of a line is kept", () => {
  const row = [
    "  TCP    192.0.2.7:50123  [2001:db8:800",
    "0:",
    "53::1]:443  ESTABLISHED  4711",
    "",
  ];
  const remote = at("2001:db8:8000:53::1", 443);
  const socket = tcp([at("192.0.2.7", 50123), remote], { state: "ESTABLISHED", pid: 4711 });
  assertEquals(parseNetstat(row.join("\r\n")), { rows: [socket], rejected: [] });
  // With a blank line behind every line, as a copy may have.
  assertEquals(parseNetstat(row.join("\r\n\r\n")), { rows: [socket], rejected: [] });
});

Deno.test("netstat: a blank line that a mail quotes is blank, but only among other quoted lines", () => {
  const quoted = `${HEADER}\r\n${ROW}\r\n${ROW}`.split("\r\n").map((line) => `> ${line}`.trimEnd());
  assertEquals(parseNetstat(quoted.join("\r\n")), { rows: [SOCKET, SOCKET], rejected: [] });
  const { rows, rejected } = parseNetstat(`${ROW}>\r\n${ROW}`);
  assertEquals([rows, rejected], [[SOCKET, SOCKET], [{ line: 2, text: ">", reason: "not a row" }]]);
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

Deno.test("netstat: time grows with the length alone", () => {
  const long = `${ROW.trimStart()}${"a".repeat(60_000)}é\r\n`;
  const linux = "tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN";
  const spaced = ["VER", "on", "off (", "7/x", "- x", "ann 5"].map((word) =>
    `${linux} ${word}${" ".repeat(60_000)}x\n`
  );
  const marks = ["'", "|", '",', "x ", "a-", "\\n"].map((mark) =>
    `"${ROW.trim()}${mark.repeat(900)}x\n`
  );
  for (
    const piece of ["\r", "x\r", "TCP 1:1\n", "  a  b  c\n", "\t", "[", ROW.trim() + "\r", long]
      .concat(spaced, marks)
  ) {
    assertLinear(parseNetstat, {
      prepare: (length) => piece.repeat(Math.ceil(length / piece.length)),
      size: 1_000_000,
      name: JSON.stringify(piece.slice(0, 60)),
    });
  }
});

Deno.test("all sockets with their PIDs, numbers only, unless told otherwise", () => {
  assertEquals(netstatArguments(), ["-ano"]);
  assertEquals(netstatArguments({ resolveNames: true }), ["-afo"]);
  assertEquals(netstatArguments({ components: true, bound: true, offload: true }), ["-anobqt"]);
});

// A component has the row's indent; where a copy lost that, a program or a sentence must follow.
const LISTENER = "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1052\r\n";

function below(rest: string): { components: unknown; process: unknown; rejected: string[] } {
  const { rows, rejected } = parseNetstat(rest);
  const [{ components, process }] = rows as [typeof rows[0] & object];
  return { components, process, rejected: rejected.map(({ text }) => text) };
}

for (const word of ["36a38", "8a9", "1,4c2,5", "exit", "---", "+++", "@@", "4d3", "EOF"]) {
  Deno.test(`netstat: ${word} below a row without indent is no component`, () => {
    const rejected = [word];
    const none = { components: null, process: null, rejected };
    assertEquals(below(`${LISTENER.trim()}\r\n${word}\r\n`), none);
    assertEquals(below(`> ${LISTENER.trim()}\r\n${word}\r\n`), none);
    assertEquals(below(`tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN\n${word}\n`), none);
  });
}

Deno.test("netstat: components are words, paths, or that there are none", () => {
  const XP = "  C:\\Program Files\\Sample\\hook.dll\r\n  -- unknown component(s) --\r\n";
  assertEquals(below(`${LISTENER}${XP} [x.exe]\r\n`).components, [
    "C:\\Program Files\\Sample\\hook.dll",
    "-- unknown component(s) --",
  ]);
  assertEquals(below(`${LISTENER}  RpcSs\r\n`).components, ["RpcSs"]);
  assertEquals(below(`${LISTENER}  some words of mine\r\n [x.exe]\r\n`), {
    components: null,
    process: null,
    rejected: ["  some words of mine", " [x.exe]"],
  });
  assertEquals(below(`${LISTENER}36a38\r\n [x.exe]\r\n`).components, null);
});

Deno.test("netstat: a number that cannot be a PID is none, and is counted", () => {
  for (
    const [number, pid] of [["4294967295", 4294967295], ["4294967296", null], ["9999999999", null]]
  ) {
    const scanner = new NetstatScanner();
    const row = `  TCP    192.0.2.7:50123    198.51.100.4:443    ESTABLISHED    ${number}\r\n`;
    scanner.push(new TextEncoder().encode(`${HEADER}${row}`));
    assertEquals(scanner.finish().map((socket) => socket.pid), [pid], String(number));
    assertEquals([...scanner.seen.unread.counts.values()], pid === null ? [1] : []);
  }
});

Deno.test("netstat: words behind a row are counted, with their line", () => {
  const scanner = new NetstatScanner();
  scanner.push(new TextEncoder().encode(`${HEADER}${ROW.trimEnd()}  <- the browser\r\n${ROW}`));
  assertEquals(scanner.finish().at(-1), SOCKET);
  assertEquals([...scanner.seen.unread.counts], [["words behind rows", 1]]);
  assertEquals(scanner.seen.unread.values, [
    { line: 2, text: `${ROW.trim()}  <- the browser`, reason: "words behind a row" },
  ]);
  assertEquals(scanner.seen.unread.hints, []);
});

for (const note of ["- the browser", "24/7 running", "-", "(the browser)", "; 12 of them"]) {
  Deno.test(`netstat: a note behind the process ID: ${note}`, () => {
    assertEquals(parseNetstat(`${ROW.trimEnd()} ${note}\r\n`).rows, [SOCKET]);
  });
}

Deno.test("netstat: what all columns hold is nothing to tell", () => {
  const scanner = new NetstatScanner();
  const rows = "  TCP  192.0.2.7:1  192.0.2.8:2  ESTABLISHED  4  12  InHost  Not Applicable\r\n" +
    "  UDP  192.0.2.7:1  *:*  4\r\n";
  scanner.push(new TextEncoder().encode(`${rows}${ROW}`));
  scanner.finish();
  assertEquals(scanner.seen.unread.counts.size, 0);
});

Deno.test("netstat: no word but netstat's own is an offload state", () => {
  const { rows } = parseNetstat(`${ROW.replace("4711", "keepalive")}`);
  assertEquals(rows, [{ ...SOCKET, pid: null }]);
});

Deno.test("netstat: a note is no state, a state in an unknown language is one", () => {
  const row = (state: string): string => `  TCP  192.0.2.7:1  192.0.2.8:2  ${state}\r\n`;
  const stateText = (state: string): unknown => parseNetstat(row(state)).rows[0]!.stateText;
  assertEquals(stateText("À L’ÉCOUTE"), "À L’ÉCOUTE");
  assertEquals(stateText("<- our proxy"), null);
  assertEquals(stateText("a note of more than four words"), null);
  assertEquals(stateText("(closed)"), null);
});

Deno.test("netstat: colours are no part of a row", () => {
  const painted = [
    ROW.replace("  TCP", "\u001b[32m  TCP").replace("4711", "4711\u001b[0m"),
    ROW.replace("443", "\u001b[7m443\u001b[0m"),
    ROW.replace("ESTABLISHED", "\u001b[01;31m\u001b[KESTABLISHED\u001b[m\u001b[K"),
    ROW.replace("4711", "\u001b[7m4711\u001b[0m"),
  ];
  assertEquals(parseNetstat(painted.join("")), { rows: painted.map(() => SOCKET), rejected: [] });
});

Deno.test("netstat: the end of text that copy leaves is no line", () => {
  const { rows, rejected } = parseNetstat(`  UDP    0.0.0.0:5353           *:*\r\n\u001a`);
  assertEquals(rows.length, 1);
  assertEquals(rejected, []);
});

Deno.test("netstat: where programs are indented as rows are, so is that there is none", () => {
  const listing = (program: string) =>
    "  TCP    0.0.0.0:445            0.0.0.0:0              LISTENING       4\r\n" +
    `${program}\r\n\r\n` +
    "  UDP    0.0.0.0:1025           *:*                                    1200\r\n" +
    "  Impossible d'obtenir les informations de propriétaire\r\n";
  assertEquals(parseNetstat(listing("  [System]")).rejected, []);
  assertEquals(parseNetstat(listing(" [System]")).rejected.map(({ line }) => line), [5]);
});

Deno.test("netstat: a second row in the same line is told, not read", () => {
  const scanner = new NetstatScanner();
  scanner.push(new TextEncoder().encode(`"${ROW.trim()}\\r\\n${ROW.trim()}"`));
  assertEquals(scanner.finish(), [SOCKET]);
  assertEquals(scanner.seen.unread.counts.get("words behind rows"), 1);
});

Deno.test("netstat: a row copied out of code is not continued", () => {
  const { rows, rejected } = parseNetstat(`"${ROW.trim().slice(0, 50)}3",\r\n24  ESTABLISHED\r\n`);
  assertEquals(rows.length, 1);
  assertEquals(rejected.map(({ line }) => line), [2]);
});

Deno.test("netstat: rows of other tools are none", () => {
  const lines = [
    "root     sshd       1215  3  tcp4   *:22                  *:*",
    "root     sshd       1215  12 tcp4   192.0.2.7:22          198.51.100.4:50000",
    "svchost.exe\t1052\tTCP\t0.0.0.0:135\t0.0.0.0:0\tLISTENING",
    "sshd 1215 3u IPv4 21767 0t0 TCP 192.0.2.7:22->198.51.100.4:50000 (ESTABLISHED)",
    "sshd 1215 3u IPv4 21767 0t0 TCP 192.0.2.7:22 198.51.100.4:50000",
    'tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=7,fd=3))',
    "tcp      6 431999 ESTABLISHED src=192.0.2.7 dst=198.51.100.4 sport=50000 dport=443",
    "2026-11-25 10:00:00 ALLOW TCP 192.0.2.5 198.51.100.4 50131 443 0 - 0 0 0 - - - SEND",
    "TCP  192.0.2.7:80 rr",
    "TCP  192.0.2.7:80 wlc persistent 600",
    "tcp 127.0.0.1:8080",
    "udp://192.0.2.7:53",
    "   TCP    192.0.2.7:50123        see note:here       ESTABLISHED     4711",
  ];
  for (const line of lines) assertEquals(parseNetstat(line).rows, [], line);
});

for (
  const before of [
    "12:",
    "   12\t",
    "10:30:01.123 ",
    "2026-11-25T10:00:00Z ",
    "[ 12.5] ",
    "#",
    "+ ",
  ]
) {
  Deno.test(`netstat: before a row may stand: ${before}`, () => {
    assertEquals(parseNetstat(`${before}${ROW}`).rows, [SOCKET]);
  });
}

Deno.test("netstat: a piece of an address is no line's number", () => {
  const { rows } = parseNetstat(
    "tcp6       0      0 2001:db8:10::5:443      2\n001:db\n8:10::5:4899      ESTABLISHED\n",
  );
  assertEquals(rows.map(({ remoteAddress }) => remoteAddress), ["2001:db8:10::5"]);
});

Deno.test("netstat: parts that a mail quotes are joined with a space, never within a word", () => {
  const parts = [
    "> TCP    192.0.2.5:50125        edge",
    "> 7",
    "198.51.100.4:443       ESTABLISHED",
  ];
  const { rows, rejected } = parseNetstat(parts.join("\n"));
  assertEquals(rows.filter(({ remoteHost }) => remoteHost?.includes("edge7")), []);
  assertEquals(rows.length + rejected.length, 3);
});
