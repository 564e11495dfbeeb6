import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CaptureError, ParseError, UsageError } from "../../../lib/errors.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import type { Launch, Task } from "../../../lib/schedule/scheduler.ts";
import { windowsScheduler } from "../../../lib/schedule/windows/windows_scheduler.ts";
import { fakeTaskScheduler } from "../../support/fake_task_scheduler.ts";

const LAUNCH: Launch = { program: "C:\\Tools\\netwho.exe", before: [], folder: "C:\\Tools" };
const TASK: Task = {
  name: "log",
  command: ["log", "--note", 'grün 100% & "so"'],
  trigger: { kind: "every", milliseconds: 300_000 },
  elevated: false,
  runAs: "interactive",
  staysRunning: false,
};
const FILE = "C:\\Users\\anna\\AppData\\Local\\netwho\\task-log.xml";

function machine(overrides: Partial<Host> = {}) {
  const fake = fakeTaskScheduler(overrides);
  const scheduler = windowsScheduler(fake.host, LAUNCH);
  const add = async (task: Partial<Task> = {}) =>
    await scheduler.carryOut(await scheduler.planAdd({ ...TASK, ...task }));
  return { ...fake, scheduler, add };
}

/** The error of a call, as one line of text and its hint. */
async function failure(
  call: Promise<unknown>,
  kind: new (...args: never[]) => Error & { hint: string | null },
): Promise<[string, string | null]> {
  const { message, hint } = await assertRejects(
    () => call,
    kind as new () => Error & { hint: string | null },
  );
  return [message, hint];
}

Deno.test("a plan to add a task is a file for a moment and one command; nothing happens yet", async () => {
  const { scheduler, tasks, files } = machine();
  const plan = await scheduler.planAdd(TASK);
  assertEquals(
    plan.steps.map((step) =>
      step.do === "write" ? [step.path, step.encoding, step.temporary] : step
    ),
    [
      [FILE, "utf-16le", true],
      {
        do: "run",
        tool: "schtasks",
        args: ["/create", "/tn", "\\netwho\\log", "/xml", FILE, "/f"],
      },
    ],
  );
  assertEquals([plan.isThere, tasks.size, files.size], [false, 0, 0]);
  assertEquals(plan.notes, ["It runs only while you are logged on"]);
});

Deno.test("a task that is added is listed as it was; the file is gone; adding it again replaces it", async () => {
  const { scheduler, add, tasks, files } = machine();
  await add();
  assertEquals([[...tasks.keys()], files.size], [["\\netwho\\log"], 0]);
  assertStringIncludes(
    tasks.get("\\netwho\\log")!,
    "<Command>D:\\Windows\\System32\\conhost.exe</Command>",
  );
  const [row] = await scheduler.list();
  assertEquals(row, {
    name: "log",
    trigger: "every 5m",
    command: 'netwho log --note "grün 100% & "so""',
    status: "ready",
    lastRunAt: null,
    lastResult: 267011,
    lastResultText: "has not run yet (0x41303)",
    nextRunAt: null,
    user: "anna",
    log: null,
    logEnd: null,
    note: null,
  });
  const again = await scheduler.planAdd({ ...TASK, trigger: { kind: "logon" } });
  assertEquals(again.isThere, true);
  await scheduler.carryOut(again);
  assertEquals((await scheduler.list()).map(({ trigger }) => trigger), ["at log-on"]);
});

Deno.test("a task is started and removed; one that is not there needs no step", async () => {
  const { scheduler, add, tasks, calls } = machine();
  await add();
  await scheduler.carryOut(await scheduler.planRun("log"));
  assertEquals(calls.at(-1), "/run /tn \\netwho\\log");
  const removal = await scheduler.planRemove("LOG");
  assertEquals(removal.isThere, true);
  await scheduler.carryOut(removal);
  assertEquals([calls.at(-1), tasks.size], ["/delete /tn \\netwho\\LOG /f", 0]);
  const nothing = await scheduler.planRemove("log");
  assertEquals([nothing.steps, nothing.isThere], [[], false]);
  assertStringIncludes(nothing.notes.join(), "Run as administrator");
  assertEquals((await scheduler.planRun("log")).steps, []);
});

