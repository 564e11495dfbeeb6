import { assert, assertEquals, assertLess, assertRejects, assertThrows } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { HostError } from "../../../lib/host/host.ts";
import { linuxTool, runProgram } from "../../../lib/host/deno/deno_programs.ts";
import { windowsFolder, windowsTool } from "../../../lib/host/windows/system32.ts";
import { assertQuick } from "../../support/timing.ts";

const ignore = Deno.build.os !== "linux";
const kindOf = async (call: () => Promise<unknown>) => (await assertRejects(call, HostError)).kind;

Deno.test({
  name: "both outputs and the exit code come back",
  ignore,
  async fn() {
    const capture = await runProgram("/bin/sh", ["-c", "printf 'a\\0b'; printf c >&2; exit 7"], {
      timeoutMilliseconds: 60_000,
    });
    assertEquals([...capture.stdout], [97, 0, 98]);
    assertEquals([...capture.stderr], [99]);
    assertEquals(capture.code, 7);
  },
});

Deno.test({
  name: "standard input is closed",
  ignore,
  async fn() {
    const capture = await runProgram("/bin/cat", [], { timeoutMilliseconds: 60_000 });
    assertEquals(capture.stdout.length, 0);
  },
});

Deno.test({
  name: "a program reads its input to its end, however long it is",
  ignore,
  async fn() {
    for (const length of [0, 5, 3_000_000]) {
      const input = new Uint8Array(length).map((_, at) => at);
      const capture = await runProgram("/bin/cat", [], { timeoutMilliseconds: 60_000, input });
      assertEquals(capture, { stdout: input, stderr: new Uint8Array(), code: 0 });
    }
  },
});

Deno.test({
  name: "a program that does not read its input is none the worse",
  ignore,
  async fn() {
    const input = new Uint8Array(3_000_000);
    const scripts = { "printf a": "a", "exec <&-; printf b": "b", "head -c 3 | wc -c": "3\n" };
    for (const [script, printed] of Object.entries(scripts)) {
      const { stdout, code } = await runProgram("/bin/sh", ["-c", script], {
        timeoutMilliseconds: 60_000,
        input,
      });
      assertEquals([new TextDecoder().decode(stdout), code], [printed, 0], script);
    }
    const hang = () => runProgram("/bin/sleep", ["60"], { timeoutMilliseconds: 100, input });
    assertEquals(await kindOf(hang), "timedOut");
  },
});

Deno.test({
  name: "what was printed until the time was up is kept where it is wanted",
  ignore,
  async fn() {
    const marker = `60.${Deno.pid}`;
    const options = { timeoutMilliseconds: 6_000, keepPartial: true };
    const script = `printf a; printf b >&2; exec /bin/sleep ${marker}`;
    const capture = await runProgram("/bin/sh", ["-c", script], options);
    assertEquals(capture, {
      stdout: new TextEncoder().encode("a"),
      stderr: new TextEncoder().encode("b"),
      code: 1,
      timedOut: true,
    });
    assertEquals(runningWith(marker), [], "it is gone");
    const whole = await runProgram("/bin/echo", ["a"], { ...options, timeoutMilliseconds: 60_000 });
    assertEquals([whole.code, whole.timedOut], [0, undefined]);
    const endless = { ...options, timeoutMilliseconds: 60_000, outputLimit: 1_000 };
    assertEquals(await kindOf(() => runProgram("/usr/bin/yes", [], endless)), "tooMuchOutput");
  },
});

Deno.test({
  name: "a grandchild that holds the pipes does not hold up a partial answer",
  ignore,
  async fn() {
    const marker = `61.${Deno.pid}`;
    const began = performance.now();
    const capture = await runProgram("/bin/sh", ["-c", `printf a; /bin/sleep ${marker}; :`], {
      timeoutMilliseconds: 6_000,
      keepPartial: true,
    });
    assertEquals(capture.stdout, new TextEncoder().encode("a"));
    assertLess(performance.now() - began, 50_000);
    for (const { pid } of runningWith(marker)) endByForce(pid);
  },
});

Deno.test({
  name: "a program that hangs is ended, and so is one that ignores requests to end",
  ignore,
  async fn() {
    const marker = `60.${Deno.pid}`;
    const began = performance.now();
    const hang = `trap '' TERM INT; while :; do /bin/sleep ${marker}; done`;
    assertEquals(
      await kindOf(() => runProgram("/bin/sleep", [marker], { timeoutMilliseconds: 100 })),
      "timedOut",
    );
    assertEquals(
      await kindOf(() => runProgram("/bin/sh", ["-c", hang], { timeoutMilliseconds: 100 })),
      "timedOut",
    );
    assertLess(performance.now() - began, 50_000, "returned although a grandchild holds the pipe");
    const left = runningWith(marker);
    assertEquals(left.filter(({ args }) => args[0] === "/bin/sh"), []);
    for (const { pid } of left) endByForce(pid); // the shell's own child
    assertLess(left.length, 2, "the program run directly is gone");
  },
});

