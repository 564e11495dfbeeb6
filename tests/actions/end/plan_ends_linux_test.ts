import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { planEnds } from "../../../lib/actions/end/plan_ends.ts";
import { readEndTargets } from "../../../lib/actions/end/end_target.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { type MachineProcess, machineSnapshot } from "../../support/end_machine.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { listener } from "../../support/recorded_history.ts";

const OWN_PID = 900;

/** Linux, with netwho as process 900; `namespaces` are the lines NSpid of processes. */
function linuxMachine(namespaces: Readonly<Record<number, string>> = {}): Host {
  return fakeHost({
    os: "linux",
    ownPid: () => OWN_PID,
    readFile(path) {
      const pid = Number(/^\/proc\/(\d+)\/status$/.exec(path)?.[1]);
      const ids = namespaces[pid];
      if (ids === undefined) throw new HostError("notFound", "no such file");
      return new TextEncoder().encode(`Name:\tx\nNSpid:\t${ids}\nVmRSS:\t4 kB\n`);
    },
  });
}

function rows(
  processes: readonly MachineProcess[],
  targets: readonly string[],
  { tree = false, host = linuxMachine() }: { tree?: boolean; host?: Host } = {},
) {
  const snapshot = machineSnapshot([
    { pid: 1, process: "systemd" },
    { pid: OWN_PID, process: "netwho", parentPid: 1 },
    ...processes,
  ]);
  return planEnds(host, snapshot, { targets: readEndTargets(targets), tree }).map(({ row }) => row);
}

Deno.test("the first process and the kernel's threads are refused, and process 4 is like any other", () => {
  const kernel = { path: null, memoryBytes: 0 };
  const processes = [
    { pid: 2, process: "kthreadd", ...kernel },
    { pid: 30, process: "kworker/0:1", parentPid: 2, ...kernel },
    { pid: 4, process: "sshd", path: "/usr/sbin/sshd" },
    { pid: 50, process: "kworker", path: "/tmp/kworker" },
  ];
  const found = rows(processes, ["1", "kthreadd", "30", "4", "50"]);
  assertEquals(found.map(({ result }) => result), [
    "refused",
    "refused",
    "refused",
    "planned",
    "planned",
  ]);
  assertMatch(found[0]!.reason!, /first process/);
  assertMatch(found[2]!.reason!, /Linux kernel/);
});

Deno.test("the ID of a thread is refused, as the thread runs, and its process is named", () => {
  const host = fakeHost({
    os: "linux",
    ownPid: () => OWN_PID,
    readFile(path) {
      if (path !== "/proc/31/status") throw new HostError("notFound", "no such file");
      return new TextEncoder().encode("Name:\tworker\nTgid:\t30\nPid:\t31\n");
    },
  });
  const [thread, none] = rows([{ pid: 30, process: "server" }], ["31", "32"], { host });
  assertEquals([thread!.result, none!.result], ["refused", "gone"]);
  assertEquals(thread!.reason, "it is a thread of server (30): to end all of that netwho kill 30");
});

Deno.test("a zombie is gone already", () => {
  const [zombie] = rows([{ pid: 30, status: "Zombie", path: null, memoryBytes: 0, parentPid: 1 }], [
    "30",
  ]);
  assertEquals(zombie!.result, "gone");
  assertMatch(zombie!.reason!, /its parent \(1\).*zombie/);
});

Deno.test("a program whose first thread has ended is none while others go on", () => {
  const threads = (count: number) =>
    fakeHost({
      os: "linux",
      ownPid: () => OWN_PID,
      readFile: () => new TextEncoder().encode(`State:\tZ (zombie)\nThreads:\t${count}\n`),
    });
  const process = { pid: 30, status: "Zombie", path: null, memoryBytes: 0, parentPid: 1 };
  const results = [1, 2].map((count) =>
    rows([process], ["30"], { host: threads(count) })[0]!.result
  );
  assertEquals(results, ["gone", "planned"]);
});