Deno.test("a task in netwho's folder that netwho did not make is left alone", async () => {
  const { scheduler, tasks, calls } = machine();
  const foreign = "<Task><Actions><Exec><Command>C:\\x.exe</Command></Exec></Actions></Task>";
  tasks.set("\\netwho\\log", foreign);
  for (
    const [verb, plan] of [
      ["replace", scheduler.planAdd(TASK)],
      ["start", scheduler.planRun("log")],
      ["remove", scheduler.planRemove("log")],
    ] as const
  ) {
    assertEquals(
      (await failure(plan, CaptureError))[0],
      `Cannot ${verb} the task \\netwho\\log: netwho did not make it`,
    );
  }
  assertEquals(tasks.get("\\netwho\\log"), foreign);
  assert(calls.every((call) => call.startsWith("/query")));
  const [row] = await scheduler.list();
  assertEquals([row?.note, row?.command], ["netwho did not make it", "Zelle 8"]);
});

Deno.test("a task of another name inside is not taken for its own", async () => {
  const { scheduler, add, tasks } = machine();
  await add();
  tasks.set("\\netwho\\other", tasks.get("\\netwho\\log")!);
  await failure(scheduler.planRemove("other"), CaptureError);
});

Deno.test("names that would leave the folder, and those of devices, are refused before any call", async () => {
  const { scheduler, calls } = machine();
  for (const name of ["..", "a\\b", "a/b", "", "a b", "-x", "/f", "ä", "con", "NUL", "com1"]) {
    for (
      const plan of [
        () => scheduler.planAdd({ ...TASK, name }),
        () => scheduler.planRun(name),
        () => scheduler.planRemove(name),
      ]
    ) {
      const [message] = await failure(plan(), UsageError);
      assert(message.startsWith(`Cannot use ${name || '""'} as the name of a task: `), message);
    }
  }
  assertEquals(calls, []);
});

Deno.test("only tasks right in netwho's folder are listed, by name", async () => {
  const { scheduler, add, tasks } = machine();
  await add({ name: "b" });
  await add({ name: "a" });
  const one = tasks.get("\\netwho\\a")!;
  for (const path of ["\\log", "\\netwho2\\log", "\\netwho\\sub\\log", "\\Microsoft\\netwho\\x"]) {
    tasks.set(path, one);
  }
  assertEquals((await scheduler.list()).map(({ name }) => name), ["a", "b"]);
});

Deno.test("running, disabled, never run, failed: told by codes and definitions, not by words", async () => {
  const { scheduler, add, tasks, states } = machine();
  const state = async (name: string, lastResult: string, task: Partial<Task> = {}) => {
    await add({ name, ...task });
    states.set(`\\netwho\\${name}`, {
      lastResult,
      lastRun: "26.11.2026 09:00:01",
      nextRun: "26.11.2026 09:05:00",
    });
  };
  await state("a", "267009");
  await state("b", "-2147024894");
  await state("c", "0");
  await state("d", "0", { runAs: "system" });
  await state("e", "3", { runAs: "s4u" });
  const b = "\\netwho\\b";
  tasks.set(b, tasks.get(b)!.replace(/<Enabled>true(?=<\/Enabled>\s*<Hidden>)/, "<Enabled>false"));
  const rows = await scheduler.list();
  assertEquals(
    rows.map(({ status, lastResult, lastResultText }) => [status, lastResult, lastResultText]),
    [
      ["running", null, null],
      [
        "disabled",
        -2147024894,
        "the program was not found: was netwho moved or deleted? (0x80070002)",
      ],
      // Conhost hides the exit code: the task's log tells it.
      ["ready", null, null],
      ["ready", 0, "succeeded"],
      ["ready", 3, "failed: a read, a write or a tool failed"],
    ],
  );
  const utc = (local: string) => new Date(local).toISOString();
  assertEquals(rows.map(({ lastRunAt, nextRunAt }) => [lastRunAt, nextRunAt]), [
    [utc("2026-11-26T09:00:01"), utc("2026-11-26T09:05:00")],
    [utc("2026-11-26T09:00:01"), null],
    ...Array(3).fill([utc("2026-11-26T09:00:01"), utc("2026-11-26T09:05:00")]),
  ]);
  assertEquals(
    rows[3]?.log,
    "D:\\Windows\\System32\\config\\systemprofile\\AppData\\Local\\netwho\\logs\\d.log",
  );
});

