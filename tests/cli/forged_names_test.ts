// What a program can reach by the title of its window: not another name, user or target of kill.
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { ProcessIdentity } from "../../lib/host/actions.ts";
import type { Host } from "../../lib/host/host.ts";
import { listedProcesses } from "../support/listed_processes.ts";
import { runMain } from "../support/run_main.ts";
import { WINDOWS, windowsHost } from "../support/windows_host.ts";

/** A title that imitates two rows: its own as the system's, and that of the other process as evil.exe. */
const TITLE = [
  'a"',
  '"svchost.exe","4711","Services","0","1 K","Unknown","NT AUTHORITY\\SYSTEM","0:00:01","N/A"',
  '"evil.exe","912","Console","1","1 K","Running","PC\\anna","0:00:01","N/A',
].join("\r\n");
const VERBOSE = WINDOWS.verbose.replace("Chat", () => TITLE);

/** The machine with such a window; with and without Windows' own list of processes. */
function machines(): Partial<Host>[] {
  const host = windowsHost();
  const run: Host["run"] = async (tool, args, options) => {
    const capture = await host.run!(tool, args, options);
    return args[0] === "/v" ? { ...capture, stdout: new TextEncoder().encode(VERBOSE) } : capture;
  };
  const processFacts = () =>
    new Map([4711, 912].map((pid) => [pid, {
      path: `C:\\${pid}.exe`,
      startedAt: "2026-01-01T00:00:00.000Z",
    }]));
  const listed = listedProcesses([912, 4, "svchost.exe"], [4711, 912, "chat.exe"]);
  return [{ ...host, run, processFacts, listedProcesses: () => listed }, {
    ...host,
    run,
    processFacts,
  }];
}

const TRUE_ROWS = [
  [912, "svchost.exe", "NT AUTHORITY\\SYSTEM"],
  [4711, "chat.exe", "PC\\anna"],
];
const rowsOf = (stdout: string) =>
  JSON.parse(stdout).map(({ pid, process, user }: Record<string, unknown>) => [pid, process, user]);

Deno.test("a window title gives no process another name or user, and is told in one line", async () => {
  for (const host of machines()) {
    for (const command of ["tasklist", "connections"]) {
      const args = [command, "--details", "--format", "json", "--sort", "pid"];
      const { code, stdout, stderr } = await runMain(args, { host });
      const rows = rowsOf(stdout).filter(([pid]: [number]) => pid !== 0);
      assertEquals([code, rows], [0, TRUE_ROWS]);
      assertEquals(
        stderr,
        "netwho: tasklist holds text that imitates its rows, it seems in the window title of " +
          "process 4711; it is not taken for processes\n",
      );
    }
  }
});

Deno.test("kill by name ends the process that has it, not one that a title names so", async () => {
  for (const host of machines()) {
    const kill = async (target: string) => {
      const ended: ProcessIdentity[] = [];
      const { code } = await runMain(["kill", target, "--yes", "--force"], {
        host: {
          ...host,
          endProcess: (process) => {
            ended.push(process);
            return Promise.resolve("forced");
          },
        },
      });
      return [code, ended.map(({ pid }) => pid)];
    };
    assertEquals((await kill("evil.exe"))[1], []);
    assertEquals(await kill("chat.exe"), [0, [4711]]);
  }
});

Deno.test("a saved list in which a title imitates rows names the first row of each process", async () => {
  const { code, stdout, stderr } = await runMain(
    ["tasklist", "--from", "tasks.csv", "--format", "json"],
    { files: { "tasks.csv": VERBOSE } },
  );
  assertEquals([code, rowsOf(stdout)], [0, TRUE_ROWS]);
  assertStringIncludes(stderr, "netwho: tasks.csv lists processes 912, 4711 more than once");
});
