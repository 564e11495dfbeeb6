import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { runProgram } from "../../../lib/host/deno/deno_programs.ts";
import type { Surroundings } from "../../../lib/host/deno/running_program.ts";
import { startHidden } from "../../../lib/host/deno/start_hidden.ts";
import { system32File } from "../../../lib/host/windows/system32.ts";
import { systemRoot } from "../../../lib/host/windows/system_root.ts";
import { temporaryFolder } from "../../support/folders.ts";

const windows = Deno.build.os === "windows";
const CMD = system32File("cmd.exe", systemRoot());
const SHELL = windows ? CMD : "/bin/sh";
const SURROUNDINGS: Surroundings = windows
  ? { cwd: `${systemRoot()}\\System32`, env: { SystemRoot: systemRoot() } }
  : { cwd: "/usr", env: { MARK: "here" } };

/** Starts a command of the shell as a program that nobody sees. */
function start(command: string, { inputBytes = null }: { inputBytes?: number | null } = {}) {
  const args = [windows ? "/c" : "-c", command];
  return startHidden(SHELL, { args, inputBytes }, SURROUNDINGS);
}

const textOf = async (stream: ReadableStream<Uint8Array>) => await new Response(stream).text();

Deno.test("a hidden program's outputs and exit code come back, from the folder it was given", async () => {
  const child = await start(windows ? "cd& echo b>&2& exit 7" : "pwd; echo b >&2; exit 7");
  const outputs = await Promise.all([textOf(child.stdout), textOf(child.stderr), child.status]);
  assertEquals(outputs.slice(0, 2).map((text) => String(text).trim().toLowerCase()), [
    SURROUNDINGS.cwd.toLowerCase(),
    "b",
  ]);
  assertEquals(outputs[2], { code: 7 });
});

Deno.test("a hidden program has the environment it was given, and no other", async () => {
  const child = await start(windows ? "set" : "env");
  const [printed] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  for (const [name, value] of Object.entries(SURROUNDINGS.env)) {
    assertStringIncludes(printed, `${name}=${value}`);
  }
  assertEquals(/^HOME=|^USERPROFILE=/m.test(printed), false, printed);
  await child.status;
});

Deno.test("a hidden program reads its input to its end", async () => {
  const program = windows ? system32File("findstr.exe", systemRoot()) : "/bin/cat";
  const args = windows ? ["a"] : [];
  const child = await startHidden(program, { args, inputBytes: 32_000 }, SURROUNDINGS);
  const writer = child.stdin.getWriter();
  // Numbered, since Deno 2.7 lends its memory.
  const lines = Array.from({ length: 4_000 }, (_, at) => `a${at}`);
  const sent = (async () => {
    await writer.write(new TextEncoder().encode(`${lines.join("\r\n")}\r\n`));
    await writer.close();
  })();
  const [printed] = await Promise.all([textOf(child.stdout), textOf(child.stderr), sent]);
  assertEquals(printed.trim().split(/\s+/), lines);
  await child.status;
});

Deno.test("a hidden program that is ended has failed; one that is not there is refused", async () => {
  const child = await start(windows ? "pause" : "exec sleep 60", { inputBytes: 0 });
  child.kill("SIGKILL");
  assertEquals((await child.status).code === 0, false);
  await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
  child.kill("SIGKILL"); // once more, which is no error
  const missing = `${SHELL}.nowhere`;
  await assertRejects(() => startHidden(missing, { args: [], inputBytes: null }, SURROUNDINGS));
});

Deno.test({
  name: "a tool starts in System32, with Windows' own environment, wherever netwho was started",
  ignore: !windows,
  async fn() {
    using folder = temporaryFolder();
    const before = Deno.cwd();
    const hostile = { COR_PROFILER_PATH: `${folder.path}\\evil.dll`, PSModulePath: folder.path };
    try {
      Deno.chdir(folder.path);
      for (const [name, value] of Object.entries(hostile)) Deno.env.set(name, value);
      const { stdout, code } = await runProgram(CMD, ["/c", "cd& set"], {
        timeoutMilliseconds: 60_000,
      });
      const printed = new TextDecoder().decode(stdout).toLowerCase();
      assertEquals(code, 0);
      assertEquals(printed.split(/\r?\n/)[0], `${systemRoot()}\\System32`.toLowerCase());
      assertEquals(printed.includes("evil.dll"), false, printed);
      assertStringIncludes(printed, `psmodulepath=${systemRoot().toLowerCase()}\\system32\\`);
    } finally {
      Deno.chdir(before);
      for (const name of Object.keys(hostile)) Deno.env.delete(name);
    }
  },
});