Deno.test("a date that could be two days is told as printed, unless another task settles it", async () => {
  const { scheduler, add, states } = machine();
  await add();
  states.set("\\netwho\\log", {
    lastRun: "03/04/2026 09:00:00",
    nextRun: "03/04/2026 09:05:00",
    lastResult: "0",
  });
  const [open] = await scheduler.list();
  assertEquals(
    [open?.lastRunAt, open?.nextRunAt, open?.note],
    [
      null,
      null,
      "last run as Windows prints it: 03/04/2026 09:00:00; " +
      "next run as Windows prints it: 03/04/2026 09:05:00",
    ],
  );
  await add({ name: "other" });
  states.set("\\netwho\\other", { lastRun: "25/12/2025 09:00:00", lastResult: "0" });
  const [settled] = await scheduler.list();
  assertEquals(
    [settled?.lastRunAt, settled?.note],
    [new Date("2026-04-03T09:00:00").toISOString(), null],
  );
});

Deno.test("changed in Windows' own window: triggers in its words", async () => {
  const { scheduler, add, tasks } = machine();
  await add({ trigger: { kind: "daily", time: "09:00" } });
  const path = "\\netwho\\log";
  const text = tasks.get(path)!;
  const told = async (change: (text: string) => string) => {
    tasks.set(path, change(text));
    return (await scheduler.list())[0]?.trigger;
  };
  assertEquals(await told((text) => text), "daily at 09:00");
  assertEquals(
    await told((text) => text.replace("<DaysInterval>1<", "<DaysInterval>2<")),
    "CalendarTrigger from 2026-01-02T09:00:00",
  );
  assertEquals(
    await told((text) => text.replace("</CalendarTrigger>", "</CalendarTrigger><BootTrigger/>")),
    "daily at 09:00, BootTrigger",
  );
  assertEquals(
    await told((text) => text.replace(/<Triggers>[^]*<\/Triggers>/, "<Triggers/>")),
    null,
  );
  await add({ trigger: { kind: "every", milliseconds: 5_400_000 } });
  tasks.set(path, tasks.get(path)!.replace("PT90M", "PT1H30M"));
  assertEquals((await scheduler.list())[0]?.trigger, "every 1h30m");
});

Deno.test("a task that this user may not read is listed as unknown", async () => {
  const { scheduler, add, denied } = machine();
  await add();
  denied.add("\\netwho\\log");
  const [row] = await scheduler.list();
  assertEquals(
    [row?.status, row?.trigger, row?.command, row?.note],
    [
      "unknown",
      null,
      "Zelle 8",
      "its definition could not be read: another user or an administrator made it",
    ],
  );
});

Deno.test("only an administrator is told that no task is hidden", () => {
  const hidden =
    "Tasks that an administrator added are seen only in a terminal opened with Run as administrator";
  assertEquals(machine().scheduler.unseen(), hidden);
  assertEquals(machine({ elevated: () => true }).scheduler.unseen(), null);
});

Deno.test("without rights: what Windows says, in its language, and what to do", async () => {
  const { add, denied, files } = machine();
  denied.add("\\netwho\\log");
  const [message, hint] = await failure(add({ elevated: true }), CaptureError);
  assertEquals(
    message,
    'Cannot add the task \\netwho\\log: Windows says "FEHLER: Zugriff verweigert"',
  );
  assertStringIncludes(hint!, "open the terminal with Run as administrator");
  assertEquals(files.size, 0, "the file is gone all the same");

  const elevated = machine({ elevated: () => true });
  elevated.denied.add("\\netwho\\log");
  assertEquals((await failure(elevated.add(), CaptureError))[1], null);
});

