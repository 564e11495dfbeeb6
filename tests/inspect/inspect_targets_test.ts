import { assert, assertEquals } from "@std/assert";
import { type Inspection, INSPECTION_FIELDS } from "../../lib/model/inspection.ts";
import { type InspectOptions, inspectTargets } from "../../lib/inspect/inspect_targets.ts";
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { wholeSnapshot } from "../support/whole_snapshot.ts";
import { reportText } from "../../lib/inspect/inspection_report.ts";
import { readTarget } from "../../lib/inspect/target.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { encodeCodePage } from "../../lib/text/code_pages.ts";
import { connection } from "../support/connections.ts";
import { type FakeHost, fakeHost } from "../support/fake_host.ts";
import { BROWSER_PATH, inspectedHost } from "../support/inspected_host.ts";
import { fileHost } from "../support/run_main.ts";

interface Setup {
  readonly host: FakeHost;
  readonly snapshot: WholeSnapshot;
  readonly calls: string[];
}

async function windows(): Promise<Setup> {
  const { host: overrides, calls } = inspectedHost(await encodeCodePage(850));
  const host = fakeHost(overrides);
  return { host, calls, snapshot: await wholeSnapshot(host) };
}

async function inspected(
  targets: readonly string[],
  { setup, ...options }: { setup?: Setup } & Partial<InspectOptions> = {},
) {
  const { host, snapshot } = setup ?? await windows();
  return await inspectTargets(host, targets.map(readTarget), { snapshot, ...options });
}

/** What a row is about, in short. */
const short = (row: Inspection): string =>
  `${row.relation} ${row.pid} ${row.process} ${row.localPort} ${row.remoteAddress}`;

Deno.test("a program on another computer is told of, and its file is left alone", async () => {
  const asked: string[] = [];
  for (
    const [path, isMapped] of [
      [String.raw`\\192.0.2.9\tools\browser.exe`, false],
      [String.raw`Z:\tools\browser.exe`, true],
    ] as const
  ) {
    const { host: overrides } = inspectedHost(await encodeCodePage(850));
    const host = fakeHost({
      ...overrides,
      leadsToNetwork: (path) => isMapped && path.startsWith("Z:"),
      fileFacts: (path) => {
        asked.push(path);
        return Promise.resolve(null);
      },
      processFacts: (pids) =>
        new Map(pids.map((pid) => [pid, { path: pid === 4711 ? path : null, startedAt: null }])),
    });
    const setup = { host, calls: [], snapshot: await wholeSnapshot(host) };
    const { rows: [row] } = await inspected(["4711"], { setup });
    assertEquals([row?.path, row?.sha256, row?.fileBytes], [path, null, null]);
    assertEquals(
      row?.note,
      "its file is on another computer, and was not looked at: that would sign in there",
    );
  }
  assertEquals(asked, []);
});

Deno.test("a process with its file, parent, sockets and neighbours", async () => {
  const { rows, missing } = await inspected(["4711"]);
  assertEquals(missing, []);
  assertEquals(rows.map(short), [
    "process 4711 browser.exe null null",
    "listener 4711 browser.exe 9222 0.0.0.0",
    "peer 4711 browser.exe 50123 8.8.8.8",
    "peer 4711 browser.exe 50124 198.51.100.4",
    "peer 4711 browser.exe 50127 2606:4700::1",
    "socket 4711 browser.exe 5353 null",
    "neighbour 5000 helper.exe 50125 8.8.8.4",
    "neighbour 0 null 50126 8.8.8.8",
  ]);
  const [process, listener] = rows;
  assert(process !== undefined && listener !== undefined);
  const { relation: _relation, ...facts } = process;
  assertEquals(facts.target, "4711");
  assertEquals(facts.path, BROWSER_PATH);
  assertEquals([facts.parentPid, facts.parent], [900, "explorer.exe"]);
  assertEquals([facts.fileBytes, facts.fileModifiedAt], [3_100_000, "2025-12-24T18:00:00.000Z"]);
  assertEquals([facts.sha256, facts.company], ["ab".repeat(32), "Example Ltd"]);
  assertEquals([facts.user, facts.startedAt], ["PC\\anna", "2026-01-01T09:00:00.000Z"]);
  assertEquals([facts.observedAt, facts.note], ["2026-01-04T10:00:00.000Z", null]);
  // Every row binds to Get-Process and Get-FileHash by itself.
  assertEquals([listener.pid, listener.path, listener.sha256], [4711, BROWSER_PATH, facts.sha256]);
});

Deno.test("every row has every field, in order", async () => {
  const { rows } = await inspected(["4711", ":135", "203.0.113.9"]);
  const names = INSPECTION_FIELDS.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  for (const row of rows) assertEquals(Object.keys(row).sort(), [...names].sort());
  assertEquals(CONNECTION_FIELDS.filter(({ name }) => !names.includes(name)), []);
});

