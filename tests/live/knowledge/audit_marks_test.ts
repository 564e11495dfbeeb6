import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { WholeSnapshot } from "../../../lib/capture/snapshot.ts";
import type { Host } from "../../../lib/host/host.ts";
import { AuditMarks } from "../../../lib/live/knowledge/audit_marks.ts";
import { LookJudge } from "../../../lib/live/knowledge/judge_look.ts";
import type { LiveRow } from "../../../lib/live/live_row.ts";
import type { Connection } from "../../../lib/model/connection.ts";
import { emptyRecord } from "../../../lib/model/field.ts";
import type { Severity } from "../../../lib/model/finding.ts";
import { type Process, PROCESS_FIELDS } from "../../../lib/model/process.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { connectionOf, liveRows, lookOf } from "../../support/live_rows.ts";

const CONFIG = "C:\\Users\\anna\\AppData\\Roaming\\netwho\\netwho.json";

/** A Windows computer, and the user's config on it. */
function computer(config?: string, overrides: Partial<Host> = {}): Host {
  return fakeHost({
    os: "windows",
    configFolder: () => "C:\\Users\\anna\\AppData\\Roaming\\netwho",
    pathKind: (path) => path === CONFIG && config !== undefined ? "file" : "missing",
    open: async function* () {
      yield new TextEncoder().encode(config);
    },
    ...overrides,
  });
}

const WEB: Partial<Connection> = {
  localAddress: "192.0.2.20",
  localScope: "private",
  remoteAddress: "8.8.4.4",
  remoteScope: "public",
  remotePort: 443,
  state: "ESTABLISHED",
  direction: "outbound",
  process: "browser.exe",
  path: "C:\\Program Files\\Browser\\browser.exe",
  user: "PC-7\\anna",
};

/** A listener of Windows, a browser, a program in Temp, the browser to a port of Metasploit. */
const ROWS: readonly LiveRow[] = liveRows([
  connectionOf({
    localAddress: "127.0.0.1",
    localScope: "loopback",
    localPort: 49_664,
    state: "LISTENING",
    pid: 700,
    process: "lsass.exe",
    path: "C:\\Windows\\System32\\lsass.exe",
  }),
  connectionOf({ ...WEB, localPort: 50_001, pid: 4711 }),
  connectionOf({
    ...WEB,
    localPort: 50_002,
    pid: 4712,
    process: "invoice.exe",
    path: "C:\\Users\\anna\\AppData\\Local\\Temp\\invoice.exe",
  }),
  connectionOf({ ...WEB, localPort: 50_003, pid: 4711, remotePort: 4444 }),
]);

function snapshotOf(rows: readonly LiveRow[]): WholeSnapshot {
  const connections = rows.map(({ connection }) => connection);
  const processes = new Map(connections.map(({ pid, process, path, user }) => {
    const one: Process = { ...emptyRecord(PROCESS_FIELDS), process, pid: pid!, path, user };
    return [pid!, one];
  }));
  return {
    observedAt: "2026-11-26T14:20:00.000Z",
    computer: "PC-7",
    isSaved: false,
    processes,
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    connections,
  };
}

const LOOK = lookOf(snapshotOf(ROWS), ROWS);

