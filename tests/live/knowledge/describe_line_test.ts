import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describeLine } from "../../../lib/live/knowledge/describe_line.ts";
import type { LiveLook, LiveRow } from "../../../lib/live/live_row.ts";
import { emptyRecord } from "../../../lib/model/field.ts";
import { type Finding, NO_FINDING } from "../../../lib/model/finding.ts";
import { PROCESS_FIELDS } from "../../../lib/model/process.ts";
import { displayWidth } from "../../../lib/text/terminal_text.ts";
import { encodeCodePage } from "../../../lib/text/code_pages.ts";
import { fakeProc } from "../../support/fake_proc.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { inspectedHost } from "../../support/inspected_host.ts";
import { connectionOf, liveRows, lookOf } from "../../support/live_rows.ts";
import { wholeSnapshot } from "../../support/whole_snapshot.ts";

const host = fakeHost(inspectedHost(await encodeCodePage(850)).host);
const LOOK: LiveLook = lookOf(await wholeSnapshot(host));

function rowTo(remoteAddress: string | null, pid: number | null): LiveRow {
  return LOOK.rows.find(({ connection }) =>
    connection.remoteAddress === remoteAddress && connection.pid === pid
  )!;
}

async function describe(
  row: LiveRow,
  options: Partial<Parameters<typeof describeLine>[2]> = {},
): Promise<string[]> {
  return await describeLine(host, { kind: "row", row, isInGroup: false }, {
    look: LOOK,
    columns: 60,
    findingsAbout: null,
    ...options,
  });
}

Deno.test("details: the connection, then its process as inspect tells it", async () => {
  const text = (await describe(rowTo("8.8.8.8", 4711))).join("\n");
  assertStringIncludes(text, "TCP 192.0.2.7:50123 - 8.8.8.8:443");
  assertStringIncludes(text, "remote    8.8.8.8:443 (https)");
  assertStringIncludes(text, "state     ESTABLISHED");
  assertStringIncludes(text, "seen      since the start");
  assertStringIncludes(text, "browser.exe  PID 4711");
  assertStringIncludes(text, "path      C:\\Program Files\\Example\\browser.exe");
  assertStringIncludes(text, "parent    explorer.exe (PID 900)");
  assertStringIncludes(text, "Connected");
  assertStringIncludes(text, "Neighbours in the same networks");
  assert(!text.includes("--resolve"), "names have a key of their own");
});

Deno.test("details: no line is wider than the pane", async () => {
  for (const columns of [20, 32, 40, 80, 200]) {
    for (const row of LOOK.rows) {
      for (const line of await describe(row, { columns, findingsAbout: () => [FINDING] })) {
        assert(displayWidth(line) <= columns, `${columns}: ${line}`);
      }
    }
  }
});

Deno.test("details: of a connection without a process, the connection alone", async () => {
  const lines = await describe(rowTo("8.8.8.8", 0));
  assertStringIncludes(lines.join("\n"), "state     TIME_WAIT");
  assert(!lines.join("\n").includes("PID"), lines.join("\n"));
});

Deno.test("details: what happened to it", async () => {
  const row = rowTo("8.8.8.8", 4711);
  const text = (await describe({
    ...row,
    previousState: "SYN_SENT",
    firstSeen: LOOK.at - 65_000,
    closedAt: LOOK.at - 2_000,
    connection: { ...row.connection, direction: "outbound" },
  }, { columns: 100 })).join("\n");
  assertStringIncludes(text, "ESTABLISHED, it was SYN_SENT, closed ");
  assertStringIncludes(text, "(2 seconds ago)");
  assertStringIncludes(text, "(1 minute ago)");
  assertStringIncludes(text, "outbound: this computer began it");
});

Deno.test("details: a parent without sockets, which a look on Linux does not read, has not ended", async () => {
  const stat = (pid: number, name: string, parent: number) =>
    `${pid} (${name}) S ${parent} 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 100 1 1 1`;
  const machine = fakeProc({
    processes: { 40: { files: { stat: stat(40, "bash", 1) } } },
  });
  const listed = { ...emptyRecord(PROCESS_FIELDS), process: "web", pid: 50 };
  const [row] = liveRows([connectionOf({ pid: 50, process: "web", remoteAddress: "192.0.2.1" })]);
  const parents = async (parentPid: number) => {
    const snapshot = {
      ...LOOK.snapshot,
      processes: new Map([[50, listed]]),
      parentOf: (pid: number) => pid === 50 ? parentPid : null,
    };
    const linux = { ...machine.host, os: "linux" } as const;
    const lines = await describeLine(linux, { kind: "row", row: row!, isInGroup: false }, {
      look: { ...LOOK, snapshot },
      columns: 60,
      findingsAbout: null,
    });
    return lines.filter((line) => line.includes("parent"));
  };
  assertEquals(await parents(40), ["  parent    bash (PID 40)"]);
  assertEquals(await parents(41), ["  parent    PID 41, which has ended"]);
});

