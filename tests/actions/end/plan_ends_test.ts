import { assertEquals, assertMatch } from "@std/assert";
import { type EndPlan, planEnds } from "../../../lib/actions/end/plan_ends.ts";
import { readEndTargets } from "../../../lib/actions/end/end_target.ts";
import type { WholeSnapshot } from "../../../lib/capture/snapshot.ts";
import type { Host } from "../../../lib/host/host.ts";
import {
  type MachineProcess,
  machineSnapshot,
  OWN,
  STARTED,
  windowsMachine,
} from "../../support/end_machine.ts";
import { connection, listener, outbound } from "../../support/recorded_history.ts";

const GAME = { pid: 100, process: "game.exe" };

function plan(
  snapshot: WholeSnapshot,
  targets: readonly string[],
  { tree = false, host = windowsMachine() }: { tree?: boolean; host?: Host } = {},
): EndPlan[] {
  return planEnds(host, snapshot, { targets: readEndTargets(targets), tree });
}

/** Each plan as `RESULT PID`, or as `RESULT TARGET` where there is no process. */
function results(plans: readonly EndPlan[]): string[] {
  return plans.map(({ row }) => `${row.result} ${row.pid ?? row.target}`);
}

/** Why the only process of the machine beside netwho is not ended. */
function reasonFor(process: MachineProcess, host?: Host): string | null {
  const [only, ...others] = plan(machineSnapshot([...OWN, process]), [`pid:${process.pid}`], {
    host,
  });
  assertEquals([others.length, only!.row.result, only!.identity], [0, "refused", null]);
  return only!.row.reason;
}

Deno.test("a plan has all that people want to know of a process, and what tells it from others", () => {
  const snapshot = machineSnapshot([
    ...OWN,
    { pid: 50, process: "explorer.exe" },
    { ...GAME, parentPid: 50, user: "PC-7\\anna", path: "C:\\Games\\game.exe" },
    { pid: 101, parentPid: 100 },
    { pid: 102, parentPid: 100 },
  ], {
    connections: [
      listener("game.exe", 27015, { pid: 100 }),
      outbound("game.exe", "203.0.113.9", { pid: 100 }),
      outbound("other.exe", "203.0.113.9", { pid: 101 }),
    ],
  });
  assertEquals(plan(snapshot, ["game"]), [{
    row: {
      target: "game",
      result: "planned",
      reason: null,
      method: null,
      pid: 100,
      process: "game.exe",
      path: "C:\\Games\\game.exe",
      user: "PC-7\\anna",
      startedAt: STARTED,
      parentPid: 50,
      children: 2,
      services: null,
      connections: 2,
    },
    identity: { pid: 100, startedAt: STARTED, path: "C:\\Games\\game.exe" },
    parent: "explorer.exe",
  }]);
});

Deno.test("names match with and without .exe, in any case and by pattern; an ID names one process", () => {
  const snapshot = machineSnapshot([...OWN, GAME, { pid: 104, process: "Game.EXE" }, {
    pid: 108,
    process: "gamer.exe",
  }]);
  assertEquals(results(plan(snapshot, ["game"])), ["planned 100", "planned 104"]);
  assertEquals(results(plan(snapshot, ["GAME.exe"])), ["planned 100", "planned 104"]);
  assertEquals(results(plan(snapshot, ["game*"])), ["planned 100", "planned 104", "planned 108"]);
  assertEquals(results(plan(snapshot, ["108", "pid:104"])), ["planned 108", "planned 104"]);
});

Deno.test("the host of a console that netwho may run in is refused, that of another window is not", () => {
  const snapshot = machineSnapshot([
    ...OWN,
    { pid: 50, process: "explorer.exe" },
    { pid: 60, process: "cmd.exe", parentPid: 50 },
    { pid: 810, process: "conhost.exe", parentPid: 800 },
    { pid: 61, process: "conhost.exe", parentPid: 60 },
    { pid: 910, process: "OpenConsole.exe", parentPid: 900 },
    { pid: 62, process: "conhost.exe" },
    { pid: 820, process: "tool.exe", parentPid: 800 },
  ]);
  assertEquals(results(plan(snapshot, ["conhost", "OpenConsole", "tool"])), [
    "planned 61",
    "planned 62",
    "refused 810",
    "refused 910",
    "planned 820",
  ]);
  assertMatch(reasonFor({ pid: 810, process: "conhost.exe", parentPid: 800 })!, /own window/);
});

Deno.test("a process that several targets name stands once, for the first of them", () => {
  const snapshot = machineSnapshot([...OWN, GAME], {
    connections: [listener("game.exe", 27015, { pid: 100 })],
  });
  const plans = plan(snapshot, [":27015", "game", "100", "100"]);
  assertEquals(plans.map(({ row }) => `${row.target} ${row.pid}`), [":27015 100"]);
});

