/** Which connection a row is, and for how long what happened to it shows. */
import { assert, assertEquals } from "@std/assert";
import { KEPT_NOTES } from "../../lib/live/keep_owner.ts";
import { ConnectionTracker, MOST_CLOSED, type Tracked } from "../../lib/live/track_connections.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { listener, peer } from "../support/compared_rows.ts";

const START = Date.UTC(2026, 10, 25, 9);
const NOTHING = null;

/** Makes a function that looks, two seconds later each time. */
function watcher(tracker = new ConnectionTracker()) {
  let at = START - 2000;
  return (
    connections: readonly Connection[],
    starts: Readonly<Record<number, string>> | null = NOTHING,
  ): Tracked => {
    at += 2000;
    const processes = starts === null
      ? null
      : new Map(Object.entries(starts).map(([pid, startedAt]) => [Number(pid), { startedAt }]));
    return tracker.update({ connections, processes, at });
  };
}

function told({ changes }: Tracked): string[] {
  return changes.map(({ change, localPort, pid, previousState, state }) =>
    `${change} ${localPort} ${pid} ${previousState} ${state}`
  );
}

const shown = ({ rows }: Tracked) =>
  rows.map(({ connection, mark }) => `${connection.localPort}${mark === null ? "" : ` ${mark}`}`);

const WEB = peer("198.51.100.4", { pid: 80, process: "chrome.exe", localPort: 50_001 });
const LEFT = { ...WEB, state: "TIME_WAIT", pid: 0, process: null, direction: null };

Deno.test("the first look tells no changes, and its rows have no marks", () => {
  const look = watcher();
  const first = look([WEB, listener(8080, { pid: 71 })]);
  assertEquals([first.changes, first.opened, first.closed], [[], 0, 0]);
  assertEquals(shown(first), ["50001", "8080"]);
  assertEquals(first.rows.map(({ firstSeen }) => firstSeen), [null, null]);
});

Deno.test("a mark shows for two looks; a closed row stays for two looks in its place", () => {
  const look = watcher();
  const [one, two, three] = [8001, 8002, 8003].map((port) => listener(port, { pid: port }));
  look([one!, two!, three!]);
  const closed = look([one!, three!, WEB]);
  assertEquals(told(closed), [
    "closed 8002 8002 LISTENING LISTENING",
    "opened 50001 80 null ESTABLISHED",
  ]);
  assertEquals(shown(closed), ["8001", "8002 closed", "8003", "50001 opened"]);
  assertEquals(closed.rows[1]!.closedAt, START + 2000);
  assertEquals(closed.rows[3]!.firstSeen, START + 2000);
  // The listing is in another order: the closed one stays behind the one it was behind.
  assertEquals(shown(look([WEB, three!, one!])), ["50001 opened", "8003", "8001", "8002 closed"]);
  const last = look([one!, three!, WEB]);
  assertEquals(shown(last), ["8001", "8003", "50001"]);
  assertEquals([last.opened, last.closed], [1, 1]);
});

Deno.test("closed rows stay as long as that is asked for, the latest of very many", () => {
  const tracker = new ConnectionTracker({ keepsClosed: true });
  const look = watcher(tracker);
  const many = Array.from({ length: MOST_CLOSED + 10 }, (_, port) => listener(port, { pid: 4 }));
  look([...many, WEB]);
  look([WEB]);
  look([WEB]);
  assertEquals(look([WEB]).rows.length, MOST_CLOSED + 1);
  look([]);
  const rows = look([]).rows;
  assertEquals(rows.length, MOST_CLOSED);
  assert(rows.some(({ connection }) => connection === WEB), "the latest one stays");
  tracker.keepsClosed = false;
  assertEquals(look([]).rows.length, 0);
});

