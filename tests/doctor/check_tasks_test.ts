import { assertEquals, assertRejects } from "@std/assert";
import { checkTasks } from "../../lib/doctor/check_tasks.ts";
import { NotRecordedError } from "../../lib/errors.ts";
import { fakeHost } from "../support/fake_host.ts";
import { runMain } from "../support/run_main.ts";
import { systemdMachine } from "../support/systemd_host.ts";

/** A machine with two tasks, of which systemd says this. */
async function withTasks(states: string) {
  const machine = systemdMachine({
    answer: ([, verb]) => verb === "show" ? { stdout: new TextEncoder().encode(states) } : null,
  });
  for (const command of ["tasklist", "netstat"]) {
    const args = ["schedule", "add", "--every", "5m", "--", command];
    assertEquals((await runMain(args, { host: machine.host })).code, 0);
  }
  return await checkTasks(fakeHost(machine.host));
}

function states(name: string, status: number, timer = "active"): string {
  return `Id=netwho-${name}.service\nLoadState=loaded\nActiveState=inactive\nExecMainCode=1\n` +
    `ExecMainStatus=${status}\nExecMainStartTimestamp=Thu 2026-11-26 06:00:00 UTC\n\n` +
    `Id=netwho-${name}.timer\nLoadState=loaded\nActiveState=${timer}\nUnitFileState=enabled\n\n`;
}

Deno.test("tasks that went well are a line of doctor", async () => {
  assertEquals(await withTasks(states("tasklist", 0) + states("netstat", 1)), [
    { check: "tasks", status: "ok", value: "2 tasks", advice: null },
  ]);
});

Deno.test("a task that failed, or is off, is a warning with advice", async () => {
  assertEquals(await withTasks(states("tasklist", 3) + states("netstat", 0, "inactive")), [{
    check: "tasks",
    status: "warning",
    value: "2 tasks; tasklist failed: a read, a write or a tool failed; netstat is disabled",
    advice: "See what it printed: netwho schedule status tasklist netstat",
  }]);
});

Deno.test("without tasks there is no line, and systemd is not asked", async () => {
  const { host } = systemdMachine({
    answer: () => {
      throw new NotRecordedError("systemctl");
    },
  });
  assertEquals(await checkTasks(fakeHost(host)), []);
});

Deno.test("a recording has no tasks, and asks for none", async () => {
  const { host } = systemdMachine();
  const replay = fakeHost({
    ...host,
    dataFolder: () => null,
    listDirectory: () => ["netwho-a.service"],
  });
  assertEquals(await checkTasks(replay), []);
});

Deno.test("a scheduler that refuses is a warning and no failure of doctor", async () => {
  const windows = fakeHost({
    os: "windows",
    dataFolder: () => "C:\\Users\\anna\\AppData\\Local\\netwho",
    ownCommand: () => ({ program: "C:\\netwho.exe", before: [] }),
  });
  const [check] = await checkTasks(windows);
  assertEquals([check!.check, check!.status], ["tasks", "warning"]);
  const broken = fakeHost({
    ...windows,
    run: () => Promise.reject(new TypeError("a bug")),
  });
  await assertRejects(() => checkTasks(broken), TypeError);
});
