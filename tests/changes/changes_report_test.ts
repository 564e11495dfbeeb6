import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { type ChangesReportOptions, changesText } from "../../lib/changes/changes_report.ts";
import { compareSides } from "../../lib/changes/compare_sides.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { displayWidth } from "../../lib/text/terminal_text.ts";
import { browsing } from "../support/browsing_day.ts";
import { connection, listener, listings, peer, sideOf } from "../support/compared_rows.ts";

const PLAIN = { columns: null, color: false };

/** The report of a comparison, as lines. */
function report(
  old: readonly Connection[],
  current: readonly Connection[],
  options: Partial<ChangesReportOptions> & { exact?: boolean } = {},
): string[] {
  const sides = [sideOf("old.txt", old), sideOf("new.txt", current)] as const;
  const compared = compareSides(...sides, options);
  const text = changesText(compared.changes, compared, { ...PLAIN, ...options });
  assert(text.endsWith("\n"));
  return text.split("\n").slice(0, -1);
}

const CHROME = { pid: 3120, process: "chrome.exe" };
const EVIL = { pid: 6666, process: "evil.exe", path: "C:\\Temp\\evil.exe" };
const OLD = [
  listener(135, { pid: 912, process: "svchost.exe", localService: "epmap" }),
  peer("198.51.100.1", { ...CHROME, remoteService: "https" }),
  peer("198.51.100.2", { ...CHROME, state: "SYN_SENT", remoteService: "https" }),
];
const NEW = [
  OLD[0]!,
  peer("198.51.100.2", { ...CHROME, remoteService: "https" }),
  peer("2001:db8::9", { ...CHROME, remoteService: "https", remoteHost: "www.example.com" }),
  peer("2001:db8::9", {
    ...CHROME,
    localPort: 50_002,
    remoteService: "https",
    remoteHost: "www.example.com",
  }),
  peer("203.0.113.66", { ...EVIL, remotePort: 4444 }),
  listener(8888, EVIL),
];

Deno.test("a report on a wide terminal", () => {
  assertEquals(report(OLD, NEW), [
    "From old.txt (3 sockets) to new.txt (6 sockets):",
    "+ evil.exe  PID 6666  ●  TCP 0.0.0.0:8888  on every address  C:\\Temp\\evil.exe",
    "+ evil.exe  PID 6666  →  203.0.113.66:4444  ESTABLISHED  had no peers before  C:\\Temp\\evil.exe",
    "+ chrome.exe  PID 3120  →  [2001:db8::9]:443  https  ESTABLISHED  www.example.com  2 connections",
    "- chrome.exe  PID 3120  →  198.51.100.1:443  https",
    "~ chrome.exe  PID 3120  →  198.51.100.2:443  https  SYN_SENT → ESTABLISHED",
    "4 opened, 1 closed, 1 changed, 1 unchanged",
  ]);
});

Deno.test("a report on 40 columns, in ASCII", () => {
  assertEquals(report(OLD, NEW, { columns: 40, ascii: true }), [
    "From old.txt (3 sockets) to new.txt (6",
    "  sockets):",
    "+ evil.exe  PID 6666  *",
    "    TCP 0.0.0.0:8888  on every address",
    "    C:\\Temp\\evil.exe",
    "+ evil.exe  PID 6666  ->",
    "    203.0.113.66:4444  ESTABLISHED",
    "    had no peers before",
    "    C:\\Temp\\evil.exe",
    "+ chrome.exe  PID 3120  ->",
    "    [2001:db8::9]:443  https",
    "    ESTABLISHED  www.example.com",
    "    2 connections",
    "- chrome.exe  PID 3120  ->",
    "    198.51.100.1:443  https",
    "~ chrome.exe  PID 3120  ->",
    "    198.51.100.2:443  https",
    "    SYN_SENT -> ESTABLISHED",
    "4 opened, 1 closed, 1 changed, 1",
    "  unchanged",
  ]);
});