Deno.test("a connection stays one through its states and keeps the program that it had", () => {
  const look = watcher();
  const id = look([WEB]).rows[0]!.id;
  look([{ ...WEB, state: "FIN_WAIT_2", pid: 0, process: null, note: "being closed" }]);
  const { rows, changes } = look([{ ...LEFT, note: "closed, no process owns it any more" }]);
  assertEquals(told({ changes } as Tracked), ["changed 50001 80 FIN_WAIT_2 TIME_WAIT"]);
  const { connection } = rows[0]!;
  assertEquals(rows.map(({ id }) => id), [id]);
  assertEquals(connection.process, "chrome.exe");
  assertEquals(connection.direction, "outbound");
  assertEquals(connection.note, KEPT_NOTES.closed);
  // It is the same one in the looks that follow, in which the listing names no program either.
  assertEquals(look([LEFT]).rows.map(({ id, connection }) => [id, connection.pid]), [[id, 80]]);
});

Deno.test("what was in TIME_WAIT before the start has no program, whoever has its port by now", () => {
  const look = watcher();
  look([LEFT]);
  const { rows, changes } = look([LEFT, { ...WEB, pid: 90 }]);
  assertEquals(changes.map(({ change, pid }) => [change, pid]), [["opened", 90]]);
  assertEquals(rows[0]!.connection.process, null);
});

Deno.test("a listing without programs makes no connection new", () => {
  const look = watcher();
  const rows = [WEB, listener(8080, { pid: 71, process: "nginx" })];
  look(rows, { 80: "2026-11-25T08:00:00.000Z", 71: "2026-11-25T07:00:00.000Z" });
  const failed = look(rows.map((row) => ({ ...row, process: null, note: "not in the list" })), {});
  assertEquals(failed.changes, []);
  assertEquals(failed.rows.map(({ connection }) => connection.process), ["chrome.exe", "nginx"]);
  assertEquals(failed.rows[0]!.connection.note, `${KEPT_NOTES.unseen}; not in the list`);
  const again = look(rows, { 80: "2026-11-25T08:00:00.000Z", 71: "2026-11-25T07:00:00.000Z" });
  assertEquals(again.changes, []);
  assertEquals(again.rows[1]!.processStartedAt, "2026-11-25T07:00:00.000Z");
});

Deno.test("a listing without process IDs makes no connection new", () => {
  const look = watcher();
  look([WEB]);
  const failed = look([{ ...WEB, pid: null, process: null }]);
  assertEquals([failed.changes, failed.rows[0]!.connection.pid], [[], 80]);
  assertEquals(look([WEB]).changes, []);
});

Deno.test("another process under the same ID has other connections", () => {
  const look = watcher();
  const server = listener(8080, { pid: 71, process: "nginx" });
  const others = { 1: "2026-11-25T01:00:00.000Z", 2: "2026-11-25T02:00:00.000Z" };
  look([server], { ...others, 71: "2026-11-25T07:00:00.000Z" });
  const reused = look([server], { ...others, 71: "2026-11-25T08:59:59.000Z" });
  assertEquals(told(reused), [
    "closed 8080 71 LISTENING LISTENING",
    "opened 8080 71 null LISTENING",
  ]);
  // Without start times, the names tell.
  assertEquals(told(look([{ ...server, process: "httpd" }])), [
    "closed 8080 71 LISTENING LISTENING",
    "opened 8080 71 null LISTENING",
  ]);
});

Deno.test("a program that replaces itself (exec) is still the same process", () => {
  const look = watcher();
  const starts = { 71: "2026-11-25T07:00:00.000Z" };
  look([listener(8080, { pid: 71, process: "sh" })], starts);
  assertEquals(look([listener(8080, { pid: 71, process: "nginx" })], starts).changes, []);
});

Deno.test("a clock that is set moves the start of every process, and makes none a new one", () => {
  const look = watcher();
  const rows = [71, 72, 73].map((pid) => listener(8000 + pid, { pid }));
  const starts = (second: number) =>
    Object.fromEntries(rows.map(({ pid }) => [
      pid!,
      new Date(Date.UTC(2026, 10, 25, 7, pid!, second)).toISOString(),
    ]));
  look(rows, starts(0));
  assertEquals(look(rows, starts(50)).changes, []);
  // One of them is another process, while the clock is set once more.
  const reused = look(rows, { ...starts(7), 72: "2026-11-25T08:59:58.000Z" });
  assertEquals(reused.changes.map(({ change, pid }) => [change, pid]), [["closed", 72], [
    "opened",
    72,
  ]]);
});