Deno.test("what needs an administrator says so beforehand", async () => {
  const { scheduler } = machine();
  const notes = async (task: Partial<Task>) =>
    (await scheduler.planAdd({ ...TASK, ...task })).notes.join("\n");
  for (const task of [{ elevated: true }, { runAs: "s4u" }, { runAs: "system" }] as const) {
    assertStringIncludes(await notes(task), "Windows lets only administrators add it");
  }
  assertStringIncludes(await notes({ runAs: "s4u" }), "without your rights on the network");
  assertStringIncludes(await notes({ runAs: "system" }), "a history and logs of its own");
});

Deno.test("a task with more rights than its user warns of a program that others can replace", async () => {
  const { host } = machine({ elevated: () => true });
  const notes = async (program: string, task: Partial<Task>) =>
    (await windowsScheduler(host, { ...LAUNCH, program }).planAdd({ ...TASK, ...task })).notes;
  const open = "C:\\Tools\\netwho.exe";
  for (const task of [{ elevated: true }, { runAs: "system" }] as const) {
    assertEquals(
      (await notes(open, task)).slice(1),
      [`Whoever can replace ${open} gets the rights of the task: keep it below C:\\Program Files`],
    );
    for (const kept of ["D:\\Program Files\\netwho\\netwho.exe", "d:\\WINDOWS\\netwho.exe"]) {
      assertEquals((await notes(kept, task)).slice(1), []);
    }
    const beside = "D:\\Program Files of mine\\netwho.exe";
    assertEquals((await notes(beside, task)).length, 2);
  }
  assertEquals((await notes(open, {})).length, 1);
  assertEquals((await notes(open, { runAs: "s4u" })).length, 1);
});

Deno.test("without a data folder, or without schtasks, it says so", async () => {
  const { add } = machine({ dataFolder: () => null });
  assertEquals(
    (await failure(add(), CaptureError))[0],
    "Cannot schedule log: there is no folder for netwho's data",
  );
  const refusal = async (kind: "notFound" | "timedOut") => {
    const { scheduler } = machine({
      run: () => Promise.reject(new HostError(kind, "no schtasks")),
    });
    return await failure(scheduler.list(), CaptureError);
  };
  // The options that others are advised to use are none of schedule's.
  assertEquals(await refusal("notFound"), [
    "Cannot run schtasks: it is missing from Windows' System32 folder",
    null,
  ]);
  assertEquals(await refusal("timedOut"), [
    "Cannot run schtasks: it took over 30 s and was stopped",
    null,
  ]);
});

Deno.test("a list that failed or is something else is no empty list", async () => {
  const answer = (code: number, stdout: string, stderr = "") =>
    machine({
      run: () => {
        const bytes = (text: string) => new TextEncoder().encode(text);
        return Promise.resolve({ code, stdout: bytes(stdout), stderr: bytes(stderr) });
      },
    }).scheduler.list();
  const [message, hint] = await failure(
    answer(1, "", "ERROR: The service is off.\r\n"),
    CaptureError,
  );
  assertEquals(
    [message, hint],
    ["Cannot use schtasks /query: it exited with code 1", "It says: ERROR: The service is off."],
  );
  await failure(answer(0, "Hello\r\n"), ParseError);
  assertEquals(await answer(0, ""), []);
  // An account that may see no task at all.
  for (const word of ["INFO:", "INFORMATIONS :", "情報:", "ИНФОРМАЦИЯ:", "信息："]) {
    assertEquals(await answer(0, `\r\n${word} there are no tasks\r\n${word} none\r\n`), []);
  }
  // A damaged task of another program.
  assertEquals(await answer(1, '"\\x","N/A","Ready"\r\n', "ERROR: damaged\r\n"), []);
});
