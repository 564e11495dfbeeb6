import { assertEquals } from "@std/assert";
import { type ComparedSide, compareSides } from "../../lib/changes/compare_sides.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { connection, listener, peer, sideOf } from "../support/compared_rows.ts";

const SSHD = { pid: 71, process: "sshd" };
const CHROME = { pid: 3120, process: "chrome.exe" };
const udp = (localPort: number, fields: Partial<Connection> = {}) =>
  connection({
    protocol: "UDP",
    localAddress: "0.0.0.0",
    localPort,
    pid: 5,
    process: "dns",
    ...fields,
  });

const ALL = [
  listener(22, SSHD),
  listener(80, { pid: 52, process: "nginx" }),
  listener(22, { ...SSHD, localAddress: "::" }),
  listener(80, { pid: 52, process: "nginx", localAddress: "::" }),
  udp(53),
  udp(5353),
  peer("198.51.100.4", CHROME),
];
const MACHINE = { isWhole: true, elevated: null, isPartial: false } as const;

/** What is told of a comparison, both ways. */
function told(
  old: readonly Connection[],
  current: readonly Connection[],
  { exact, ...about }: { exact?: boolean } & Pick<ComparedSide, "view"> = {},
) {
  const sides = [sideOf("a.txt", old, about), sideOf("b.txt", current, about)] as const;
  const there = compareSides(...sides, { exact });
  const back = compareSides(sides[1], sides[0], { exact });
  assertEquals(there.changes.length, back.changes.length);
  return {
    changes: there.changes.map(({ change, localPort }) => `${change} ${localPort}`),
    remarks: there.remarks,
  };
}

Deno.test("what a listing was saved without is not compared, and that is said", () => {
  assertEquals(told(ALL.filter(({ protocol }) => protocol === "TCP"), ALL), {
    changes: [],
    remarks: ["a.txt has no UDP sockets: those of b.txt are not compared"],
  });
  assertEquals(told(ALL, ALL.filter(({ localAddress }) => localAddress !== "::")), {
    changes: [],
    remarks: ["b.txt has no IPv6 sockets: those of a.txt are not compared"],
  });
  assertEquals(told([ALL[6]!], ALL), {
    changes: [],
    remarks: [
      "a.txt has no listening TCP sockets, UDP sockets or IPv6 sockets: those of b.txt are not compared",
    ],
  });
});

Deno.test("connections may have been left out of a listing of listeners alone, and that is said", () => {
  const waiting = ALL.slice(0, 6);
  const full = [...ALL, peer("198.51.100.5", CHROME)];
  const remark = "a.txt has only sockets that wait: if connections were left out of it, those of " +
    "b.txt are no change";
  assertEquals(told(waiting, full), {
    changes: ["opened 50001", "opened 50001"],
    remarks: [remark],
  });
  assertEquals(told(full, waiting).remarks, [
    "b.txt has only sockets that wait: if connections were left out of it, those of a.txt are no " +
    "change",
  ]);
  assertEquals(told(waiting, full, { view: MACHINE }).remarks, []);
  assertEquals(told([], full).remarks, ["a.txt has no sockets at all"]);
});

Deno.test("what a machine does not have is not there", () => {
  const { changes, remarks } = told(ALL.filter(({ protocol }) => protocol === "TCP"), ALL, {
    view: MACHINE,
  });
  assertEquals([changes, remarks], [["opened 53", "opened 5353"], []]);
});

Deno.test("one socket of a kind that was not there may be new", () => {
  const { changes, remarks } = told(ALL.slice(0, 4), ALL.slice(0, 5));
  assertEquals([changes, remarks], [["opened 53"], []]);
  // Connections come and go, so the first ones are news: the story of the textbook.
  assertEquals(told(ALL.slice(0, 6), ALL).changes, ["opened 50001"]);
  const first6 = [...ALL.slice(0, 2), peer("2001:db8::9", CHROME), peer("2001:db8::8", CHROME)];
  assertEquals(told(ALL.slice(0, 2), first6).changes.length, 2);
});

Deno.test("TIME_WAIT comes and goes: where every port counts, it is news like others", () => {
  const left = [1, 2].map((localPort) =>
    peer("203.0.113.9", { pid: 0, state: "TIME_WAIT", localPort })
  );
  assertEquals(told(ALL, [...ALL, ...left]), { changes: [], remarks: [] });
  assertEquals(told(ALL, [...ALL, ...left], { exact: true }), {
    changes: ["opened 1", "opened 2"],
    remarks: [],
  });
});

Deno.test("a listing without process IDs or names says how it is compared", () => {
  const bare = ALL.map((row) => ({ ...row, pid: null, process: null }));
  assertEquals(told(bare, ALL), {
    changes: [],
    remarks: [
      "a.txt has no process IDs: sockets are compared by their ends alone; netstat prints process " +
      "IDs with -o",
    ],
  });
  const nameless = ALL.map((row) => ({ ...row, process: null }));
  assertEquals(told(ALL, nameless), {
    changes: [],
    remarks: [
      "b.txt has no names of programs: programs are compared by process ID; the output of " +
      "tasklist beside it, in one folder, names them",
    ],
  });
  assertEquals(told(bare, bare), { changes: [], remarks: [] });
});

