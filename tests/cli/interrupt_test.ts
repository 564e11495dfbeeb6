import { assertEquals } from "@std/assert";
import { temporaryFolder } from "../support/folders.ts";
import { ROOT } from "../support/program.ts";

const LISTENER = "  TCP    192.0.2.1:80    0.0.0.0:0    LISTENING    4\r\n";
// Windows has no way to send Ctrl+C to one program alone.
const ignore = Deno.build.os === "windows";

/** Starts netwho in the middle of reading standard input and writing a file. */
async function startReading(folder: string, { before = [] }: { before?: readonly string[] } = {}) {
  const [program, ...args] = [...before, Deno.execPath(), "run", "--quiet", "--allow-all"];
  const child = new Deno.Command(program!, {
    args: [...args, "cli.ts", "--from", "-", "--out", `${folder}/out`],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  // More than a pipe holds: once it is taken, the program is there and reading.
  await writer.write(new TextEncoder().encode(LISTENER.repeat(10_000)));
  return { child, writer };
}

/** The exit codes that a shell gives a program that died of the signal. */
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131 } as const;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) {
  Deno.test({
    name: `${signal} ends the program at once, with its code, without a word and without a trace`,
    ignore,
    async fn() {
      using folder = temporaryFolder();
      const { child, writer } = await startReading(folder.path);
      child.kill(signal);
      const [{ code }, stdout, stderr] = await Promise.all([
        child.status,
        new Response(child.stdout).text(),
        new Response(child.stderr).text(),
      ]);
      await writer.abort().catch(() => {});
      assertEquals(code, CODES[signal]);
      assertEquals([stdout, stderr], ["", ""]);
      assertEquals([...Deno.readDirSync(folder.path)], []);
    },
  });
}

Deno.test({
  name: "a program that nohup started outlives its terminal",
  ignore,
  async fn() {
    using folder = temporaryFolder();
    const { child, writer } = await startReading(folder.path, { before: ["nohup"] });
    child.kill("SIGHUP");
    await new Promise((resolve) => setTimeout(resolve, 200));
    await writer.close();
    assertEquals((await child.output()).code, 0);
    assertEquals(Array.from(Deno.readDirSync(folder.path), ({ name }) => name), ["out"]);
  },
});

Deno.test({
  name: "an interruption leaves no child behind",
  ignore: Deno.build.os !== "linux",
  async fn() {
    // All files of tests run in one process: another one has markers that begin with its ID.
    const marker = `0${Deno.pid}`;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-A", "tests/support/terminal_program.ts", "children", marker],
      cwd: ROOT,
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read(); // it is ready
    assertEquals(runningWith(`60.${marker}`), 2);
    child.kill("SIGTERM");
    assertEquals((await child.status).code, 143);
    await reader.cancel();
    for (let tries = 0; tries < 500 && runningWith(`60.${marker}`) > 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assertEquals(runningWith(`60.${marker}`), 0);
  },
});

/** The number of processes with such an argument. */
function runningWith(argument: string): number {
  return Array.from(Deno.readDirSync("/proc")).filter(({ name }) => {
    try {
      return Deno.readTextFileSync(`/proc/${name}/cmdline`).split("\0").includes(argument);
    } catch {
      return false;
    }
  }).length;
}

Deno.test({
  name: "an interrupt ends the wait for the other end of a named pipe",
  // Deno 2.7 opens a named pipe on the very thread that would hear the interrupt.
  ignore: ignore || Deno.version.deno.startsWith("2.7."),
  async fn() {
    using folder = temporaryFolder();
    const pipe = `${folder.path}/pipe`;
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", "cli.ts", "--from", pipe],
      cwd: ROOT,
      stdin: "null",
    }).spawn();
    await new Promise((resolve) => setTimeout(resolve, 1000)); // it waits by now
    child.kill("SIGINT");
    const late = setTimeout(() => child.kill("SIGKILL"), 60_000);
    const { code } = await child.status;
    clearTimeout(late);
    assertEquals(code, 130);
  },
});