Deno.test("nothing changed is a sentence that says what was compared", () => {
  assertEquals(report(OLD, OLD), [
    "No changes between old.txt (3 sockets) and new.txt (3 sockets)",
    "0 opened, 0 closed, 0 changed, 3 unchanged",
  ]);
});

Deno.test("when and where the sides were seen stands in the first line", () => {
  const about = { observedAt: "2026-11-25T08:00:00.123Z", computer: "PC-1" };
  const compared = compareSides(
    sideOf("monday.json", OLD, about),
    sideOf("now", OLD, { ...about, observedAt: "2026-11-26T08:00:00.000Z" }),
  );
  assertEquals(
    changesText([], compared, PLAIN).split("\n")[0],
    "No changes between monday.json (2026-11-25 08:00:00 UTC, PC-1, 3 sockets) and now " +
      "(2026-11-26 08:00:00 UTC, PC-1, 3 sockets)",
  );
});

Deno.test("filters and a restart are told below", () => {
  const before = [...OLD, listener(80, { pid: 52, process: "nginx" })];
  const after = [...NEW, listener(80, { pid: 99, process: "nginx" })];
  const compared = compareSides(sideOf("old.txt", before), sideOf("new.txt", after));
  const chosen = compared.changes.filter(({ process }) => process === "evil.exe");
  const options = { ...PLAIN, filters: "--process evil*", unchanged: 0 };
  assertEquals(changesText(chosen, compared, options).split("\n").slice(3), [
    "Listens again in the same place after a restart: nginx (PID 52, now 99)",
    "2 of 6 changes are chosen by --process evil*",
    "2 opened, 0 closed, 0 changed, 0 unchanged",
    "",
  ]);
});

Deno.test("what is left of connections is counted in the last line", () => {
  const left = peer("203.0.113.1", { pid: 0, state: "TIME_WAIT" });
  assertEquals(
    report(OLD, [...OLD, left]).at(-1),
    "0 opened, 0 closed, 0 changed, 3 unchanged; not compared: 1 in TIME_WAIT (with --exact they are)",
  );
});

Deno.test("a day of browsing gives fewer than 20 lines, and what is rare stands by itself", () => {
  const [morning, evening] = [browsing("morning"), browsing("evening")];
  const evil = [listener(4444, EVIL), peer("203.0.113.66", { ...EVIL, remotePort: 8443 })];
  for (const columns of [null, 120, 80]) {
    const lines = report(morning, [...evening, ...evil], { columns });
    assert(lines.length < 20, `${columns}: ${lines.length} lines`);
    const text = lines.join(" ").replace(/ +/g, " ");
    assertStringIncludes(
      lines[1]!,
      "+ evil.exe PID 6666 ● TCP 0.0.0.0:4444".replaceAll(/ (?=PID|●|TCP)/g, "  "),
    );
    assertStringIncludes(text, "evil.exe: 1 new peer, and none before: 203.0.113.66:8443");
    assertStringIncludes(text, "chrome.exe");
  }
});

Deno.test("a program with many new peers is one line, which names those on other ports", () => {
  const many = (count: number, fields: Partial<Connection> = {}) =>
    Array.from(
      { length: count },
      (_, at) => peer(`198.51.100.${at + 100}`, { ...CHROME, ...fields }),
    );
  const old = [peer("198.51.100.1", CHROME)];
  const odd = [
    peer("203.0.113.9", { ...CHROME, remotePort: 8080 }),
    peer("203.0.113.4", { ...CHROME, remotePort: 22 }),
  ];
  assertEquals(report(old, [...old, ...many(35), ...odd]), [
    "From old.txt (1 socket) to new.txt (38 sockets):",
    "+ chrome.exe: 37 new peers, 2 of them not on port 443: 203.0.113.9:8080, 203.0.113.4:22",
    "Every one of them: --format table",
    "37 opened, 0 closed, 0 changed, 1 unchanged",
  ]);
  assertEquals(
    report(old, [...old, ...many(20)])[1],
    "+ chrome.exe: 20 new peers, all on port 443",
  );
  const ports = [
    ...many(20),
    ...many(5, { remotePort: 80 }),
    ...many(2, { remotePort: 22 }),
    ...many(1, { remotePort: 23 }),
  ];
  assertEquals(
    report(old, [...old, ...ports])[1],
    "+ chrome.exe: 28 new peers, 20 on port 443, 5 on port 80, 2 on port 22, 1 on others",
  );
  const clients = many(20, { direction: "inbound", localPort: 22 });
  assertEquals(
    report(old, [...old, ...clients])[1],
    "+ chrome.exe: 20 new peers, all on its own port 22",
  );
});

