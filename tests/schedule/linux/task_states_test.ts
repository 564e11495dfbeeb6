import { assertEquals } from "@std/assert";
import { taskRow } from "../../../lib/schedule/linux/task_states.ts";
import { timerUnit } from "../../../lib/schedule/linux/units.ts";
import type { Task } from "../../../lib/schedule/scheduler.ts";
import { parseUnits } from "../../../lib/tools/systemctl/parse_units.ts";

const LOG: Task = {
  name: "log",
  command: ["log", "--keep", "30d"],
  trigger: { kind: "every", milliseconds: 300_000 },
  elevated: false,
  runAs: "interactive",
  staysRunning: false,
};

const STAY: Task = { ...LOG, trigger: { kind: "logon" }, staysRunning: true };

/** The row for what systemd prints of the two units of a task. */
function rowOf(task: Task, service: string, timer = "") {
  const printed = [
    `Id=netwho-log.service\nLoadState=loaded\n${service}`,
    timer === "" ? "" : `Id=netwho-log.timer\nLoadState=loaded\n${timer}`,
  ].join("\n\n");
  return taskRow({ task, timer: timerUnit(task) }, parseUnits(printed), { user: "anna" });
}

const ON =
  "ActiveState=active\nUnitFileState=enabled\nNextElapseUSecRealtime=Thu 2026-11-26 06:05:00 UTC";

Deno.test("a task that waits, after a good run", () => {
  const service = "ActiveState=inactive\nUnitFileState=static\nExecMainCode=1\nExecMainStatus=0\n" +
    "ExecMainStartTimestamp=Thu 2026-11-26 06:00:00 UTC";
  assertEquals(rowOf(LOG, service, `${ON}\nLastTriggerUSec=Thu 2026-11-26 05:55:00 UTC`), {
    name: "log",
    trigger: "every 5m",
    command: "netwho log --keep 30d",
    status: "ready",
    lastRunAt: "2026-11-26T06:00:00.000Z",
    lastResult: 0,
    lastResultText: "succeeded",
    nextRunAt: "2026-11-26T06:05:00.000Z",
    user: "anna",
    log: null,
    logEnd: null,
    note: null,
  });
});

Deno.test("a task that has not run yet has no result", () => {
  const service = "ActiveState=inactive\nExecMainCode=0\nExecMainStatus=0\nExecMainStartTimestamp=";
  const { status, lastRunAt, lastResult, lastResultText } = rowOf(LOG, service, ON);
  assertEquals([status, lastRunAt, lastResult, lastResultText], ["ready", null, null, null]);
});

Deno.test("after a restart of the computer systemd knows the last start alone", () => {
  const service = "ActiveState=inactive\nExecMainStartTimestamp=";
  const row = rowOf(LOG, service, `${ON}\nLastTriggerUSec=Thu 2026-11-26 05:55:00 UTC`);
  assertEquals([row.lastRunAt, row.lastResult], ["2026-11-26T05:55:00.000Z", null]);
});

/** How runs end: ExecMainCode, ExecMainStatus, the result, its words. */
const ENDS: readonly (readonly [code: number, status: number, result: number, words: string])[] = [
  [1, 1, 1, "found differences"],
  [1, 2, 2, "failed: its command line is invalid"],
  [1, 3, 3, "failed: a read, a write or a tool failed"],
  [1, 77, 77, "failed: exit code 77"],
  [1, 143, 143, "stopped"],
  [2, 9, 137, "killed"],
  [2, 15, 143, "stopped"],
  [3, 11, 139, "failed: exit code 139"],
  [1, 200, 200, "failed: the folder that it was added from is gone"],
  [1, 203, 203, "failed: netwho is not where it was when the task was added"],
];

