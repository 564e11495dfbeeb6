import { assertEquals } from "@std/assert";
import type { Connection } from "../../lib/model/connection.ts";
import {
  compareConnections,
  diffConnections,
  type DiffOptions,
} from "../../lib/rows/diff_connections.ts";
import { connection, listener, peer } from "../support/compared_rows.ts";

const CHROME = { pid: 3120, process: "chrome.exe" };

/** What changed, in short: what happened, to whom, in which states. */
function told(
  old: readonly Connection[],
  current: readonly Connection[],
  options: DiffOptions = {},
): string[] {
  return diffConnections(old, current, options).map((row) => {
    const { change, pid, process, previousState, state, remoteAddress, localPort } = row;
    const states = previousState === state ? state : `${previousState} > ${state}`;
    return `${change} ${process ?? pid} ${remoteAddress}:${localPort} ${states}`;
  });
}

const EXACT = { exact: true };

Deno.test("a new connection to a known peer is no news, unless every port counts", () => {
  const old = [peer("198.51.100.4", { ...CHROME, localPort: 50_001 })];
  const current = [50_002, 50_003].map((localPort) =>
    peer("198.51.100.4", { ...CHROME, localPort })
  );
  assertEquals(told(old, current), []);
  assertEquals(told(old, current, EXACT), [
    "opened chrome.exe 198.51.100.4:50002 null > ESTABLISHED",
    "opened chrome.exe 198.51.100.4:50003 null > ESTABLISHED",
    "closed chrome.exe 198.51.100.4:50001 ESTABLISHED",
  ]);
});

Deno.test("another program, another address and another remote port are news", () => {
  const old = [peer("198.51.100.4", CHROME)];
  for (
    const other of [
      peer("198.51.100.4", { pid: 9, process: "mail.exe" }),
      peer("198.51.100.5", CHROME),
      peer("198.51.100.4", { ...CHROME, remotePort: 4444 }),
      peer("198.51.100.4", { ...CHROME, protocol: "UDP", state: null }),
    ]
  ) assertEquals(diffConnections(old, [...old, other]).map(({ change }) => change), ["opened"]);
});

Deno.test("a peer whose IPv4 address stands inside an IPv6 one is the same peer", () => {
  const old = [peer("198.51.100.4", CHROME)];
  const mapped = peer("::ffff:198.51.100.4", { ...CHROME, localAddress: "::ffff:192.0.2.10" });
  assertEquals(told(old, [mapped]), []);
  assertEquals(told([mapped], old), []);
  assertEquals(diffConnections(old, [mapped], EXACT).length, 2);
});

Deno.test("the port of a client that connects to this computer does not matter, its own does", () => {
  const sshd = { pid: 71, process: "sshd", direction: "inbound", localPort: 22 };
  const old = [
    listener(22, { pid: 71, process: "sshd" }),
    peer("203.0.113.9", { ...sshd, remotePort: 50_001 }),
  ];
  const again = peer("203.0.113.9", { ...sshd, remotePort: 61_002 });
  assertEquals(told(old, [old[0]!, again]), []);
  const otherPort = { ...again, localPort: 2222 };
  assertEquals(told(old, [...old, otherPort]), [
    "opened sshd 203.0.113.9:2222 null > ESTABLISHED",
  ]);
});

Deno.test("a listing without directions knows them from the listeners of the other, or the ports", () => {
  const sshd = { pid: 71, process: "sshd", direction: null, localPort: 40_022 };
  const old = [
    listener(40_022, { pid: 71, process: "sshd" }),
    peer("203.0.113.9", { ...sshd, remotePort: 50_001 }),
  ];
  assertEquals(told(old, [old[0]!, peer("203.0.113.9", { ...sshd, remotePort: 61_002 })]), []);
  const plain = { pid: 71, process: "sshd", direction: null, localPort: 22 };
  const [one, other] = [50_001, 61_002].map((remotePort) =>
    peer("203.0.113.9", { ...plain, remotePort })
  );
  assertEquals(told([one!], [other!]), []);
});