Deno.test("a port that is used again is another connection", () => {
  const look = watcher();
  const made = (createdAt: string | null) => ({ ...WEB, createdAt });
  look([made("2026-11-25T08:00:00.000Z")]);
  assertEquals(look([made(null)]).changes, [], "unknown once is no news");
  assertEquals(told(look([made("2026-11-25T08:59:59.500Z")])), [
    "closed 50001 80 ESTABLISHED ESTABLISHED",
    "opened 50001 80 null ESTABLISHED",
  ]);
});

for (
  const [before, after] of [
    ["TIME_WAIT", "ESTABLISHED"],
    ["TIME_WAIT", "SYN_SENT"],
    ["CLOSE_WAIT", "SYN_RECEIVED"],
    ["ESTABLISHED", "SYN_SENT"],
  ]
) {
  Deno.test(`what was in ${before} and is in ${after} is another connection`, () => {
    const look = watcher();
    look([{ ...WEB, state: before!, pid: before === "TIME_WAIT" ? 0 : 80 }]);
    const { changes } = look([{ ...WEB, state: after! }]);
    assertEquals(changes.map(({ change }) => change), ["closed", "opened"]);
  });
}

Deno.test("the old end in TIME_WAIT and a new connection on the same port are told apart", () => {
  const look = watcher();
  look([{ ...WEB, createdAt: "2026-11-25T08:00:00.000Z" }]);
  const again = { ...WEB, pid: 90, createdAt: "2026-11-25T09:00:01.000Z" };
  assertEquals(told(look([again, LEFT])), [
    "changed 50001 80 ESTABLISHED TIME_WAIT",
    "opened 50001 90 null ESTABLISHED",
  ]);
});

Deno.test("copies of a row are counted", () => {
  const look = watcher();
  const chat = { ...listener(5353, { protocol: "UDP", state: null, pid: 7 }), remoteAddress: null };
  look([chat, { ...chat }, { ...chat, pid: 8 }]);
  assertEquals(told(look([{ ...chat }, { ...chat, pid: 8 }])), ["closed 5353 7 null null"]);
  assertEquals(told(look([{ ...chat, pid: 8 }, { ...chat }, { ...chat }, { ...chat }])), [
    "opened 5353 7 null null",
    "opened 5353 7 null null",
  ]);
  // A script may hand over the same object more than once.
  assertEquals(told(look([chat, chat, chat, { ...chat, pid: 8 }])), []);
});

Deno.test("one listener that several processes hold is theirs, each by itself", () => {
  const look = watcher();
  const workers = [20, 21, 22].map((pid) => listener(443, { pid, process: "nginx" }));
  look(workers);
  assertEquals(told(look([workers[2]!, workers[0]!])), ["closed 443 21 LISTENING LISTENING"]);
});

Deno.test("a connection whose owner comes to be known is the same one", () => {
  const look = watcher();
  const id = look([{ ...WEB, pid: null, process: null }]).rows[0]!.id;
  const { rows, changes } = look([WEB]);
  assertEquals([changes, rows[0]!.id, rows[0]!.connection.pid], [[], id, 80]);
});

Deno.test("what changes in a look after it opened is marked as changed, with the state before", () => {
  const look = watcher();
  look([]);
  look([{ ...WEB, state: "SYN_SENT" }]);
  const row = look([WEB]).rows[0]!;
  assertEquals([row.mark, row.previousState], ["changed", "SYN_SENT"]);
  look([WEB]);
  const calm = look([WEB]).rows[0]!;
  assertEquals([calm.mark, calm.previousState], [null, null]);
});