Deno.test("colours follow the signs, and are never the only sign", () => {
  const plain = report(OLD, NEW);
  const painted = report(OLD, NEW, { color: true });
  assertEquals(painted[1], `\x1b[32m${plain[1]}\x1b[39m`);
  assertEquals(painted[4], `\x1b[31m${plain[4]}\x1b[39m`);
  assertEquals(painted[5], `\x1b[35m${plain[5]}\x1b[39m`);
});

Deno.test("hostile text does no harm", () => {
  const hostile = "\x1b[2Jevil\r\n\u202egpj.exe";
  const row = {
    ...EVIL,
    process: hostile,
    path: hostile,
    remoteHost: hostile,
    remoteOwner: hostile,
  };
  const many = Array.from({ length: 20 }, (_, at) => peer(`203.0.113.${at}`, row));
  const odd = [
    listener(1, row),
    listener(2, row),
    peer(hostile, row),
    peer("203.0.113.99", { ...row, state: hostile }),
  ];
  for (const current of [[...many, ...odd], odd]) {
    for (
      const [old, now] of [[[], current], [current, []], [[odd[2]!], [{
        ...odd[2]!,
        state: hostile,
      }]]] as const
    ) {
      const lines = report(old, now);
      assert(lines.length < 20);
      // deno-lint-ignore no-control-regex -- that is what must not be there
      assertEquals(lines.filter((line) => /[\x00-\x1f\x7f\u202e]/.test(line)), []);
    }
  }
});

Deno.test("no line is wider than the terminal but for an address, and no address is cut", () => {
  fc.assert(
    fc.property(
      listings,
      fc.integer({ min: 20, max: 120 }),
      fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 30 })),
      ([old, current], columns, [exact, more]) => {
        const long = Array.from(
          { length: more },
          (_, at) =>
            peer(`2001:db8:1234:5678:9abc:def0:1234:${at.toString(16)}`, { ...EVIL, pid: at + 1 }),
        );
        const compared = compareSides(sideOf("o", old), sideOf("n", [...current, ...long]), {
          exact,
        });
        const text = changesText(compared.changes, compared, { columns, color: false });
        for (const line of text.split("\n")) {
          if (displayWidth(line) <= columns) continue;
          assert(/^ *(?:[-+~] )?[[\d.*][\da-f:.\]]*[,;]?$/.test(line), line);
        }
        for (const end of text.matchAll(/2001:db8:1234\S*/g)) {
          assert(/^2001:db8:1234:5678:9abc:def0:1234:[\da-f]+\]:443[,:;]?$/.test(end[0]), end[0]);
        }
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("connections to one peer in several states are one item", () => {
  const states = ["ESTABLISHED", "CLOSE_WAIT", "ESTABLISHED"];
  const rows = states.map((state, at) =>
    peer("203.0.113.9", { ...CHROME, state, localPort: 50_100 + at })
  );
  assertEquals(
    report(OLD, [...OLD, ...rows])[1],
    "+ chrome.exe  PID 3120  →  203.0.113.9:443  ESTABLISHED, CLOSE_WAIT  3 connections",
  );
});

Deno.test("a socket that is bound is neither a listener nor a peer", () => {
  const bound = connection({
    ...CHROME,
    localPort: 1080,
    remoteAddress: "0.0.0.0",
    remotePort: 0,
    state: "BOUND",
  });
  assertEquals(
    report(OLD, [...OLD, bound])[1],
    `+ chrome.exe  PID 3120  TCP 192.0.2.10:1080  BOUND`,
  );
});