Deno.test("the first process of a container is ended only with all that runs in there", () => {
  const container = [
    { pid: 30, process: "app", parentPid: 1 },
    { pid: 31, process: "app", parentPid: 30 },
    { pid: 32, process: "helper", parentPid: 31 },
  ];
  const host = linuxMachine({ 30: "30\t1", 31: "31\t7", 32: "32\t8" });
  const results = (targets: readonly string[], tree = false) =>
    rows(container, targets, { host, tree }).map(({ pid, result }) => `${pid} ${result}`);
  assertEquals(results(["30"]), ["30 refused"]);
  assertEquals(results(["app"]), ["30 refused", "31 planned"]);
  assertEquals(results(["app", "helper"]), ["30 planned", "31 planned", "32 planned"]);
  assertEquals(results(["30"], true), ["30 planned", "31 planned", "32 planned"]);
  const alone = rows(container.slice(0, 1), ["30"], { host });
  assertEquals(alone.map(({ result }) => result), ["planned"]);
  // In a container netwho sees the IDs of the container alone.
  const inside = rows(container, ["30"], { host: linuxMachine({ 30: "30" }) });
  assertEquals(inside.map(({ result }) => result), ["planned"]);
});

Deno.test("a service of systemd is ended, and it is told how to stop it for good", () => {
  const [row] = rows([{ pid: 30, process: "nginx", services: ["nginx.service"] }], ["nginx"]);
  assertEquals(row!.result, "planned");
  assertEquals(
    row!.reason,
    "systemd may start it again: systemctl stop nginx.service ends it for good",
  );
});

const NAMES = ["csrss.exe", "System", "game", "netwho", "kthreadd", "svchost.exe", "sh"];

const anyProcess = fc.record({
  pid: fc.nat(30),
  process: fc.option(fc.constantFrom(...NAMES)),
  parentPid: fc.option(fc.nat(30)),
  path: fc.option(fc.constantFrom("C:\\Windows\\System32\\csrss.exe", "/usr/bin/sh", "C:\\a.exe")),
  memoryBytes: fc.constantFrom(0, 4096, null),
  status: fc.constantFrom(null, "Zombie", "Running"),
  startedAt: fc.option(
    fc.constantFrom("2026-01-01T00:00:00.000Z", "2026-01-01T00:00:01.000Z"),
  ),
});

const anyTarget = fc.oneof(
  fc.nat(31).map(String),
  fc.nat(31).map((port) => `:${port}`),
  fc.constantFrom(...NAMES, "*p*", "s*"),
);

Deno.test("whatever the snapshot: never 0, 1, 4, netwho, its ancestors, or one without a start time; each once", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyProcess, { selector: ({ pid }) => pid, maxLength: 30 }),
      fc.array(anyTarget, { minLength: 1, maxLength: 5 }),
      fc.record({
        tree: fc.boolean(),
        os: fc.constantFrom("linux" as const, "windows" as const),
        own: fc.nat(30),
        ports: fc.array(fc.tuple(fc.nat(31), fc.option(fc.nat(31))), { maxLength: 8 }),
      }),
      (processes, targets, { tree, os, own, ports }) => {
        const connections = ports.map(([port, pid]) => listener("x", port, { pid }));
        const snapshot = machineSnapshot(processes, { connections });
        const host = fakeHost({ os, ownPid: () => own });
        const plans = planEnds(host, snapshot, { targets: readEndTargets(targets), tree });
        const pids = plans.flatMap(({ identity }) => identity?.pid ?? []);
        const parents = new Map(processes.map(({ pid, parentPid }) => [pid, parentPid]));
        const started = new Map(processes.map(({ pid, startedAt }) => [pid, startedAt]));
        const forbidden = new Set([0, own, ...os === "windows" ? [4] : [1]]);
        // An ancestor, as long as none of them started after its child.
        for (let child = own, steps = 0; steps < 31; steps++) {
          const parent = parents.get(child) ?? null;
          if (parent === null || parent === child) break;
          const [at, since] = [started.get(child), started.get(parent)];
          const isKernel = parent === 0 || parent === 4;
          if (!isKernel && at && since && since > at) break;
          forbidden.add(parent);
          child = parent;
        }
        assertEquals(pids.filter((pid) => forbidden.has(pid)), []);
        assertEquals(pids.filter((pid) => !started.get(pid)), []);
        assertEquals(new Set(pids).size, pids.length);
        for (const { row, identity } of plans) {
          assertEquals(identity !== null, row.result === "planned");
          assertEquals(row.result === "planned" || row.reason !== null, true);
        }
        // Every target is answered.
        assertEquals(plans.length > 0, true);
      },
    ),
    { numRuns: 2000 },
  );
});
