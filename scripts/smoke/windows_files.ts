/**
 * Tries what files of Windows do to the executable under Wine; part of windows.ts. Links, access lists
 * and the attribute for read-only files are no such thing under Wine for its own user.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Ended, winbox, wine } from "./executable.ts";
import { bytesOf, LANGUAGES, netstatText } from "./languages.ts";
import { put } from "./wine_drive.ts";

const ENGLISH = LANGUAGES[0]!;
const FOLDER = "C:\\app\\files";
const OUT = `${FOLDER}\\out.csv`;
const FROM = ["netstat", "--from", "C:\\app\\files.txt", "--fields", "pid", "--format", "csv"];

function cmd(...args: string[]): Promise<Ended> {
  return winbox("wine", "cmd", "/c", ...args);
}

async function read(path: string): Promise<string> {
  return (await cmd("type", path)).stdout;
}

/** Runs a test with an empty folder, and with a saved output to read. */
async function withFolder(test: () => Promise<void>): Promise<void> {
  await put("files.txt", bytesOf(netstatText(ENGLISH), ENGLISH));
  await cmd("mkdir", FOLDER);
  try {
    await test();
  } finally {
    await cmd("del", "/q", `${FOLDER}\\*`);
    await cmd("rmdir", FOLDER);
  }
}

/** Starts a program and goes on. It gets no pipes of ours, which would stay open as long as it runs. */
async function startInBackground(line: string): Promise<void> {
  await new Deno.Command(Deno.env.get("WINBOX")!, {
    args: ["wine", "cmd", "/c", `start /b ${line}`],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
}

/** Keeps a file open as Excel does: others may read it, and nothing else. */
async function whileOpen(path: string, test: () => Promise<void>): Promise<void> {
  const holder = `${FOLDER}\\holder.exe`;
  await cmd("copy", "/y", "C:\\windows\\system32\\ping.exe", holder);
  await startInBackground(`${holder} -n 300 127.0.0.1 > ${path} 2>&1`);
  try {
    for (let tries = 0; !(await cmd("tasklist")).stdout.includes("holder.exe"); tries++) {
      assert(tries < 40, "the file's holder does not run");
    }
    await test();
  } finally {
    await winbox("wine", "taskkill", "/f", "/im", "holder.exe");
  }
}

Deno.test("netwho.exe and a file that is open in another program", async () => {
  await withFolder(() =>
    whileOpen(OUT, async () => {
      for (const append of [[], ["--append"]]) {
        const { code, stdout, stderr } = await wine(...FROM, "--out", OUT, ...append);
        assertEquals([code, stdout], [3, ""]);
        assertStringIncludes(stderr, `Cannot write ${OUT}: another program has it open`);
        assertStringIncludes(stderr, "Close it there");
      }
      const { stdout } = await cmd("dir", "/b", "/a", FOLDER);
      assertEquals(stdout.split(/\r?\n/).filter((name) => name.endsWith(".tmp")), []);
    })
  );
});

Deno.test("netwho.exe replaces a file, by any path that leads to it", async () => {
  await withFolder(async () => {
    const { stdout: rows } = await wine(...FROM);
    assertStringIncludes(rows, "pid\r\n");
    for (const path of [`\\\\?\\${OUT}`, OUT.replaceAll("\\", "/")]) {
      await cmd(`echo old > ${OUT}`);
      const { code, stderr } = await wine(...FROM, "--out", path);
      assertEquals([code, stderr], [0, ""], path);
      assertEquals(await read(OUT), rows, path);
    }
    await cmd("attrib", "+h", OUT);
    assertEquals((await wine(...FROM, "--out", OUT)).code, 0);
    assertStringIncludes((await cmd("attrib", OUT)).stdout, "H", "a hidden file stays hidden");
    await cmd("attrib", "-h", OUT);
    await cmd("mklink", "/h", `${FOLDER}\\other.csv`, OUT);
    await cmd(`echo old > ${OUT}`);
    assertEquals((await wine(...FROM, "--out", OUT)).code, 0);
    assertEquals(await read(`${FOLDER}\\other.csv`), rows, "a hard link stays one");
    const { stdout } = await cmd("dir", "/b", "/a", FOLDER);
    assertEquals(stdout.trim().split(/\s+/).sort(), ["other.csv", "out.csv"]);
  });
});

Deno.test("netwho.exe and the names of devices", async () => {
  await withFolder(async () => {
    for (const path of ["nul", `${FOLDER}\\nul`]) {
      const { code, stdout, stderr } = await wine(...FROM, "--out", path);
      assertEquals([code, stdout, stderr], [0, "", ""], path);
    }
    const refused: [args: string[], device: string][] = [
      [[...FROM, "--out", `${FOLDER}\\aux.csv`], "AUX"],
      [[...FROM, "--out", "com1", "--append"], "COM1"],
      [["netstat", "--from", "con"], "CON"],
      [["netstat", "--record", `${FOLDER}\\prn`], "PRN"],
    ];
    for (const [args, device] of refused) {
      const { code, stdout, stderr } = await wine(...args);
      assertEquals([code, stdout], [3, ""], args.join(" "));
      assertStringIncludes(stderr, `on Windows ${device} is a device and no file`);
    }
    assertEquals((await cmd("dir", "/b", "/a", FOLDER)).stdout.trim(), "");
  });
});