Deno.test("a port means who has it here, not who talks to that port of others", () => {
  const snapshot = machineSnapshot([
    ...OWN,
    GAME,
    { pid: 104, process: "browser.exe" },
    { pid: 108, process: "worker.exe" },
    { pid: 112, process: "resolver.exe" },
  ], {
    connections: [
      listener("game.exe", 443, { pid: 100 }),
      connection({ pid: 108, localPort: 443, remotePort: 50123, state: "ESTABLISHED" }),
      outbound("browser.exe", "203.0.113.9", { pid: 104 }),
      connection({ protocol: "UDP", pid: 112, localPort: 443 }),
      connection({ pid: 0, localPort: 443, remotePort: 50124, state: "TIME_WAIT" }),
    ],
  });
  assertEquals(results(plan(snapshot, [":443"])), ["planned 100", "planned 108", "planned 112"]);
  assertEquals(results(plan(snapshot, [":440-450"])), [
    "planned 100",
    "planned 108",
    "planned 112",
  ]);
  assertEquals(results(plan(snapshot, [":50001"])), ["planned 104"]);
});

Deno.test("several processes that hold one socket all have its port", () => {
  const row = listener("game.exe", 8080, { pid: 100 });
  const snapshot = machineSnapshot([...OWN, GAME, { pid: 104 }], { connections: [row] });
  snapshot.owners!.share(row, [{ pid: 100, process: "game.exe" }, { pid: 104, process: null }]);
  const plans = plan(snapshot, [":8080"]);
  assertEquals(results(plans), ["planned 100", "planned 104"]);
  assertEquals(plans.map(({ row }) => row.connections), [1, 1]);
});

Deno.test("with --tree all descendants are planned, parents first; a reused parent ID makes no child", () => {
  const snapshot = machineSnapshot([
    ...OWN,
    { pid: 40, process: "leaf.exe", parentPid: 60 },
    { ...GAME, startedAt: "2026-01-01T00:00:05.000Z" },
    { pid: 60, parentPid: 100, startedAt: "2026-01-01T00:00:06.000Z" },
    // It started before the process that has its parent's ID by now.
    { pid: 104, parentPid: 100, startedAt: "2026-01-01T00:00:04.000Z" },
  ].map((process) =>
    process.pid === 40 ? { ...process, startedAt: "2026-01-01T00:00:07.000Z" } : process
  ));
  assertEquals(results(plan(snapshot, ["game"])), ["planned 100"]);
  assertEquals(results(plan(snapshot, ["game"], { tree: true })), [
    "planned 100",
    "planned 60",
    "planned 40",
  ]);
  // However the targets are ordered, a parent is asked before what it started.
  assertEquals(results(plan(snapshot, ["leaf", "60", "nothing", "game"])), [
    "planned 100",
    "planned 60",
    "planned 40",
    "gone nothing",
  ]);
});

Deno.test("of a process that is refused, nothing is ended with --tree; nor below one that is found on the way", () => {
  const snapshot = machineSnapshot([
    ...OWN,
    { pid: 804, parentPid: 800 },
    GAME,
    { pid: 104, process: "lsass.exe", path: null, parentPid: 100 },
    { pid: 108, parentPid: 104 },
    { pid: 112, parentPid: 100 },
  ]);
  assertEquals(results(plan(snapshot, ["pwsh"], { tree: true })), ["refused 800"]);
  assertEquals(results(plan(snapshot, ["game"], { tree: true })), [
    "planned 100",
    "refused 104",
    "planned 112",
  ]);
});

Deno.test("processes 0 and 4 of Windows are refused, each with what it is", () => {
  assertMatch(reasonFor({ pid: 0, process: "System Idle Process" })!, /^it is no program: /);
  assertMatch(reasonFor({ pid: 4, process: "System" })!, /kernel.*netwho inspect :80/);
  // Even where a listing calls it otherwise.
  assertMatch(reasonFor({ pid: 4, process: "game.exe", path: "C:\\Temp\\game.exe" })!, /kernel/);
  assertEquals(results(plan(machineSnapshot(OWN), ["0"])), ["refused 0"]);
});

Deno.test("netwho ends neither itself nor what it was started from, by ID, name or port", () => {
  const snapshot = machineSnapshot([
    { pid: 700, process: "terminal.exe" },
    { pid: 800, process: "pwsh.exe", parentPid: 700 },
    { pid: 900, process: "netwho.exe", parentPid: 800 },
    { pid: 904, process: "netwho.exe" },
    { pid: 804, process: "pwsh.exe" },
  ], { connections: [listener("terminal.exe", 8080, { pid: 700 })] });
  assertEquals(results(plan(snapshot, ["netwho", "pwsh", ":8080"])), [
    "refused 900",
    "planned 904",
    "refused 800",
    "planned 804",
    "refused 700",
  ]);
  const [self, , shell] = plan(snapshot, ["netwho", "pwsh"]);
  assertEquals(self!.row.reason, "it is netwho itself");
  assertMatch(shell!.row.reason!, /^netwho was started from it: .*taskkill \/pid 800$/);
});