/** Judges looks, and returns the marks of each judgement and what was told. */
function watched(own: Host, host: Host = own) {
  const marks: ReadonlyMap<number, Severity>[] = [];
  const told: string[] = [];
  const ended = new AbortController();
  const audit = new AuditMarks(host, {
    own,
    signal: ended.signal,
    onMarks: (found) => marks.push(found),
    onTrouble: (text) => told.push(text),
  });
  return {
    audit,
    marks,
    told,
    ended,
    done: async () => {
      while (audit.isJudging) await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

Deno.test("audit marks: a row has the severity of the worst finding about it", async () => {
  const { audit, marks, told, done } = watched(computer());
  audit.seek(LOOK);
  await done();
  assertEquals(told, []);
  assertEquals([...marks[0]!.keys()].toSorted(), [3, 4]);
  // The rule program-in-temp; a backdoor's port matters less for a program that was installed.
  const rules = (id: number) => audit.findingsAbout(id).map(({ rule }) => rule);
  assert(rules(3).includes("program-in-temp"), `${rules(3)}`);
  assert(rules(4).includes("known-backdoor-port"), `${rules(4)}`);
  assertEquals(audit.findingsAbout(2), []);
  for (const id of [3, 4]) assertEquals(marks[0]!.get(id), audit.findingsAbout(id)[0]!.severity);
});

Deno.test("audit marks: the user's config applies", async () => {
  const config = `{
    "allow": [{ "rule": "known-*", "process": "browser.exe", "reason": "a test server" }],
    "severity": { "program-in-temp": "low", "mining-*": "off" }
  }`;
  const { audit, marks, told, done } = watched(computer(config));
  audit.seek(LOOK);
  await done();
  assertEquals(told, []);
  assertEquals(audit.findingsAbout(4).filter(({ rule }) => rule === "known-backdoor-port"), []);
  assertEquals(
    audit.findingsAbout(3).find(({ rule }) => rule === "program-in-temp")?.severity,
    "low",
  );
  assert(!marks[0]!.has(4));
});

Deno.test("audit marks: nothing is judged by a config with a mistake, which is told once", async () => {
  const { audit, marks, told, done } = watched(computer('{ "alow": [] }'));
  for (const _ of [1, 2]) {
    audit.seek(LOOK);
    await done();
  }
  assertEquals(marks, []);
  assertEquals(told.length, 1);
  assertStringIncludes(told[0]!, CONFIG);
});

Deno.test("audit marks: a connection that is gone is not judged", async () => {
  const { audit, marks, done } = watched(computer());
  const rows = ROWS.map((row) => row.id === 3 ? { ...row, closedAt: LOOK.at } : row);
  audit.seek({ ...LOOK, rows });
  await done();
  assertEquals([...marks[0]!.keys()], [4]);
});

Deno.test("audit marks: of looks that come while one is judged the latest is judged", async () => {
  const { audit, marks, done } = watched(computer());
  audit.seek(LOOK);
  audit.seek({ ...LOOK, rows: [] });
  audit.seek({ ...LOOK, rows: ROWS.slice(0, 2) });
  assertEquals(marks, [], "seeking never waits");
  await done();
  assertEquals(marks.map(({ size }) => size), [0]);
  audit.seek(LOOK);
  audit.seek({ ...LOOK, rows: [] });
  await done();
  assert(marks.length <= 3);
  assertEquals(marks.at(-1)!.size, 0);
});

Deno.test("audit marks: an interruption ends judging quietly", async () => {
  const { audit, marks, told, done, ended } = watched(computer());
  audit.seek(LOOK);
  ended.abort();
  await done();
  assertEquals([marks.length, told.length], [0, 0]);
});

Deno.test("audit marks: a bug is not lost", async () => {
  const programFacts = () => Promise.reject(new TypeError("a bug"));
  const { audit, done } = watched(computer(undefined, { programFacts }));
  audit.seek(LOOK);
  await done();
  assertThrows(() => audit.seek(LOOK), TypeError, "a bug");
});

Deno.test("audit marks: keys have their turn again and again while 10,000 rows are judged", async () => {
  const rows = liveRows(Array.from({ length: 10_000 }, (_, index) =>
    connectionOf({
      ...WEB,
      localPort: 1024 + index,
      remotePort: index % 2 === 0 ? 443 : 4444,
      remoteAddress: `8.${index % 7}.${index >> 8}.${index % 256}`,
      pid: 1000 + index % 100,
    })));
  let turns = 0;
  const judge = new LookJudge(computer(), {
    own: computer(),
    signal: new AbortController().signal,
    turn: () => void turns++,
  });
  const { marks } = await judge.judge(lookOf({ ...snapshotOf([]), processes: null }, rows));
  assert(marks.size >= 5_000, `${marks.size} marks`);
  // Each turn after at most some fifty findings, not one for the rule that made thousands.
  assert(turns > 100, `${turns} turns`);
});
