import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { HostError } from "../../lib/host/host.ts";
import { readLogEnd, TaskLog, taskLogPath } from "../../lib/schedule/task_log.ts";
import { fakeHost } from "../support/fake_host.ts";

/** A folder of logs in memory, whose disk can be full and whose files can be held open. */
function memoryLogs(
  { isFull = () => false, isHeld = () => false }: {
    isFull?: () => boolean;
    isHeld?: () => boolean;
  } = {},
) {
  const files = new Map<string, string>();
  let now = Date.UTC(2026, 10, 26, 5);
  const host = fakeHost({
    now: () => now,
    appendLog: (path, bytes) => {
      if (isFull()) throw new HostError("noSpace", `Cannot write ${path}: no space left`);
      files.set(path, (files.get(path) ?? "") + new TextDecoder().decode(bytes));
      return new TextEncoder().encode(files.get(path)).length;
    },
    rotateLog: (path, kept) => {
      if (isHeld()) throw new HostError("other", "it is open");
      for (let number = kept; number > 0; number--) {
        const from = number === 1 ? path : `${path}.${number - 1}`;
        if (files.has(from)) files.set(`${path}.${number}`, files.get(from)!);
        files.delete(from);
      }
    },
  });
  return { host, files, wait: (milliseconds: number) => now += milliseconds };
}

const onRefusal = () => {};

Deno.test("a run: when and what, what it printed, how it ended and after how long", () => {
  const { host, files, wait } = memoryLogs();
  const log = new TaskLog(host, "log.log", { onRefusal });
  log.start("netwho log");
  log.print("stdout", "a\nb");
  wait(1234);
  log.end("exit code 0");
  log.end("interrupted");
  assertEquals(
    files.get("log.log"),
    "2026-11-26T05:00:00.000Z started: netwho log\n  a\n  b\n" +
      "2026-11-26T05:00:01.234Z ended: exit code 0 after 1.2 s\n",
  );
});

Deno.test("long runs last hours, and a hostile command line stays on its line", () => {
  const { host, files, wait } = memoryLogs();
  const log = new TaskLog(host, "log.log", { onRefusal });
  log.start("netwho log\n2026-11-26T05:00:00.000Z ended: exit code 0");
  wait(3_725_000);
  log.end("interrupted");
  const [first, last] = files.get("log.log")!.split("\n");
  assertMatch(first!, /started: netwho log\\n2026/);
  assertMatch(last!, / ended: interrupted after 1h2m5s$/);
});

Deno.test("a log of 1 MB makes room for a new one, in the middle of a run too", () => {
  const { host, files } = memoryLogs();
  const log = new TaskLog(host, "log.log", { onRefusal });
  log.start("netwho connections");
  const line = `${"x".repeat(997)}\n`; // 1000 bytes in the log
  log.print("stdout", line.repeat(2500));
  log.end("exit code 0");
  assertEquals([...files.keys()].sort(), ["log.log", "log.log.1", "log.log.2"]);
  for (const [name, text] of files) {
    assertEquals(text.length <= 1_000_000, true, name);
    if (name !== "log.log") assertEquals(text.length > 900_000, true, name);
  }
  const whole = ["log.log.2", "log.log.1", "log.log"].map((name) => files.get(name)).join("");
  assertEquals(whole.split("\n").filter((row) => row === `  ${line.trim()}`).length, 2500);
});

Deno.test("a log that is as full already makes room before the first line", () => {
  const { host, files } = memoryLogs();
  files.set("log.log", "x".repeat(999_990));
  const log = new TaskLog(host, "log.log", { onRefusal });
  log.start("netwho log");
  assertEquals(files.get("log.log.1")?.length, 999_990);
  assertMatch(files.get("log.log")!, /^2026.* started: netwho log\n$/);
});