Deno.test("a port means the processes that have it, at either end, with all their sockets", async () => {
  const local = await inspected([":135"]);
  assertEquals(local.rows.map(short), [
    "process 912 svchost.exe null null",
    "listener 912 svchost.exe 135 0.0.0.0",
  ]);
  const remote = await inspected([":53"]);
  assertEquals(remote.rows.map(short).slice(0, 2), [
    "process 5000 helper.exe null null",
    "peer 5000 helper.exe 50125 8.8.8.4",
  ]);
  const both = (await inspected([":https"])).rows.map(short);
  assert(both.includes("listener 4711 browser.exe 9222 0.0.0.0"));
  // Nobody owns it any more, but it has the port.
  assert(both.includes("peer 0 null 50126 8.8.8.8"));
});

Deno.test("an address: its connections with their processes, then its neighbours", async () => {
  const { rows } = await inspected(["8.8.8.8"]);
  assertEquals(rows.map(short), [
    "address null null null 8.8.8.8",
    "process 4711 browser.exe null null",
    "peer 4711 browser.exe 50123 8.8.8.8",
    "peer 0 null 50126 8.8.8.8",
    "neighbour 5000 helper.exe 50125 8.8.8.4",
  ]);
  assertEquals(rows[0]?.remoteScope, "public");
  assertEquals(rows[4]?.note, "in 8.8.8.0/24, as 8.8.8.8 is");
});

Deno.test("an address that nobody is connected to is answered all the same", async () => {
  const { rows, missing } = await inspected(["203.0.113.9"]);
  assertEquals(rows.map(short), ["address null null null 203.0.113.9"]);
  assertEquals([rows[0]?.remoteScope, missing.length], ["documentation", 0]);
});

Deno.test("programs by pattern, each with its own rows", async () => {
  const { rows } = await inspected(["*.exe", "helper"]);
  const processes = rows.filter(({ relation }) => relation === "process");
  assertEquals(processes.map(({ target, pid }) => `${target} ${pid}`), [
    "*.exe 700",
    "*.exe 900",
    "*.exe 912",
    "*.exe 4711",
    "*.exe 5000",
    "helper 5000",
  ]);
});

Deno.test("names and owners are asked for own rows and neighbours, and decide who is one", async () => {
  const asked: string[][] = [];
  const { rows } = await inspected(["198.51.100.4", "5000"], {
    lookUp: (rows) => {
      asked.push(rows.flatMap(({ remoteAddress }) => remoteAddress as string ?? []));
      return Promise.resolve(rows.map((row) => ({
        ...row,
        remoteHost: "dns.example",
        remoteNetwork: row.remoteAddress === "8.8.8.4" ? "8.8.8.4/32" : null,
      })));
    },
  });
  assertEquals(asked, [["198.51.100.4", "198.51.100.4"], [], ["8.8.8.4"], []]);
  // 8.8.8.8 is in the same /24, but not in the network that is known now.
  assertEquals(rows.filter(({ relation }) => relation === "neighbour"), []);
  assertEquals(rows[0]?.remoteHost, "dns.example");
});

Deno.test("each file is looked at once, each process described once", async () => {
  const setup = await windows();
  await inspected(["4711", "browser", "8.8.8.8", "5000"], { setup });
  assertEquals(setup.calls.filter((call) => call.startsWith("fileFacts")), [
    `fileFacts ${BROWSER_PATH}`,
    "fileFacts C:\\Temp\\helper.exe",
  ]);
});

Deno.test("a parent that started after its child is none", async () => {
  const [helper] = (await inspected(["5000"])).rows;
  assertEquals([helper?.parentPid, helper?.parent], [null, null]);
  assertEquals(
    helper?.note,
    "its parent has ended: its process ID 900 was used again; " +
      "its file could not be looked at: administrator's rights may be needed",
  );
  // One that is not in the list has ended; its ID is still told.
  const [explorer] = (await inspected(["900"])).rows;
  assertEquals([explorer?.parentPid, explorer?.parent], [650, null]);
});

Deno.test("why a path is missing, and who PID 0 and 4 are", async () => {
  const note = async (target: string) => (await inspected([target])).rows[0]?.note ?? "";
  assertEquals(
    await note("912"),
    "path and start time could not be seen: needs administrator's rights",
  );
  assert((await note("4")).startsWith("the Windows kernel, which has no file of its own"));
  assertEquals(
    await note("0"),
    "no program: closed connections that nobody owns any more stand under it",
  );
  const { host, snapshot } = await windows();
  const elevated = { ...host, elevated: () => true };
  const { rows } = await inspectTargets(elevated, [readTarget("912")], { snapshot });
  assertEquals(
    rows[0]?.note,
    "path and start time are hidden even from administrators: a protected process",
  );
  // Windows tells the start time of some whose path it hides.
  const listed = { ...snapshot.processes!.get(912)!, startedAt: "2026-01-01T09:00:00.000Z" };
  const processes = new Map(snapshot.processes).set(912, listed);
  const known = { snapshot: { ...snapshot, processes } };
  const [asUser] = (await inspectTargets(host, [readTarget("912")], known)).rows;
  const [asAdmin] = (await inspectTargets(elevated, [readTarget("912")], known)).rows;
  assertEquals(asUser?.note, "path could not be seen: needs administrator's rights");
  assertEquals(asAdmin?.note, "path is hidden even from administrators: a protected process");
});

