import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { fakeTaskScheduler } from "../../support/fake_task_scheduler.ts";
import { runMain } from "../../support/run_main.ts";

const DATA = "C:\\Users\\anna\\AppData\\Local\\netwho";

/** A Windows machine with a Task Scheduler of no tasks, and what is done with it. */
function windowsMachine() {
  const files = new Map<string, Uint8Array>();
  const calls: string[] = [];
  const host: Partial<Host> = {
    os: "windows",
    elevated: () => false,
    dataFolder: () => DATA,
    currentFolder: () => "C:\\logs",
    ownCommand: () => ({ program: "C:\\Program Files\\netwho\\netwho.exe", before: [] }),
    userSid: () => "S-1-5-21-1-2-3-1001",
    env: (name) => name === "SystemRoot" ? "C:\\Windows" : undefined,
    makeFolder: () => {},
    removeFile: (path) => void files.delete(path),
    createFile: (path) => ({
      write: (bytes) => void files.set(path, bytes.slice()),
      commit: () => {},
      discard: () => {},
    }),
    run: (tool, args) => {
      if (tool !== "schtasks") return Promise.reject(new HostError("notFound", `No ${tool}`));
      const isQuery = args[0] === "/query";
      if (!isQuery) calls.push(args.join(" "));
      const held = [...files.values()].map((bytes) => bytes.subarray(0, 2).join());
      if (!isQuery) calls.push(`file ${held.join()}`);
      const nothing = new Uint8Array();
      return Promise.resolve({ code: isQuery ? 1 : 0, stdout: nothing, stderr: nothing });
    },
  };
  return { host, files, calls };
}

const ADD = [
  "schedule",
  "add",
  "--every",
  "5m",
  "--",
  "connections",
  "--out",
  "a b.csv",
  "--append",
];

Deno.test("add registers XML in UTF-16 and leaves no file behind", async () => {
  const { host, files, calls } = windowsMachine();
  const { code, stdout } = await runMain(ADD, { host });
  assertEquals(code, 0);
  assertEquals(
    stdout,
    'Added the task connections: netwho connections --out "a b.csv" --append, every 5m\n' +
      `Its log: ${DATA}\\logs\\connections.log\n`,
  );
  assertEquals(calls.length, 2);
  assertMatch(calls[0]!, /^\/create \/tn \\netwho\\connections \/xml .*\.xml \/f$/);
  assertEquals(calls[1], "file 255,254");
  assertEquals(files.size, 0);
});

Deno.test("--dry-run prints the XML and the command, and changes nothing", async () => {
  const { host, files, calls } = windowsMachine();
  const { code, stdout } = await runMain([...ADD.slice(0, 4), "--dry-run", ...ADD.slice(4)], {
    host,
  });
  assertEquals([code, files.size, calls.length], [0, 0, 0]);
  assertMatch(stdout, /^# Write C:\\Users\\anna\\.*\.xml \(UTF-16, for a moment\):\n {2}<\?xml /);
  assertStringIncludes(
    stdout,
    "schedule exec connections -- connections --out &quot;a b.csv&quot; --append",
  );
  assertMatch(stdout, /\nschtasks \/create \/tn \\netwho\\connections \/xml .* \/f\n$/);
});

Deno.test("status knows a task by its name in any case, and says what it cannot see", async () => {
  const { host: { run, env, elevated, dataFolder }, tasks } = fakeTaskScheduler();
  const host: Partial<Host> = {
    ...windowsMachine().host,
    ...{ run, env, elevated, dataFolder },
    readLogEnd: () => null,
  };
  const status = async (name: string) => {
    const args = ["schedule", "status", name, "--format", "json", "--fields", "name,status,note"];
    const { code, stdout } = await runMain(args, { host });
    return [code, JSON.parse(stdout)];
  };
  tasks.set(
    "\\netwho\\Backup",
    "<Task><Actions><Exec><Command>x</Command></Exec></Actions></Task>",
  );
  const note = "netwho did not make it";
  assertEquals(await status("backup"), [0, [{ name: "Backup", status: "ready", note }]]);
  const hidden =
    "No task of this name is seen. Tasks that an administrator added are seen only in " +
    "a terminal opened with Run as administrator";
  assertEquals(await status("log"), [3, [{ name: "log", status: "missing", note: hidden }]]);
});