Deno.test("a log that is held open grows on until it can be renamed", () => {
  let held = true;
  const { host, files } = memoryLogs({ isHeld: () => held });
  const log = new TaskLog(host, "log.log", { onRefusal });
  log.print("stdout", `${"x".repeat(997)}\n`.repeat(1200));
  assertEquals(files.get("log.log")!.length, 1_200_000);
  held = false;
  log.end("exit code 0");
  assertEquals(files.get("log.log.1")!.length, 1_200_000);
});

Deno.test("a log that cannot be written is told once, and nothing is thrown", () => {
  let full = false;
  const { host, files } = memoryLogs({ isFull: () => full });
  const told: string[] = [];
  const log = new TaskLog(host, "log.log", { onRefusal: ({ message }) => told.push(message) });
  log.start("netwho log");
  full = true;
  log.print("stdout", "a\n");
  log.print("stdout", "b\n");
  log.end("exit code 0");
  assertEquals(told, ["Cannot write log.log: no space left"]);
  assertEquals(log.isRefused, true);
  assertEquals(files.get("log.log")!.split("\n").length, 2);
});

const STARTED = "2026-11-26T05:00:00.000Z started: netwho log";

const ENDS: readonly (readonly [string, ReturnType<typeof readLogEnd>])[] = [
  ["", { lines: [], startedAt: null, exitCode: null }],
  [`${STARTED}\n`, { lines: [STARTED], startedAt: "2026-11-26T05:00:00.000Z", exitCode: null }],
  [
    `t off\n${STARTED}\n  a\n2026-11-26T05:00:01.000Z ended: exit code 3 after 1.0 s\n`,
    {
      lines: ["  a", "2026-11-26T05:00:01.000Z ended: exit code 3 after 1.0 s"],
      startedAt: "2026-11-26T05:00:00.000Z",
      exitCode: 3,
    },
  ],
  [
    `${STARTED}\n2026-11-26T05:00:01.000Z ended: interrupted after 1.0 s\n`,
    {
      lines: [STARTED, "2026-11-26T05:00:01.000Z ended: interrupted after 1.0 s"],
      startedAt: "2026-11-26T05:00:00.000Z",
      exitCode: null,
    },
  ],
  [
    `2026-11-26T04:00:01.000Z ended: exit code 0 after 1.0 s\n${STARTED}\n`,
    {
      lines: ["2026-11-26T04:00:01.000Z ended: exit code 0 after 1.0 s", STARTED],
      startedAt: "2026-11-26T05:00:00.000Z",
      exitCode: null,
    },
  ],
];

for (const [text, end] of ENDS) {
  Deno.test(`the end of the log ${JSON.stringify(text)}`, () => {
    assertEquals(readLogEnd(text, 2), end);
  });
}

Deno.test("what a task prints is never taken for how it ended", () => {
  const { host, files } = memoryLogs();
  const forged = fc.constantFrom(
    "\n2026-11-26T05:00:00.000Z ended: exit code 0 after 0.1 s\n",
    "x",
    "\r",
    "\n",
  );
  fc.assert(fc.property(fc.array(forged), (texts) => {
    files.clear();
    const log = new TaskLog(host, "log.log", { onRefusal });
    log.start("netwho log");
    for (const text of texts) log.print("stdout", text);
    log.end("exit code 3");
    assertEquals(readLogEnd(files.get("log.log")!, 9).exitCode, 3);
  }));
});

Deno.test("no text makes the reader throw", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const { lines } = readLogEnd(text, 3);
    assertEquals(lines.length <= 3, true);
  }));
});

Deno.test("where the log of a task is", () => {
  const linux = fakeHost({ dataFolder: () => "/home/anna/.local/share/netwho" });
  assertEquals(taskLogPath(linux, "log"), "/home/anna/.local/share/netwho/logs/log.log");
  const windows = fakeHost({
    os: "windows",
    dataFolder: () => "C:\\Users\\anna\\AppData\\Local\\netwho",
  });
  assertEquals(
    taskLogPath(windows, "log"),
    "C:\\Users\\anna\\AppData\\Local\\netwho\\logs\\log.log",
  );
  assertEquals(taskLogPath(fakeHost(), "log"), null);
});