Deno.test("root and not root are told apart", () => {
  const hidden = ALL.map((row) =>
    row.process === "sshd" ? { ...row, pid: null, process: null } : row
  );
  const side = (label: string, rows: readonly Connection[], elevated: boolean) =>
    sideOf(label, rows, { view: { ...MACHINE, elevated } });
  const { changes, remarks } = compareSides(
    side("root.json", ALL, true),
    side("now", hidden, false),
  );
  assertEquals(changes, []);
  assertEquals(remarks, [
    "The owners of 2 of 7 sockets of now could not be seen, those of root.json could: these are " +
    "compared by their ends alone",
    "root.json was taken with administrator's rights (root), now without: what only those rights " +
    "show of a program is not compared",
  ]);
});

Deno.test("what netstat and tasklist could be asked for is no advice for a machine", () => {
  const hidden = ALL.slice(0, 1).map((row) => ({ ...row, pid: null, process: null }));
  const left = peer("203.0.113.9", { pid: 0, state: "TIME_WAIT", localPort: 1 });
  const side = (label: string, rows: readonly Connection[]) =>
    sideOf(label, rows, { view: MACHINE });
  assertEquals(compareSides(side("before.json", hidden), side("now", ALL)).remarks, [
    "The owners of 1 of 1 sockets of before.json could not be seen, those of now could: these are " +
    "compared by their ends alone",
  ]);
  const some = side("before.json", [...hidden, ...ALL.slice(1)]);
  assertEquals(compareSides(some, side("now", [...hidden, left])).remarks, []);
});

Deno.test("listings without headers, one below another, are told", () => {
  const look = [
    peer("198.51.100.4", CHROME),
    peer("198.51.100.5", { ...CHROME, localPort: 50_002 }),
    peer("198.51.100.6", { ...CHROME, localPort: 50_003 }),
  ];
  assertEquals(told(look, [...look, ...look]), {
    changes: [],
    remarks: [
      "b.txt shows 3 connections again: it seems to hold several listings, and all of them are " +
      "compared as one",
    ],
  });
  assertEquals(told(look, [...look, look[0]!]).remarks, []);
});

Deno.test("names in place of addresses are not compared with addresses", () => {
  const named = [
    listener(22, { ...SSHD, remoteAddress: null, remoteHost: "pc-1" }),
    peer("", { ...CHROME, remoteAddress: null, remoteHost: "www.example.com" }),
    peer("", { ...CHROME, remoteAddress: null, remoteHost: "mail.example.com", localPort: 50_002 }),
  ];
  const addresses = [
    listener(22, SSHD),
    peer("198.51.100.4", CHROME),
    peer("198.51.100.5", CHROME),
  ];
  assertEquals(told(named, addresses), {
    changes: [],
    remarks: [
      "a.txt has names in place of addresses, b.txt has not: connections are not compared; netstat " +
      "prints addresses with -n",
    ],
  });
});

Deno.test("two computers, exchanged sides, empty and cut ones are told", () => {
  const on = (computer: string, observedAt: string) => ({ computer, observedAt });
  const { remarks } = compareSides(
    sideOf("a.json", ALL, on("PC-1", "2026-11-26T08:00:00.000Z")),
    sideOf("b.json", ALL, on("PC-2", "2026-11-25T08:00:00.000Z")),
  );
  assertEquals(remarks, [
    "Two computers are compared: a.json is from PC-1, b.json is from PC-2",
    "a.json is later than b.json: exchange them to see what is new",
  ]);
  assertEquals(told([], ALL).remarks, ["a.txt has no sockets at all"]);
  assertEquals(told([], ALL).changes.length, ALL.length);
  const cut = { view: { ...MACHINE, isPartial: true } };
  assertEquals(compareSides(sideOf("a", ALL, cut), sideOf("b", ALL, cut)).remarks, [
    "a is not whole: what is new may have been there before",
    "b is not whole: what is closed may be there all the same",
  ]);
});

Deno.test("of rows that were seen several times, the last look on each computer counts", () => {
  const at = (hour: number, rows: readonly Connection[], computer = "PC-1") =>
    rows.map((row) => ({ ...row, computer, observedAt: `2026-11-25T0${hour}:00:00.000Z` }));
  const evil = peer("203.0.113.66", { pid: 6666, process: "evil.exe" });
  const log = [...at(1, [...ALL, evil]), ...at(2, ALL), ...at(1, ALL.slice(0, 1), "PC-2")];
  const { changes, remarks, old } = compareSides(
    sideOf("log.ndjson", log),
    sideOf("b.json", [...at(3, [...ALL, evil]), ...at(3, ALL.slice(0, 1), "PC-2")]),
  );
  assertEquals(changes.map(({ change, process }) => [change, process]), [["opened", "evil.exe"]]);
  assertEquals(changes[0]!.changedAt, "2026-11-25T03:00:00.000Z");
  assertEquals(remarks, ["log.ndjson holds 2 looks, one after another: the last one is compared"]);
  assertEquals(old.sockets, ALL.length + 1);
});
