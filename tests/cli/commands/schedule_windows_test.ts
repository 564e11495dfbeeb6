import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Host, HostError } from "../../../lib/host/host.ts";
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