Deno.test("new listeners come first, then first peers, other peers, closed, changed", () => {
  const old = [
    peer("198.51.100.1", CHROME),
    peer("198.51.100.2", { ...CHROME, state: "SYN_SENT" }),
    listener(135, { pid: 912, process: "svchost.exe" }),
  ];
  const current = [
    peer("198.51.100.2", CHROME),
    peer("198.51.100.9", CHROME),
    peer("203.0.113.66", { pid: 6666, process: "evil.exe" }),
    listener(8888, { pid: 6666, process: "evil.exe" }),
    listener(135, { pid: 912, process: "svchost.exe" }),
  ];
  assertEquals(told(old, current), [
    "opened evil.exe 0.0.0.0:8888 null > LISTENING",
    "opened evil.exe 203.0.113.66:50001 null > ESTABLISHED",
    "opened chrome.exe 198.51.100.9:50001 null > ESTABLISHED",
    "closed chrome.exe 198.51.100.1:50001 ESTABLISHED",
    "changed chrome.exe 198.51.100.2:50001 SYN_SENT > ESTABLISHED",
  ]);
});

Deno.test("what is left of a connection is the same connection, and keeps its program", () => {
  const open = peer("198.51.100.4", { ...CHROME, path: "C:\\chrome.exe" });
  const left = peer("198.51.100.4", { pid: 0, state: "TIME_WAIT", note: "closed" });
  for (const options of [{}, EXACT]) {
    const [change, ...others] = diffConnections([open], [left], options);
    assertEquals(others, []);
    assertEquals(change, {
      change: "changed",
      changedAt: null,
      previousState: "ESTABLISHED",
      ...open,
      state: "TIME_WAIT",
    });
  }
  // Linux tells no process ID at all.
  const onLinux = { ...left, pid: null };
  assertEquals(told([open], [onLinux]), [
    "changed chrome.exe 198.51.100.4:50001 ESTABLISHED > TIME_WAIT",
  ]);
});

Deno.test("what is left of other connections is no news, unless every port counts", () => {
  const left = peer("203.0.113.9", { pid: 0, state: "TIME_WAIT" });
  const { changes, leftovers } = compareConnections([], [left, { ...left, localPort: 50_002 }]);
  assertEquals([changes, leftovers], [[], 2]);
  assertEquals(told([left], []), []);
  assertEquals(told([], [left], EXACT), ["opened 0 203.0.113.9:50001 null > TIME_WAIT"]);
  // The peer is still there: that one of its connections closed is no news.
  const [one, other] = [50_001, 50_002].map((localPort) =>
    peer("203.0.113.9", { ...CHROME, localPort })
  );
  assertEquals(told([one!, other!], [left, other!]), []);
  assertEquals(told([one!, other!], [left, other!], EXACT), [
    "changed chrome.exe 203.0.113.9:50001 ESTABLISHED > TIME_WAIT",
  ]);
});

Deno.test("an attempt that becomes a connection is told, on whichever port", () => {
  const tried = peer("203.0.113.9", { ...CHROME, state: "SYN_SENT" });
  const same = [{ ...tried, state: "ESTABLISHED" }];
  const other = [{ ...tried, state: "ESTABLISHED", localPort: 50_777 }];
  assertEquals(told([tried], same), [
    "changed chrome.exe 203.0.113.9:50001 SYN_SENT > ESTABLISHED",
  ]);
  assertEquals(told([tried], other), [
    "changed chrome.exe 203.0.113.9:50777 SYN_SENT > ESTABLISHED",
  ]);
});

Deno.test("a service that was started again is no change, but known", () => {
  const before = listener(80, { pid: 52, process: "nginx", createdAt: "2026-01-01T00:00:00.000Z" });
  const after = { ...before, pid: 99, createdAt: "2026-01-02T00:00:00.000Z" };
  const { changes, restarted, unchanged } = compareConnections([before], [after]);
  assertEquals(changes, []);
  assertEquals(restarted, [[before, after]]);
  assertEquals(unchanged, [after]);
  assertEquals(told([before], [after], EXACT), [
    "opened nginx 0.0.0.0:80 null > LISTENING",
    "closed nginx 0.0.0.0:80 LISTENING",
  ]);
});

Deno.test("a program of the same name in another folder is another program", () => {
  const windows = { pid: 900, process: "svchost.exe", path: "C:\\Windows\\System32\\svchost.exe" };
  const other = { pid: 901, process: "SVCHOST.EXE", path: "C:\\Temp\\svchost.exe" };
  const old = [listener(135, windows), peer("198.51.100.4", windows)];
  const current = [listener(135, other), peer("198.51.100.4", other)];
  assertEquals(told(old, current), [
    "opened SVCHOST.EXE 0.0.0.0:135 null > LISTENING",
    "opened SVCHOST.EXE 198.51.100.4:50001 null > ESTABLISHED",
    "closed svchost.exe 0.0.0.0:135 LISTENING",
    "closed svchost.exe 198.51.100.4:50001 ESTABLISHED",
  ]);
  // Where one side cannot see paths, nothing says that it is another one.
  const unseen = [
    listener(135, { ...other, path: null }),
    peer("198.51.100.4", { ...other, path: null }),
  ];
  assertEquals(told(old, unseen), []);
});

