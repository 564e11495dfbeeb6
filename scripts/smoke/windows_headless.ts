/**
 * Tries the executable for Windows as a GUI program, a service or Task Scheduler starts it, under Wine;
 * part of windows.ts. In the place of tasklist is a program that notes what it was started with.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { command, hidesTools, winbox } from "./executable.ts";
import { writeAnswers } from "./languages.ts";
import { NETWHO, putExecutable, putFile } from "./wine_drive.ts";

const LOG = "C:\\app\\probe.log";
const NAME = "Größe.exe";

/** Compiles a C program of this folder for Windows, and puts it into C:\app. */
async function putProgram(name: string): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const made = await command("x86_64-w64-mingw32-gcc", [
      ...["-municode", "-O1", "-s", "-o", `${folder}/${name}.exe`],
      `${import.meta.dirname}/${name}.c`,
    ]);
    assertEquals([made.code, made.stderr], [0, ""]);
    await putFile(`${folder}/${name}.exe`, `${name}.exe`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Puts the probe in the place of tasklist. */
async function plantProbe(): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/tasklist`);
    await Deno.writeTextFile(`${folder}/tasklist/index.tsv`, "");
    const stdout = new TextEncoder().encode("Active code page: 437\r\n");
    writeAnswers(folder, { tool: "chcp", answers: [{ args: "*", stdout }] });
    assertEquals((await winbox("replay", folder)).code, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const tasklist = "C:\\windows\\system32\\tasklist.exe";
  const copied = await winbox(
    ...["wine", "cmd", "/c", "copy", "/y", "C:\\app\\tool_probe.exe", tasklist],
  );
  assertEquals(copied.code, 0, copied.stdout);
}

/** What the probe noted since the last time, by kind. */
async function notes(): Promise<Record<string, string[]>> {
  const { stdout } = await winbox("wine", "cmd", "/c", `type ${LOG} & del ${LOG}`);
  const lines = stdout.split(/\r?\n/).filter((line) => line !== "");
  const kinds: Record<string, string[]> = {};
  for (const line of lines) {
    const [kind = "", ...rest] = line.split(" ");
    (kinds[kind] ??= []).push(rest.join(" "));
  }
  return kinds;
}

/** A file that netwho wrote; it is removed. */
async function takeFile(path: string): Promise<string> {
  const { stdout } = await winbox("wine", "cmd", "/c", `type ${path} & del ${path}`);
  return stdout;
}

Deno.test("netwho.exe starts its tools where and with what Windows has, and hidden", async (test) => {
  for (const name of ["tool_probe", "windows_parent"]) await putProgram(name);
  await putExecutable();
  await plantProbe();
  try {
    await test.step("neither the current folder nor the environment reaches a tool", async () => {
      const hostile = [
        "COR_PROFILER_PATH=C:\\evil.dll",
        "PSModulePath=C:\\evil",
        "windir=C:\\evil",
      ];
      const set = [...hostile, "PATH=C:\\evil", "ComSpec=C:\\evil.exe"].map((one) =>
        `set ${one}&& `
      );
      const line = `cd /d C:\\app&& ${set.join("")}${NETWHO} tasklist --format json`;
      const { code, stdout, stderr } = await winbox("wine", "cmd", "/c", line);
      assertEquals(code, 0, stderr);
      assertEquals(JSON.parse(stdout)[0].process, NAME);
      const { folder, variable } = await notes();
      for (const one of folder!) assertMatch(one, /^C:\\windows\\System32$/i);
      assertEquals(variable!.filter((one) => /evil|COR_PROFILER/i.test(one)), []);
      assertEquals(variable!.some((one) => /^SystemRoot=C:\\windows$/i.test(one)), true);
    });

    const shows = !await hidesTools();
    for (const how of ["detached-bare", "hidden"]) {
      await test.step(`${how}: the file is written, names are right, no window is shown`, async () => {
        const file = `C:\\app\\${how}.json`;
        const { code, stdout, stderr } = await winbox(
          ...["wine", "C:\\app\\windows_parent.exe", "start", how, "--"],
          ...[NETWHO, "tasklist", "--out", file],
        );
        assertEquals([code, stdout.trim()], [0, "code 0"], stderr);
        assertEquals(JSON.parse(await takeFile(file))[0].process, NAME);
        const { page, window } = await notes();
        assertEquals([...new Set(window)], ["0"]);
        // Without a console of its own, a tool would be given one with a window.
        if (how.startsWith("hidden") || !shows) assertEquals([...new Set(page)], ["437"]);
      });
    }

    await test.step("a failure tells by the exit code, where nothing can be printed", async () => {
      const { stdout } = await winbox(
        ...["wine", "C:\\app\\windows_parent.exe", "start", "detached-bare", "--"],
        ...[NETWHO, "--from", "C:\\app\\missing.txt"],
      );
      assertEquals(stdout.trim(), "code 3");
    });
  } finally {
    await winbox("restore");
    await winbox("wine", "cmd", "/c", `del ${LOG}`);
  }
});

Deno.test("netwho.exe leaves nothing behind where its console closes in the middle of writing", async () => {
  await putProgram("windows_parent");
  await putExecutable();
  const folder = "C:\\app\\closing";
  await winbox("wine", "cmd", "/c", "mkdir", folder);
  try {
    const { code, stdout } = await winbox(
      ...["wine", "C:\\app\\windows_parent.exe", "close", "2", folder, "--"],
      ...[NETWHO, "--from", "-", "--out", `${folder}\\out.json`],
    );
    assertEquals([code, stdout.trim().split(/\s*\n/)], [0, ["before 1", "after 0"]]);
  } finally {
    await winbox("wine", "cmd", "/c", "rmdir", "/s", "/q", folder);
  }
});