Deno.test("programs whose end stops Windows are refused; one that has only their name is not", () => {
  const system = "C:\\Windows\\System32\\csrss.exe";
  assertMatch(
    reasonFor({ pid: 600, process: "csrss.exe", path: system })!,
    /Windows stops.*shutdown/,
  );
  const unseen = { pid: 600, process: "csrss.exe", path: null };
  assertMatch(reasonFor(unseen)!, /could not be seen: run netwho as administrator$/);
  assertMatch(
    reasonFor(unseen, windowsMachine({ elevated: () => true }))!,
    /could not be seen, which is usual for that one$/,
  );
  const moved = windowsMachine({ env: (name) => name === "SystemRoot" ? "D:\\Win" : undefined });
  const there = { ...unseen, path: "D:\\Win\\System32\\csrss.exe" };
  assertMatch(reasonFor(there, moved)!, /Windows stops/);
  const fake = { ...unseen, path: "C:\\Users\\anna\\AppData\\Local\\Temp\\csrss.exe" };
  assertEquals(results(plan(machineSnapshot([...OWN, fake]), ["csrss"])), ["planned 600"]);
});

Deno.test("services are named: refused where Windows needs them, otherwise what ends and how to stop one", () => {
  const host = { pid: 700, process: "svchost.exe", path: "C:\\Windows\\System32\\svchost.exe" };
  assertMatch(reasonFor({ ...host, services: ["DcomLaunch", "Power"] })!, /DcomLaunch and Power/);
  const reason = (services: string[] | null) =>
    plan(machineSnapshot([...OWN, { ...host, services }]), ["700"])[0]!.row.reason;
  assertEquals(
    reason(["W32Time", "Dnscache"]),
    "2 services end with it; net stop W32Time stops one alone",
  );
  assertEquals(
    reason(["Spooler"]),
    "its service ends with it; net stop Spooler stops it in good order",
  );
  assertEquals([reason(null), reason([])], [null, null]);
});

Deno.test("a process whose start time is unknown could be another by then, and is refused", () => {
  const hidden = { ...GAME, startedAt: null };
  assertMatch(reasonFor(hidden)!, /start time.*run netwho as administrator$/);
  assertMatch(reasonFor(hidden, windowsMachine({ elevated: () => true }))!, /protected processes/);
});

Deno.test("a process that has a socket and is not in the list is refused, not guessed at", () => {
  const snapshot = machineSnapshot(OWN, {
    connections: [listener("new.exe", 8080, { pid: 1200 })],
  });
  const [only] = plan(snapshot, [":8080"]);
  assertEquals([only!.row.result, only!.row.process], ["refused", "new.exe"]);
});

Deno.test("what no process matches is gone, with what may have been meant", () => {
  const snapshot = machineSnapshot([...OWN, GAME], {
    connections: [
      listener("game.exe", 8080, { pid: 100 }),
      connection({ pid: 0, localPort: 9090, state: "TIME_WAIT" }),
    ],
  });
  const reason = (target: string) => {
    const [only] = plan(snapshot, [target]);
    assertEquals(only!.row.result, "gone", target);
    return only!.row.reason;
  };
  assertEquals(reason("1234"), "no process has the ID 1234");
  assertEquals(reason("8080"), "no process has the ID 8080: for the port write :8080");
  assertEquals(reason("gaem"), "no program is named gaem: did you mean game?");
  assertEquals(
    reason("localhost:8080"),
    "no program is named localhost:8080: for the port write :8080",
  );
  assertEquals(reason("https"), "no program is named https: for the port write :https");
  assertEquals(
    reason("C:\\Games\\game.exe"),
    "no program is named C:\\Games\\game.exe: write its name without the folder, game.exe",
  );
  assertEquals(reason(":1"), "no process has this port at its own end");
  assertMatch(reason(":9090")!, /^only closed connections have this port/);
});

Deno.test("what could not be seen is refused, and never gone", () => {
  const cases: readonly (readonly [WholeSnapshot, string])[] = [
    [machineSnapshot(null), "game"],
    [machineSnapshot([]), "1234"],
    [machineSnapshot(OWN, { unseen: { hiddenBy: "hidepid" } }), "game"],
    [machineSnapshot(OWN, { unseen: { hiddenBy: "hidepid" } }), "1234"],
    [
      machineSnapshot(OWN, {
        unseen: { hiddenBy: "root" },
        connections: [listener("", 80, { pid: null, process: null })],
      }),
      ":80",
    ],
  ];
  for (const [snapshot, target] of cases) {
    assertEquals(results(plan(snapshot, [target])).map((text) => text.split(" ")[0]), ["refused"]);
  }
});

Deno.test("a process that started at another time than was said is left alone", () => {
  const snapshot = machineSnapshot([...OWN, GAME]);
  assertEquals(results(plan(snapshot, [`100@${STARTED}`])), ["planned 100"]);
  const late = new Date(Date.parse(STARTED) + 1).toISOString();
  const [only, ...others] = plan(snapshot, [`100@${late}`], { tree: true });
  assertEquals([others.length, only!.identity, only!.row.result], [0, null, "gone"]);
  assertMatch(only!.row.reason!, /^it has ended: game\.exe has the ID 100, started at /);
  // It does not stand in the way of the same process in other words.
  assertEquals(results(plan(snapshot, [`100@${late}`, "game"])), ["gone 100", "planned 100"]);
});