Deno.test("a process ID that another program has now is another program", () => {
  const old = [peer("198.51.100.4", { pid: 500, process: "mail.exe" })];
  const current = [peer("198.51.100.4", { pid: 500, process: "evil.exe", localPort: 50_500 })];
  assertEquals(told(old, current), [
    "opened evil.exe 198.51.100.4:50500 null > ESTABLISHED",
    "closed mail.exe 198.51.100.4:50001 ESTABLISHED",
  ]);
});

Deno.test("a listing without process IDs is compared by ends, and by peers", () => {
  const old = [
    listener(22),
    peer("198.51.100.4"),
    peer("198.51.100.5", { localPort: 50_002 }),
  ];
  const current = [
    listener(22, { pid: 71, process: "sshd" }),
    peer("198.51.100.4", CHROME),
    peer("198.51.100.5", { ...CHROME, localPort: 60_002 }),
    peer("203.0.113.66", { ...CHROME, localPort: 60_003 }),
  ];
  assertEquals(told(old, current), ["opened chrome.exe 203.0.113.66:60003 null > ESTABLISHED"]);
  assertEquals(told(current, old), ["closed chrome.exe 203.0.113.66:60003 ESTABLISHED"]);
  // Nobody knows whether a program had peers before.
  assertEquals(compareConnections(old, current).hadPeers(current[3]!), true);
  assertEquals(told(old, current.slice(0, 2), EXACT), [
    "closed null 198.51.100.5:50002 ESTABLISHED",
  ]);
});

Deno.test("a listing without names of programs is compared by process ID", () => {
  const old = [peer("198.51.100.4", { pid: 3120 }), peer("198.51.100.5", { pid: 3120 })];
  const current = [
    peer("198.51.100.4", { ...CHROME, localPort: 60_001 }),
    peer("198.51.100.5", { pid: 4000, process: "other.exe", localPort: 60_002 }),
  ];
  assertEquals(told(old, current), [
    "opened other.exe 198.51.100.5:60002 null > ESTABLISHED",
    "closed 3120 198.51.100.5:50001 ESTABLISHED",
  ]);
});

Deno.test("ends that were used again are another connection, where both tell when it was made", () => {
  const [one, other, unknown] = ["2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z", null].map((
    createdAt,
  ) => peer("198.51.100.4", { ...CHROME, createdAt }));
  assertEquals(told([one!], [other!], EXACT).length, 2);
  assertEquals(told([one!], [unknown!], EXACT), []);
  assertEquals(told([one!], [other!]), []);
});

Deno.test("rows that only their number tells apart are paired as often as both have them", () => {
  const row = connection({ protocol: "UDP", localPort: 5353, localAddress: "0.0.0.0", ...CHROME });
  assertEquals(told([row, row], [row, row, row], EXACT).length, 1);
  assertEquals(told([row, row, row], [row], EXACT).length, 2);
  assertEquals(told([row, row, row], [row]), []);
});

Deno.test("a UDP socket on a client's port is as short-lived as a connection", () => {
  const row = (localPort: number) =>
    connection({ protocol: "UDP", localAddress: "0.0.0.0", localPort, ...CHROME });
  assertEquals(told([row(54_321)], [row(61_234), row(61_235)]), []);
  assertEquals(told([row(54_321)], [row(1900)]).length, 2);
});

Deno.test("a program that talks to itself uses new ports each time", () => {
  const loop = (localPort: number, remotePort: number) =>
    peer("127.0.0.1", { ...CHROME, localAddress: "127.0.0.1", localPort, remotePort });
  assertEquals(told([loop(50_001, 50_002)], [loop(60_001, 60_002)]), []);
  assertEquals(told([loop(50_001, 50_002)], [loop(60_001, 8080)]).length, 2);
});

Deno.test("the time of a change is that of the new listing", () => {
  const seen = "2026-01-02T03:04:05.000Z";
  const current = [listener(22, { observedAt: seen })];
  assertEquals(diffConnections([], current)[0]!.changedAt, seen);
  assertEquals(diffConnections(current, [])[0]!.changedAt, null);
  assertEquals(diffConnections(current, [], { changedAt: "2026-01-03T00:00:00.000Z" })[0], {
    change: "closed",
    changedAt: "2026-01-03T00:00:00.000Z",
    previousState: "LISTENING",
    ...current[0]!,
  });
});