for (const [code, status, result, words] of ENDS) {
  Deno.test(`a run that ended with ${code} ${status} ${words}`, () => {
    const service = `ActiveState=failed\nExecMainCode=${code}\nExecMainStatus=${status}\n` +
      "ExecMainStartTimestamp=Thu 2026-11-26 06:00:00 UTC";
    const row = rowOf(LOG, service, ON);
    assertEquals([row.status, row.lastResult, row.lastResultText], ["ready", result, words]);
  });
}

Deno.test("a run that goes on has no result yet", () => {
  for (const state of ["active", "activating", "deactivating"]) {
    const service =
      `ActiveState=${state}\nUnitFileState=enabled\nExecMainCode=0\nExecMainStatus=0\n` +
      "ExecMainStartTimestamp=Thu 2026-11-26 06:00:00 UTC";
    const { status, lastResult, lastResultText, nextRunAt } = rowOf(STAY, service);
    assertEquals([status, lastResult, lastResultText, nextRunAt], [
      "running",
      null,
      "still running",
      null,
    ]);
  }
});

Deno.test("a run that was killed and starts again is not taken for one that goes on", () => {
  const service = "ActiveState=activating\nSubState=auto-restart\nUnitFileState=enabled\n" +
    "ExecMainCode=2\nExecMainStatus=9\nExecMainStartTimestamp=Thu 2026-11-26 06:00:00 UTC";
  const { status, lastResult, lastResultText, note } = rowOf(STAY, service);
  assertEquals([status, lastResult, lastResultText, note], [
    "ready",
    137,
    "killed",
    "It starts again within 30 s",
  ]);
});

Deno.test("a task is off where its timer is, or at log-on its service", () => {
  const service = "ActiveState=inactive\nUnitFileState=static";
  for (
    const timer of [
      "ActiveState=inactive\nUnitFileState=enabled",
      "ActiveState=active\nUnitFileState=disabled",
    ]
  ) {
    const next = `${timer}\nNextElapseUSecRealtime=Thu 2026-11-26 06:05:00 UTC`;
    const row = rowOf(LOG, service, next);
    assertEquals([row.status, row.nextRunAt], ["disabled", null]);
  }
  assertEquals(rowOf(STAY, "ActiveState=inactive\nUnitFileState=disabled").status, "disabled");
  assertEquals(rowOf(STAY, "ActiveState=inactive\nUnitFileState=enabled").status, "ready");
});

Deno.test("a timer that counts from the last start starts one interval later", () => {
  const task: Task = { ...LOG, trigger: { kind: "every", milliseconds: 90_000 } };
  const timer = "ActiveState=active\nUnitFileState=enabled\nNextElapseUSecRealtime=\n" +
    "LastTriggerUSec=Thu 2026-11-26 06:00:00 UTC";
  assertEquals(rowOf(task, "ActiveState=inactive", timer).nextRunAt, "2026-11-26T06:01:30.000Z");
});

Deno.test("what systemd does not know of, and what was changed by hand, is said", () => {
  const unread = taskRow({ task: LOG, timer: timerUnit(LOG) }, new Map());
  assertEquals(unread.status, "unknown");
  const stale = rowOf(LOG, "ActiveState=inactive\nNeedDaemonReload=yes", ON);
  assertEquals(stale.note, "systemd has not read its files yet: netwho schedule add makes it anew");
  const copied = taskRow({ task: LOG, timer: `${timerUnit(LOG)}\n` }, "Cannot reach systemd");
  assertEquals(copied.note, "Cannot reach systemd", "a copy of what --dry-run prints");
  const timer = timerUnit(LOG)!.replace("5:00", "1:00");
  assertEquals(
    taskRow({ task: LOG, timer }, "Cannot reach systemd").note,
    "Its timer was changed by hand: netwho schedule add makes it anew; Cannot reach systemd",
  );
});

Deno.test("a task of the system is root's, with root's log", () => {
  const { user, log } = taskRow({ task: { ...STAY, elevated: true }, timer: null }, "unknown");
  assertEquals([user, log], ["root", "/root/.local/share/netwho/logs/log.log"]);
});
