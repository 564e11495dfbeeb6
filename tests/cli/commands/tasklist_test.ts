import { assertEquals, assertMatch } from "@std/assert";
import { HostError } from "../../../lib/host/host.ts";
import { type Process, PROCESS_FIELDS } from "../../../lib/model/process.ts";
import { fakeProc } from "../../support/fake_proc.ts";
import { runMain } from "../../support/run_main.ts";
import { WINDOWS, windowsHost } from "../../support/windows_host.ts";

Deno.test("on Windows processes have their services, paths and start times", async () => {
  const { code, stdout, stderr } = await runMain(["tasklist", "--format", "json"], {
    host: windowsHost(),
  });
  assertEquals([code, stderr], [0, ""]);
  const rows = JSON.parse(stdout);
  assertEquals(Object.keys(rows[0]), PROCESS_FIELDS.map(({ name }) => name));
  assertEquals(rows[0], {
    process: "svchost.exe",
    pid: 912,
    parentPid: null,
    sessionName: "Services",
    sessionId: 0,
    memoryBytes: 9216 * 1024,
    status: null,
    user: null,
    cpuSeconds: null,
    windowTitle: null,
    services: ["RpcEptMapper", "RpcSs"],
    modules: null,
    path: "C:\\Windows\\System32\\svchost.exe",
    commandLine: null,
    startedAt: "2026-01-01T00:00:00.000Z",
  });
});

Deno.test("--fast leaves services out", async () => {
  const { stdout } = await runMain(["tasklist", "--fast", "--format", "json"], {
    host: windowsHost(),
  });
  assertEquals(JSON.parse(stdout)[0].services, null);
});

Deno.test("--details asks for what takes long", async () => {
  const { code, stdout, stderr } = await runMain(["tasklist", "--details", "--format", "json"], {
    host: windowsHost(),
  });
  assertEquals([code, stderr], [0, ""]);
  const [first, second] = JSON.parse(stdout);
  const { user, status, cpuSeconds, windowTitle, services } = second;
  assertEquals(
    { user, status, cpuSeconds, windowTitle, services },
    { user: "PC\\anna", status: "Running", cpuSeconds: 3600, windowTitle: "Chat", services: null },
  );
  assertEquals([first.user, first.services], ["NT AUTHORITY\\SYSTEM", ["RpcEptMapper", "RpcSs"]]);

  const connections = await runMain(["--details", "--pid", "4711", "--format", "json"], {
    host: windowsHost(),
  });
  assertEquals(JSON.parse(connections.stdout)[0].user, "PC\\anna");
});

Deno.test("without tasklist there is nothing", async () => {
  const host = windowsHost({ tasklist: new HostError("notFound", "Cannot run tasklist: gone") });
  const { code, stdout, stderr } = await runMain(["tasklist"], { host });
  assertEquals([code, stdout], [3, ""]);
  assertEquals(stderr.startsWith("netwho: Cannot run tasklist"), true, stderr);
});

Deno.test("what several saved lists say of a process is put together", async () => {
  const { stdout } = await runMain(
    ["tasklist", "--from", "svc", "--from", "list", "--format", "json"],
    { files: { svc: WINDOWS.services, list: WINDOWS.tasklist } },
  );
  const rows = JSON.parse(stdout);
  assertEquals(rows.length, 2);
  assertEquals([rows[0].services, rows[0].memoryBytes], [["RpcEptMapper", "RpcSs"], 9216 * 1024]);
});

Deno.test("no task matches: no rows, no error", async () => {
  const message = "INFO: No tasks are running which match the specified criteria.\r\n";
  const { code, stdout, stderr } = await runMain(["tasklist", "--from", "-", "--format", "json"], {
    files: { "-": message },
  });
  assertEquals([code, stdout, stderr], [0, "[]\n", ""]);
});

Deno.test("only what a process has a field for is an option here", async () => {
  for (const option of ["--listening", "--port", "--remote", "--scope"]) {
    const { code, stderr } = await runMain(["tasklist", option, "1"]);
    assertEquals(code, 2);
    assertEquals(stderr.startsWith(`netwho: Unknown option ${option} for tasklist`), true, stderr);
  }
});

/** A Linux machine with one program that has a password among its arguments. */
const { readFile, readLink, readLinks, listDirectory } = fakeProc({
  files: { "/proc/stat": "btime 1767225600\n" },
  processes: {
    1: { files: { stat: "1 (init) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0" } },
    7: { files: { stat: "7 (backup) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0" } },
  },
}).host;

Deno.test("on Linux --details adds parents and command lines; they are not read without it", async () => {
  const asked: number[][] = [];
  const host = {
    readFile,
    readLink,
    readLinks,
    listDirectory,
    commandLines: (pids: readonly number[]) => {
      asked.push([...pids]);
      return new Map([[7, "/usr/bin/backup\0--password\0hunter 2\0"]]);
    },
  };
  const read = async (...options: string[]) => {
    const args = ["tasklist", ...options, "--fields", "pid,parentPid,commandLine"];
    const { code, stdout, stderr } = await runMain([...args, "--format", "json"], { host });
    assertEquals([code, stderr], [0, ""]);
    return JSON.parse(stdout);
  };
  assertEquals(await read(), [
    { pid: 1, parentPid: null, commandLine: null },
    { pid: 7, parentPid: null, commandLine: null },
  ]);
  assertEquals(asked, []);
  assertEquals(await read("--details"), [
    { pid: 1, parentPid: null, commandLine: null },
    { pid: 7, parentPid: 1, commandLine: "/usr/bin/backup --password 'hunter 2'" },
  ]);
  assertEquals(asked, [[1, 7]]);
});

Deno.test("the table for people shows the command line last, cut at its end", async () => {
  const line = `"C:\\Program Files\\Chat\\chat.exe" --one --two ${"x".repeat(300)}`;
  const { stdout } = await runMain(["tasklist", "--details", "--format", "table"], {
    host: {
      ...windowsHost(),
      terminalColumns: () => 120,
      isTerminal: () => true,
      commandLines: () => new Map([[4711, line]]),
    },
  });
  const row = stdout.split("\n").find((row) => row.includes("chat.exe"))!;
  assertMatch(row, /"C:\\Program.*\u2026$/u);
});

Deno.test("command lines are not read to choose by user, but to count by them", async () => {
  const read = async (...options: string[]) => {
    let calls = 0;
    const commandLines = () => {
      calls++;
      return new Map([[4711, "chat.exe --token x"]]);
    };
    const { code, stdout } = await runMain(["tasklist", ...options, "--format", "json"], {
      host: { ...windowsHost(), commandLines },
    });
    assertEquals(code, 0);
    return { calls, rows: JSON.parse(stdout) };
  };
  const chosen = await read("--user", "*anna");
  assertEquals([chosen.calls, chosen.rows[0].pid, chosen.rows[0].commandLine], [0, 4711, null]);
  const counted = await read("--count-by", "commandLine");
  assertEquals(counted.calls, 1);
  assertEquals(
    new Set(counted.rows.map(({ commandLine }: Process) => commandLine)),
    new Set([
      null,
      "chat.exe --token x",
    ]),
  );
});