Deno.test({
  name: "too much output ends a program",
  ignore,
  async fn() {
    const run = () =>
      runProgram("/usr/bin/yes", [], { timeoutMilliseconds: 60_000, outputLimit: 100_000 });
    assertEquals(await kindOf(run), "tooMuchOutput");
  },
});

Deno.test("a program that is not there", async () => {
  const run = () => runProgram("/nowhere/netstat", [], { timeoutMilliseconds: 1_000 });
  assertEquals(await kindOf(run), "notFound");
});

Deno.test("only names are tools, never paths or options", async () => {
  for (const tool of ["../bin/sh", "/bin/sh", "-x", "", "sh\0"]) {
    const run = () => denoHost().run(tool, [], { timeoutMilliseconds: 1_000 });
    assertEquals(await kindOf(run), "notFound", tool);
  }
});

Deno.test("Windows tools stand in System32, wherever Windows is", () => {
  assertEquals(windowsTool("netstat", "D:\\WINNT"), "D:\\WINNT\\System32\\netstat.exe");
  assertEquals(windowsTool("chcp", undefined), "C:\\Windows\\System32\\chcp.com");
  assertEquals(windowsFolder("C:\\WINDOWS\\"), "C:\\WINDOWS");
  for (const folder of ["F:\\Windows", "X:\\Windows", "C:\\WINNT", "D:\\OS (1)\\Größe"]) {
    assertEquals(windowsFolder(folder), folder);
  }
});

Deno.test("a Windows folder that is no plain absolute path is not believed", () => {
  for (
    const root of [
      "",
      "Windows",
      "\\\\evil\\share",
      "\\\\?\\C:\\Windows",
      "C:",
      "C:\\",
      "C:Windows",
      "C:\\a\\..\\b",
      "C:/Windows",
      "C:\\Windows:evil",
      "C:\\a\0\\b",
    ]
  ) {
    assertEquals(windowsFolder(root), "C:\\Windows", root);
  }
});

Deno.test("Linux tools stand in the fixed folders", () => {
  assertEquals(linuxTool("ss", (path) => path === "/usr/sbin/ss"), "/usr/sbin/ss");
  assertEquals(linuxTool("ss", () => true), "/usr/bin/ss");
  assertEquals(linuxTool("ss", (path) => path === "/home/someone/ss"), null);
});

Deno.test("the real host answers without any slow start", async () => {
  await assertQuick(5, denoHost);
  const host = denoHost();
  assertEquals(host.os, Deno.build.os === "windows" ? "windows" : "linux");
  const [before, now, after] = [Date.now(), host.now(), Date.now()];
  assert(before <= now && now <= after, `${now} between ${before} and ${after}`);
  assertThrows(() => host.readFile("/nowhere/at/all"), HostError, "Cannot read /nowhere/at/all");
});

Deno.test("waiting takes the time it is said to", async () => {
  const began = performance.now();
  await denoHost().sleep(30);
  assertLess(25, performance.now() - began);
});

Deno.test({
  name: "Linux has no code pages, and knows whether it is root",
  ignore,
  fn() {
    const host = denoHost();
    assertEquals([host.consoleCodePage(), host.oemCodePage()], [null, null]);
    assertEquals(host.elevated(), Deno.uid() === 0);
    assertEquals(host.processFacts([1]), new Map());
    assertEquals(host.listedProcesses(), new Map());
  },
});

function endByForce(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function runningWith(argument: string): { pid: number; args: string[] }[] {
  return Array.from(Deno.readDirSync("/proc")).flatMap(({ name }) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const args = Deno.readTextFileSync(`/proc/${name}/cmdline`).split("\0");
      return args.some((arg) => arg.includes(argument)) ? [{ pid: Number(name), args }] : [];
    } catch {
      return [];
    }
  });
}

Deno.test({
  name: "a signal ends a program, and the call rejects with its reason",
  ignore,
  async fn() {
    const marker = `62.${Deno.pid}`;
    const controller = new AbortController();
    const { signal } = controller;
    const options = { timeoutMilliseconds: 60_000, signal };
    const running = runProgram("/bin/sleep", [marker], options);
    const reason = { why: "enough" };
    setTimeout(() => controller.abort(reason), 50);
    assertEquals(await running.catch((thrown) => thrown), reason);
    assertEquals(runningWith(marker), []);
    const late = runProgram("/nowhere/netstat", [], options);
    assertEquals(await late.catch((thrown) => thrown), reason, "nothing is started any more");
    const done = { timeoutMilliseconds: 60_000, signal: new AbortController().signal };
    assertEquals((await runProgram("/bin/echo", ["a"], done)).code, 0);
  },
});

Deno.test("a signal ends a wait", async () => {
  const controller = new AbortController();
  const waiting = denoHost().sleep(60_000, { signal: controller.signal });
  controller.abort("enough");
  assertEquals(await waiting.catch((thrown) => thrown), "enough");
});