Deno.test("details: a process ID that was used again is not taken for the process", async () => {
  const listed = { ...emptyRecord(PROCESS_FIELDS), process: "other.exe", pid: 77 };
  const snapshot = {
    ...LOOK.snapshot,
    processes: new Map([[77, { ...listed, startedAt: "2026-11-26T14:00:00.000Z" }]]),
  };
  const connection = connectionOf({ pid: 77, process: "game.exe", remoteAddress: "192.0.2.1" });
  const [row] = liveRows([connection]);
  const text = (await describe({ ...row!, processStartedAt: "2026-11-26T13:00:00.000Z" }, {
    look: { ...LOOK, snapshot },
  })).join("\n");
  assertStringIncludes(text, "game.exe  PID 77");
  assertStringIncludes(text, "its process ID was used again");
  assert(!text.includes("other.exe"), text);
});

Deno.test("details: a process that has ended with its connection", async () => {
  const [row] = liveRows([
    connectionOf({ pid: 99_999, process: "gone.exe", path: "C:\\gone.exe" }),
  ]);
  const text = (await describe({ ...row!, closedAt: LOOK.at })).join("\n");
  assertStringIncludes(text, "gone.exe  PID 99999");
  assertStringIncludes(text, "C:\\gone.exe");
  assertStringIncludes(text, "It has ended");
});

const FINDING: Finding = {
  ...NO_FINDING,
  outcome: "finding",
  id: "program-in-temp-1",
  rule: "program-in-temp",
  severity: "high",
  title: "Program in a folder for temporary files",
  reason: "invoice.exe runs in a folder for temporary files",
  evidence: ["C:\\Users\\anna\\AppData\\Local\\Temp\\invoice.exe"],
  advice: "Find out where it came from",
};

Deno.test("details: the findings while the audit is on", async () => {
  const row = rowTo("8.8.8.8", 4711);
  const text = (await describe(row, { columns: 80, findingsAbout: () => [FINDING] })).join("\n");
  assertStringIncludes(text, "high: Program in a folder for temporary files");
  assertStringIncludes(text, "advice    Find out where it came from");
  assertStringIncludes(text, "rule      program-in-temp");
  const none = (await describe(row, { findingsAbout: () => [] })).join("\n");
  assertStringIncludes(none, "Nothing was found by netwho audit");
  assert(!(await describe(row)).join("\n").includes("audit"));
});

Deno.test("details: what is known of names and owners is told", async () => {
  const text = (await describe(rowTo("8.8.8.8", 4711), {
    fill: (row) => ({ ...row, remoteHost: "dns.example", remoteOwner: "Example Networks" }),
  })).join("\n");
  assertStringIncludes(text, "name      dns.example");
  assertStringIncludes(text, "owner     Example Networks");
});

Deno.test("details: of a program with its connections, the program", async () => {
  const rows = LOOK.rows.filter(({ connection }) => connection.pid === 4711);
  const lines = await describeLine(host, {
    kind: "group",
    key: "browser",
    process: "browser.exe",
    pid: 4711,
    rows,
    isOpen: true,
  }, { look: LOOK, columns: 60, findingsAbout: () => [FINDING] });
  assertEquals(lines.filter((line) => line.startsWith("high: ")).length, 1, "told once");
  assert(lines.some((line) => line === "browser.exe  PID 4711"), lines.join("\n"));
});

Deno.test("details: control characters of names do not reach the terminal", async () => {
  const connection = connectionOf({
    pid: 5,
    process: "evil\x1b[2J",
    path: "/tmp/evil\x1b]0;x\x07",
    remoteAddress: "192.0.2.1",
    remoteHost: "a\x1bc.example",
    note: "x\x9b2J",
  });
  const [row] = liveRows([connection]);
  const snapshot = { ...LOOK.snapshot, connections: [connection], processes: new Map() };
  for (const closedAt of [null, LOOK.at]) {
    const lines = await describeLine(fakeHost(), {
      kind: "row",
      row: { ...row!, closedAt },
      isInGroup: false,
    }, {
      look: { ...LOOK, snapshot },
      columns: 60,
      findingsAbout: () => [{ ...FINDING, reason: "\x1b[2J", title: "\x07" }],
    });
    // deno-lint-ignore no-control-regex -- what must not be there
    for (const line of lines) assert(!/[\x00-\x1f\x7f-\x9f]/.test(line), JSON.stringify(line));
  }
});

Deno.test("details: of the thousands of connections of a server some are told, and how many are not", async () => {
  const connections = Array.from(
    { length: 3_000 },
    (_, index) =>
      connectionOf({ pid: 8, process: "server", remoteAddress: `192.0.2.${index % 250}` }),
  );
  const rows = liveRows(connections);
  const snapshot = { ...LOOK.snapshot, connections, processes: new Map() };
  const lines = await describe(rows[2_900]!, { look: lookOf(snapshot, rows) });
  assert(lines.length < 500, `${lines.length} lines`);
  assertEquals(lines.at(-1), "2900 more connections: netwho inspect 8");
});
