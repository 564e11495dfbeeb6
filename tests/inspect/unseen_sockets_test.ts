// What inspect says of processes whose sockets could not be seen.
import { assert, assertEquals } from "@std/assert";
import { inspectTargets } from "../../lib/inspect/inspect_targets.ts";
import { reportText } from "../../lib/inspect/inspection_report.ts";
import { readTarget } from "../../lib/inspect/target.ts";
import type { Host } from "../../lib/host/host.ts";
import { fileHost, type Files } from "../support/run_main.ts";
import { fakeHost } from "../support/fake_host.ts";
import { fakeProc, type FakeProcess } from "../support/fake_proc.ts";
import { wholeSnapshot } from "../support/whole_snapshot.ts";

const NOWHERE = "No connections, and it listens nowhere";

const files = (comm: string, parent = 1, ticks = 5) => ({
  stat: `1 (${comm}) S ${parent} 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ${ticks} 0 0\n`,
  status: "Uid:\t0\t0\t0\t0\nVmRSS:\t100 kB\n",
});
const own = { "ns/net": "net:[1]" };

/** A machine whose sockets process 20001 and its worker 20 share; 30 has none. */
function machine(processes: Readonly<Record<number, FakeProcess>>, overrides: Partial<Host> = {}) {
  const { host } = fakeProc({
    files: {
      "/proc/net/tcp": "0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 " +
        "00000000 0 0 777 1\n",
      "/proc/net/udp": "",
      "/proc/stat": "btime 1767225600\n",
      "/proc/self/ns/net": "net:[1]",
    },
    processes: { 1: { files: files("init"), exe: "/sbin/init" }, ...processes },
  });
  return { ...host, elevated: () => false, ...overrides };
}

async function inspected(host: Host, target: string, from: readonly string[] = []) {
  const snapshot = await wholeSnapshot(host, { from });
  const found = await inspectTargets(host, [readTarget(target)], { snapshot });
  const lookups = { resolve: false, owner: false };
  const text = reportText(found.rows, { columns: 200, color: false, lookups });
  return { ...found, note: found.rows[0]?.note, text };
}

Deno.test("a process that may not be looked into is not said to listen nowhere", async () => {
  const host = machine({
    30: { files: files("web"), descriptors: { refuse: "permissionDenied" } },
  });
  const { note, text, unseen } = await inspected(host, "30");
  assertEquals(
    note,
    "path could not be seen: needs root; its sockets could not be seen: needs root",
  );
  assertEquals(unseen, ["process 30 web: its sockets could not be seen: needs root"]);
  assert(!text.includes(NOWHERE), text);
});

Deno.test("a process of another network namespace has sockets elsewhere", async () => {
  const host = machine({
    30: { files: { ...files("web"), "ns/net": "net:[2]" }, exe: "/bin/web" },
    31: { files: { ...files("db"), ...own }, exe: "/bin/db" },
    32: { files: files("old"), exe: "/bin/old" }, // a recording that does not tell
  });
  const note = "it is in another network namespace: its sockets cannot be seen from here";
  const elsewhere = await inspected(host, "30");
  assertEquals(elsewhere.note?.includes(note), true);
  assertEquals(elsewhere.unseen, [`process 30 web: ${note}`]);
  assert(!elsewhere.text.includes(NOWHERE), elsewhere.text);
  for (const pid of ["31", "32"]) {
    const here = await inspected(host, pid);
    assertEquals([here.unseen, here.text.includes(NOWHERE)], [[], true]);
  }
});

Deno.test("a process shows the sockets that it shares, and whose they are", async () => {
  const host = machine({
    20: { files: files("worker", 20001, 90), descriptors: ["socket:[777]"] },
    21: { files: files("worker", 20001, 90), descriptors: ["socket:[777]"] },
    20001: { files: files("master", 1, 80), descriptors: ["socket:[777]"] },
  });
  const worker = await inspected(host, "20");
  assertEquals(
    worker.rows.map(({ relation, pid, localPort, note }) => [relation, pid, localPort, note]).slice(
      1,
    ),
    [
      [
        "listener",
        20,
        80,
        "shared: its owner is 20001 master, and it is also held by 21 worker",
      ],
    ],
  );
  assert(!worker.text.includes(NOWHERE), worker.text);
  const master = await inspected(host, "20001");
  assertEquals(master.rows[1]?.note, "also held by 20 worker, 21 worker");
  const both = await inspected(host, "worker");
  assertEquals(both.rows.map(({ relation, pid }) => `${relation} ${pid}`), [
    "process 20",
    "listener 20",
    "process 21",
    "listener 21",
  ]);
});

Deno.test("processes alike are told of in one line", async () => {
  const refused = { files: files("web"), descriptors: { refuse: "permissionDenied" } } as const;
  const { unseen } = await inspected(machine({ 30: refused, 31: refused }), "web");
  assertEquals(unseen, [
    "2 processes (30 web, 31 web): their sockets could not be seen: needs root",
  ]);
});

Deno.test("a note on the file stands with the process, not again with each socket", async () => {
  const host = machine({
    40: { files: files("old"), exe: "/tmp/old (deleted)", descriptors: ["socket:[777]"] },
  });
  const { rows } = await inspected(host, "40");
  assertEquals(rows.map(({ note }) => note?.includes("its file is gone") ?? false), [true, false]);
});

Deno.test("where /proc hides processes, none is said not to be there", async () => {
  const { host } = fakeProc({
    files: { "/proc/net/tcp": "", "/proc/net/udp": "" },
    processes: { 50: { files: files("own") } },
  });
  for (const target of ["1", "sshd"]) {
    const { missing: [missing] } = await inspected(host, target);
    assert(missing?.message.endsWith(": /proc hides other users' processes (hidepid)"));
    assertEquals(missing?.hint, "Run it as root");
  }
});

const NO_PIDS = "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING\r\n";
const TASKLIST = '"svchost.exe","912","Services","0","10 K"\r\n';

async function saved(files: Files, target: string) {
  const from = Object.keys(files);
  return await inspected(fakeHost({ os: "windows", ...fileHost(files) }), target, from);
}

Deno.test("in saved output without process IDs nobody is said to listen nowhere", async () => {
  const { note, text, unseen } = await saved({ net: NO_PIDS, list: TASKLIST }, "912");
  const why = "its sockets could not be seen: netstat printed no process IDs";
  assertEquals([note, unseen], [why, [`process 912 svchost.exe: ${why}`]]);
  assert(!text.includes(NOWHERE), text);
});

Deno.test("in saved output with process IDs a process can have no sockets", async () => {
  const printed = NO_PIDS.replace("\r\n", "       4\r\n");
  const { note, text, unseen } = await saved({ net: printed, list: TASKLIST }, "912");
  assertEquals([note, unseen], [null, []]);
  assert(text.includes(NOWHERE), text);
});

Deno.test("without a process list a process is not said not to be there", async () => {
  const { missing } = await saved({ net: NO_PIDS }, "912");
  assertEquals(missing, [{
    message:
      "Cannot find 912: nothing here uses this port or is known to be this process's, and there is " +
      "no process list",
    hint: "Add the output of tasklist with another --from",
  }]);
});

Deno.test("an address with a zone is found where the zone is not known", async () => {
  const net = "  TCP    [fe80::1]:80    [::]:0    LISTENING    4\r\n" +
    "  TCP    [fe80::1%9]:81    [::]:0    LISTENING    4\r\n";
  const { rows } = await saved({ net }, "fe80::1%3");
  assertEquals(rows.flatMap(({ localPort }) => localPort ?? []), [80]);
});
