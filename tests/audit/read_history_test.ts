/**
 * Tests of what is read from a history for the rules about time, and as a baseline.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { readEarlier } from "../../lib/audit/baseline/read_earlier.ts";
import { readSeenBefore } from "../../lib/audit/read_history.ts";
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { isoTime } from "../../lib/history/looks.ts";
import type { Host } from "../../lib/host/host.ts";
import { type AuditedRow, auditedView } from "../support/audited.ts";
import { fakeHost } from "../support/fake_host.ts";
import {
  type Machine,
  type MachineConnection,
  recordMachine,
  testHistory,
} from "../support/simulated_history.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const NOW = Date.UTC(2026, 10, 25, 12);

/** Looks every two hours for ten days, and every five minutes on the last one. */
const LOOKS = [
  ...Array.from({ length: 9 * 12 }, (_, at) => NOW - 10 * DAY + at * 2 * HOUR),
  ...Array.from({ length: 24 * 12 }, (_, at) => NOW - DAY + at * 5 * MINUTE),
];

const AGENT = { process: "agent.exe", path: "C:\\Agent\\agent.exe", remoteScope: "public" };

/** Connections from the machine's history. */
const CONNECTIONS: MachineConnection[] = [
  // Always there.
  { ...AGENT, from: NOW - 10 * DAY, to: NOW, remoteAddress: "198.51.100.4", localPort: 50_000 },
  // By the clock, all of the last day.
  ...Array.from({ length: 96 }, (_, at) => ({
    ...AGENT,
    process: "caller.exe",
    path: "C:\\Caller\\caller.exe",
    from: NOW - DAY + at * 15 * MINUTE,
    to: NOW - DAY + at * 15 * MINUTE + 30_000,
    remoteAddress: "198.51.100.9",
    localPort: 51_000 + at,
  })),
  // New.
  {
    ...AGENT,
    process: "new.exe",
    path: "C:\\New\\new.exe",
    from: NOW - 2 * HOUR,
    to: NOW,
    remoteAddress: "198.51.100.77",
    localPort: 52_000,
  },
];

async function recorded(machine: Partial<Machine>[] = [{}]) {
  const test = await testHistory();
  for (const one of machine) {
    await recordMachine(test.history, { connections: CONNECTIONS, looks: LOOKS, ...one });
  }
  return test;
}

function ask(path: string, rows: readonly AuditedRow[], computer: string | null = "PC-1") {
  const diagnostics = new Diagnostics();
  const view = auditedView(rows, { observedAt: isoTime(NOW) });
  const host: Host = fakeHost();
  return readSeenBefore(host, { path, view, computer, now: NOW, diagnostics })
    .then((history) => ({ history, view, limits: diagnostics.limits }));
}

const OPEN = {
  ...AGENT,
  localAddress: "192.0.2.10",
  localPort: 50_000,
  pid: 4711,
  remoteAddress: "198.51.100.4",
  remoteScope: "public",
};

Deno.test("the history tells since when programs, peers and connections are known", async () => {
  using test = await recorded();
  const { history, view, limits } = await ask(test.history.path, [OPEN]);
  assertEquals(limits, []);
  assertEquals(history!.since, isoTime(NOW - 10 * DAY));
  assertEquals(
    history!.programs.map(({ process, firstSeen }) => [process, firstSeen]).sort(),
    [
      ["agent.exe", isoTime(NOW - 10 * DAY)],
      ["caller.exe", isoTime(NOW - DAY)],
      ["new.exe", isoTime(NOW - 2 * HOUR)],
    ],
  );
  const { row, program } = view.subjects[0]!;
  assertEquals(history!.earlierPeers.get(program), []);
  assertEquals(history!.firstSeenOf.get(row), isoTime(NOW - 10 * DAY));
  assertEquals(
    history!.newFlows.map(({ process }) => process).filter((name) => name !== null).sort(),
    ["caller.exe", "new.exe"],
  );
  assertEquals(
    history!.beacons.filter(({ rating }) => rating === "high").map((one) => one.process),
    [
      "caller.exe",
    ],
  );
});

Deno.test("a connection of another process with the same ends was not there before", async () => {
  using test = await recorded();
  const { history, view } = await ask(test.history.path, [{ ...OPEN, pid: 1 }]);
  assertEquals(history!.firstSeenOf.get(view.subjects[0]!.row), undefined);
});

Deno.test("the history of another computer is not used, and that is said", async () => {
  using test = await recorded();
  const { history, limits } = await ask(test.history.path, [OPEN], "PC-9");
  assertEquals(history, null);
  assertEquals(limits, ["the history is of PC-1, not of PC-9: it is not used"]);
  const saved = await ask(test.history.path, [OPEN], null);
  assert(saved.history !== null);
});

Deno.test("of several computers the one that is judged counts", async () => {
  using test = await recorded([{ computer: "PC-1", looks: LOOKS.slice(0, 50) }, {
    computer: "PC-2",
    looks: LOOKS.slice(-5),
  }]);
  const { history } = await ask(test.history.path, [OPEN], "PC-2");
  assertEquals(history!.since, isoTime(LOOKS.at(-5)!));
  const unsure = await ask(test.history.path, [OPEN], null);
  assertEquals(unsure.limits, [
    "the history is of PC-1 and PC-2, and nothing tells which of them is judged: it is not used",
  ]);
});

Deno.test("a history that ended days ago says so", async () => {
  using test = await recorded([{ looks: LOOKS.slice(0, 60) }]);
  const { limits } = await ask(test.history.path, [OPEN]);
  assertEquals(limits.length, 1);
  assert(limits[0]!.includes("what came since then looks new"), limits[0]);
});

Deno.test("as a baseline the history stands for what was there a day ago and before", async () => {
  using test = await recorded();
  const diagnostics = new Diagnostics();
  const { view } = await readEarlier(fakeHost(), test.history.path, {
    computer: "PC-1",
    now: NOW,
    diagnostics,
  });
  const programs = new Set(view.subjects.map(({ row }) => row.process).filter((name) => name));
  assertEquals([...programs].sort(), ["agent.exe", "caller.exe"]);
  assertEquals(diagnostics.limits, []);
});

Deno.test("a history of hours is no baseline, and that is said", async () => {
  using test = await recorded([{ looks: LOOKS.slice(-20) }]);
  const diagnostics = new Diagnostics();
  const side = await readEarlier(fakeHost(), test.history.path, {
    computer: "PC-1",
    now: NOW,
    diagnostics,
  });
  assertEquals(side.view.subjects, []);
  assert(diagnostics.limits[0]!.includes("all that is found counts as new"));
});
