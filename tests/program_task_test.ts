import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { inTemporaryFolder } from "./support/folders.ts";
import { DENO_DIR, PROGRAM } from "./support/program.ts";

const isLinux = Deno.build.os === "linux";

/** Starts netwho with its data in a folder, as a scheduler does. */
function startTask(folder: string, ...args: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [...PROGRAM, "schedule", "exec", "try", "--", ...args],
    cwd: folder,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { XDG_DATA_HOME: `${folder}/data`, LOCALAPPDATA: folder, DENO_DIR, FORCE_COLOR: "1" },
  }).spawn();
}

async function runTask(folder: string, ...args: string[]) {
  return await ended(startTask(folder, ...args));
}

async function ended(child: Deno.ChildProcess) {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The lines of the log, with times and lengths of time taken out. */
function logLines(folder: string): string[] {
  const base = isLinux ? `${folder}/data/netwho` : `${folder}\\netwho`;
  return Deno.readTextFileSync(`${base}/logs/try.log`)
    .replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /gm, "TIME ")
    .replace(/ after \d+\.\d s$/gm, " after A WHILE")
    .split("\n");
}

const LISTING = "  TCP    192.0.2.7:50123    198.51.100.4:443    ESTABLISHED    4711\r\n";
const ROW = ["netstat", "--from", "list.txt", "--format", "csv", "--fields", "remoteAddress,pid"];

Deno.test("a task prints into its log, and into nothing else", async () => {
  await inTemporaryFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/list.txt`, LISTING);
    for (let run = 0; run < 2; run++) {
      assertEquals(await runTask(folder, ...ROW), { code: 0, stdout: "", stderr: "" });
    }
    const once = [
      "TIME started: netwho netstat --from list.txt --format csv --fields remoteAddress,pid",
      "  remoteAddress,pid",
      "  198.51.100.4,4711",
      "TIME ended: exit code 0 after A WHILE",
    ];
    assertEquals(logLines(folder), [...once, ...once, ""]);
  });
});

Deno.test("errors go into the log, and their exit codes to the scheduler", async () => {
  await inTemporaryFolder(async (folder) => {
    const missing = await runTask(folder, "netstat", "--from", "none.txt");
    assertEquals(missing, { code: 3, stdout: "", stderr: "" });
    const wrong = await runTask(folder, "netstat", "--adress", "x");
    assertEquals(wrong, { code: 2, stdout: "", stderr: "" });
    const log = logLines(folder);
    assertEquals(log[1], "  netwho: Cannot read none.txt: there is no such file or folder");
    assertEquals(log.filter((line) => line.startsWith("TIME ended")), [
      "TIME ended: exit code 3 after A WHILE",
      "TIME ended: exit code 2 after A WHILE",
    ]);
    assertStringIncludes(log.join("\n"), "  netwho: Unknown option --adress for netstat");
  });
});

Deno.test("names of programs do nothing to the terminal that shows the log", async () => {
  await inTemporaryFolder(async (folder) => {
    Deno.writeTextFileSync(
      `${folder}/tasks.csv`,
      '"e\x07\u202evil.exe","912","Console","1","9,216 K"\r\n',
    );
    await runTask(
      folder,
      "tasklist",
      "--from",
      "tasks.csv",
      "--format",
      "csv",
      "--fields",
      "process",
    );
    assertEquals(logLines(folder)[2], "  e\\x07\\u{202e}vil.exe");
  });
});

Deno.test("a command that asks for a task of no name, or for none, is refused", async () => {
  await inTemporaryFolder(async (folder) => {
    const refused = await runTask(folder);
    assertEquals(refused.code, 2);
    assertMatch(
      refused.stderr,
      /^netwho: Cannot run a task: write netwho schedule exec NAME -- COMMAND\n/,
    );
  });
});

Deno.test("a log that cannot be written keeps no task from running", async () => {
  await inTemporaryFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/list.txt`, LISTING);
    Deno.writeTextFileSync(`${folder}/${isLinux ? "data" : "netwho"}`, "");
    const { code, stdout, stderr } = await runTask(folder, ...ROW);
    assertEquals(code, 0);
    assertEquals(stdout, "remoteAddress,pid\r\n198.51.100.4,4711\r\n");
    const why = isLinux
      ? "write .*try\\.log: .*"
      : "make the folder .*logs: a file is in its place";
    assertMatch(stderr, new RegExp(`^netwho: Cannot ${why}; the task runs without a log\n$`));
  });
});

/** Runs a task that waits: for what comes out of a named pipe, which is nothing. */
async function withWaitingTask(
  test: (folder: string, child: Deno.ChildProcess) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    await new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).output();
    const writer = new Deno.Command("sh", { args: ["-c", "exec sleep 300 >pipe"], cwd: folder })
      .spawn();
    const child = startTask(folder, "netstat", "--from", "pipe");
    const log = `${folder}/data/netwho/logs/try.log`;
    const isThere = () => Deno.statSync(log).size > 0;
    for (let tries = 0; tries < 2400; tries++) {
      try {
        if (isThere()) break;
      } catch {
        // Not yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    try {
      await test(folder, child);
    } finally {
      writer.kill("SIGKILL");
      await writer.status;
    }
  });
}

for (const [signal, code] of [["SIGTERM", 143], ["SIGINT", 130]] as const) {
  Deno.test({
    name: `${signal} ends a task with a last line`,
    ignore: !isLinux,
    fn: () =>
      withWaitingTask(async (folder, child) => {
        child.kill(signal);
        assertEquals(await ended(child), { code, stdout: "", stderr: "" });
        assertEquals(logLines(folder), [
          "TIME started: netwho netstat --from pipe",
          "TIME ended: interrupted after A WHILE",
          "",
        ]);
      }),
  });
}

Deno.test({
  name: "a second run of a task ends at once, and one after a killed one does not",
  ignore: !isLinux,
  fn: () =>
    withWaitingTask(async (folder, child) => {
      Deno.writeTextFileSync(`${folder}/list.txt`, LISTING);
      assertEquals(await runTask(folder, ...ROW), { code: 0, stdout: "", stderr: "" });
      child.kill("SIGKILL");
      await ended(child);
      assertEquals((await runTask(folder, ...ROW)).code, 0);
      assertEquals(logLines(folder).filter((line) => line.startsWith("TIME")), [
        "TIME started: netwho netstat --from pipe",
        "TIME not started: the run before it still goes on",
        "TIME started: netwho netstat --from list.txt --format csv --fields remoteAddress,pid",
        "TIME ended: exit code 0 after A WHILE",
      ]);
    }),
});