Deno.test("what is not there is told, with what may have been meant", async () => {
  const { rows, missing } = await inspected([
    "77",
    "pid:443",
    "brwoser",
    ":4444",
    "10.9.0.0/16",
    "mail.example.org",
  ]);
  assertEquals(rows, []);
  assertEquals(missing, [
    {
      message: "Cannot find 77: no process has this ID, and nothing here uses this port",
      hint: "It may have ended: netwho tasklist lists the running processes",
    },
    {
      message: "Cannot find the process 443: there is none with this ID",
      hint: "It may have ended: netwho tasklist lists the running processes",
    },
    { message: "Cannot find a process named brwoser: did you mean browser?", hint: null },
    {
      message: "Cannot find a socket on port 4444: nothing here has it at either end",
      hint: null,
    },
    {
      message:
        "Cannot find a socket in 10.9.0.0/16: nothing here has an address of it at either end",
      hint: null,
    },
    {
      message: "Cannot find a process named mail.example.org: there is none",
      hint: "Inspect a computer by its address; netwho nslookup finds the addresses of a name",
    },
  ]);
});

Deno.test("of saved output no file and no parent is looked at", async () => {
  const calls: string[] = [];
  const refuse = (what: string) => () => {
    calls.push(what);
    throw new Error(`${what} was called`);
  };
  const host = fakeHost({
    ...fileHost({
      "n.txt": "  TCP    192.0.2.7:50123        8.8.8.8:443            ESTABLISHED     4711\r\n" +
        "  TCP    192.0.2.7:50124        8.8.8.9:443            ESTABLISHED     4712\r\n",
      "t.json": JSON.stringify([{ pid: 4711, process: "sh", path: "/bin/sh", cpuSeconds: 1 }]),
    }),
    fileFacts: refuse("fileFacts"),
    listedProcesses: refuse("listedProcesses"),
    readFile: refuse("readFile"),
    readLink: refuse("readLink"),
  });
  const snapshot = await wholeSnapshot(host, { from: ["n.txt", "t.json"] });
  const { rows } = await inspectTargets(host, ["4711", "4712"].map(readTarget), { snapshot });
  assertEquals(rows.map(short), [
    "process 4711 sh null null",
    "peer 4711 sh 50123 8.8.8.8",
    "neighbour 4712 null 50124 8.8.8.9",
    "process 4712 null null null",
    "peer 4712 null 50124 8.8.8.9",
    "neighbour 4711 sh 50123 8.8.8.8",
  ]);
  assertEquals([rows[0]?.path, rows[0]?.sha256, rows[0]?.note], ["/bin/sh", null, null]);
  assertEquals(rows[3]?.note, "process 4712 is not in the process list: it may have ended");
  assertEquals(calls, []);
});

Deno.test("saved sockets alone can be inspected by PID, not by program", async () => {
  const host = fakeHost(fileHost({
    "n.txt": "  TCP    0.0.0.0:80             0.0.0.0:0              LISTENING       4711\r\n",
  }));
  const snapshot = await wholeSnapshot(host, { from: ["n.txt"] });
  const { rows, missing } = await inspectTargets(host, ["4711", "nginx"].map(readTarget), {
    snapshot,
  });
  assertEquals(rows.map(short), ["process 4711 null null null", "listener 4711 null 80 0.0.0.0"]);
  assertEquals(rows[0]?.note, "nothing is known of it: there is no process list");
  assertEquals(missing[0]?.hint, "Add the output of tasklist with another --from");
});

Deno.test("saved rows of netwho tell the file and the user of a program without a list", async () => {
  const row = connection({ pid: 4711, process: "sh", protocol: "TCP", state: "LISTENING" });
  const rows = [row, { ...row, path: "/bin/sh", user: "anna", services: ["s"], localPort: 2 }];
  const host = fakeHost(fileHost({ "c.json": JSON.stringify(rows) }));
  const snapshot = await wholeSnapshot(host, { from: ["c.json"] });
  const { rows: [found] } = await inspectTargets(host, [readTarget("sh")], { snapshot });
  const { path, user, services, sha256, note } = found!;
  assertEquals([path, user, services, sha256], ["/bin/sh", "anna", ["s"], null]);
  assertEquals(note, "no more is known of it: there is no process list");
});

Deno.test("more sockets than a call has room for arguments", async () => {
  const { host, snapshot } = await windows();
  const peer = snapshot.connections.find(({ pid }) => pid === 4711)!;
  const connections = Array.from({ length: 200_000 }, () => ({ ...peer }));
  const { rows } = await inspectTargets(host, [readTarget("4711")], {
    snapshot: { ...snapshot, connections },
  });
  assertEquals(rows.length, 200_001);
  const lookups = { resolve: false, owner: false };
  const text = reportText(rows, { columns: 80, color: false, lookups });
  assert(text.split("\n").length > 200_000);
});
