/**
 * Tries netwho.exe under Wine where strangers have put libraries and programs beside it, into the current
 * folder and into PATH, with an environment that leads there; part of windows.ts. Each of them leaves a
 * file beside itself when it runs (planted.c).
 *
 * Wine does not look at the load flags of a program, which keep Windows from the libraries that
 * netwho.exe imports: `windows_hostile.ps1` tries those on a real Windows. And Wine gives a program its
 * own `SystemRoot`, whatever its parent has set.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { temporaryFolder } from "../../tests/support/folders.ts";
import { command, type Ended, winbox } from "./executable.ts";
import { VERSION } from "../../lib/version.ts";
import { APP, put, putExecutable, putFile } from "./wine_drive.ts";

const FOLDER = "C:\\app\\hostile";
/** Beside netwho.exe, in the current folder, in PATH. */
const PLACES = ["beside", "current", "path"];

/** Libraries that are no KnownDLLs of Windows, and some that are. */
const LIBRARIES = [
  ...["userenv", "bcrypt", "crypt32", "version", "iphlpapi", "winmm", "dbghelp", "opengl32"],
  ...["advapi32", "kernel32", "ntdll", "ws2_32", "dnsapi", "mswsock", "cryptbase", "profapi"],
];
/** Those that Wine takes from beside a program too, where it is told to. */
const PREFERRED = ["version", "iphlpapi", "winmm", "dbghelp", "opengl32", "dnsapi", "cryptbase"];
/** netwho.exe imports it: only the load flags keep it from there. */
const IMPORTED = "beside\\userenv.dll.ran";

const PROGRAMS = [
  ...["netstat.exe", "tasklist.exe", "nslookup.exe", "chcp.com", "taskkill.exe", "powershell.exe"],
  ...["ipconfig.exe", "netsh.exe", "schtasks.exe", "clip.exe", "cmd.exe", "conhost.exe"],
];

const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: `${FOLDER}\\path;${FOLDER}\\current;%PATH%`,
  PATHEXT: ".DLL;.COM;.EXE",
  ComSpec: `${FOLDER}\\path\\cmd.exe`,
  SystemRoot: FOLDER,
  windir: FOLDER,
  PSModulePath: `${FOLDER}\\path`,
  TEMP: FOLDER,
  TMP: FOLDER,
  DENO_DIR: FOLDER,
  DENO_INTERNAL_CHILD_ENTRYPOINT: `${FOLDER}\\foreign.js`,
  NODE_CHANNEL_FD: "0",
  NODE_OPTIONS: `--require ${FOLDER}\\foreign.js`,
  NODE_PATH: FOLDER,
  NODE_UNIQUE_ID: "1",
  DENO_PRELOAD: `${FOLDER}\\foreign.js`,
  DENO_V8_FLAGS: "--help",
  SSLKEYLOGFILE: `${FOLDER}\\keys.ran`,
};

const FOREIGN_SCRIPT = `Deno.writeTextFileSync(${JSON.stringify(`${FOLDER}\\script.ran`)}, "");\n`;

const SEPARATOR = "== the next run ==";

/** What is run, and what it must print. */
const RUNS: readonly (readonly [args: string, expected: RegExp])[] = [
  ["--version", new RegExp(`^\\s*netwho ${VERSION.replaceAll(".", "\\.")}\\s*$`)],
  ["doctor --format json", /"check":"netstat","status":"ok"/],
  ["--details --format json", /^\s*\[[^]*\]\s*$/],
  // Without an nslookup in System32 Deno's own resolver is asked, which loads iphlpapi.dll.
  ["nslookup 192.0.2.1 --timeout 1 --format json", /"query":"192\.0\.2\.1"/],
  ["whois 8.8.8.8 --timeout 1 --format json", /"address":"8\.8\.8\.8"/],
];

Deno.test("nothing foreign runs from beside netwho.exe, the current folder, PATH or the environment", async (test) => {
  await plant();
  try {
    await test.step("the trap works: who looks for a program or a library by name runs the planted one", async () => {
      await batch("trap.cmd", [`cd /d ${FOLDER}\\current`, "netstat", `${FOLDER}\\path\\chcp.com`]);
      await winbox("wine", "cmd", "/c", `${FOLDER}\\trap.cmd`);
      await preferring(() =>
        winbox("wine", "rundll32", `${FOLDER}\\current\\iphlpapi.dll,Nothing`)
      );
      assertEquals(
        await marks(),
        ["current\\iphlpapi.dll.ran", "current\\netstat.exe.ran", "path\\chcp.com.ran"],
      );
    });

    await test.step("netwho.exe answers, and nothing of that runs", async () => {
      const { stdout, stderr } = await preferring(hostile);
      const answers = stdout.split(SEPARATOR);
      assertEquals(answers.length, RUNS.length + 1, stdout + stderr);
      for (const [index, [args, expected]] of RUNS.entries()) {
        assertMatch(answers[index + 1]!, expected, `netwho.exe ${args}: ${stderr}`);
      }
      assertEquals((await marks()).filter((mark) => mark !== IMPORTED), []);
    });
  } finally {
    await winbox("wine", "cmd", "/c", "rmdir", "/s", "/q", FOLDER);
  }
});

/** Runs netwho.exe in the hostile place. */
async function hostile(): Promise<Ended> {
  const variables = Object.entries(ENVIRONMENT).map(([name, value]) => `set ${name}=${value}`);
  await batch("run.cmd", [
    `cd /d ${FOLDER}\\current`,
    ...variables,
    ...RUNS.flatMap(([args]) => [`echo ${SEPARATOR}`, `${FOLDER}\\beside\\netwho.exe ${args}`]),
  ]);
  return await winbox("wine", "cmd", "/c", `${FOLDER}\\run.cmd`);
}

/** Has Wine prefer libraries from beside a program to its own, as Windows does. */
async function preferring(run: () => Promise<Ended>): Promise<Ended> {
  const before = Deno.env.get("WINBOX_ENV");
  Deno.env.set("WINBOX_ENV", `WINEDLLOVERRIDES=${PREFERRED.join(",")}=n,b`);
  try {
    return await run();
  } finally {
    if (before === undefined) Deno.env.delete("WINBOX_ENV");
    else Deno.env.set("WINBOX_ENV", before);
  }
}

/** Puts netwho.exe, the libraries, the programs and the scripts in their places. */
async function plant(): Promise<void> {
  using folder = temporaryFolder();
  const compiler = "x86_64-w64-mingw32-gcc";
  const source = `${import.meta.dirname}/planted.c`;
  const program = `${folder.path}/planted.exe`;
  const library = `${folder.path}/planted.dll`;
  for (
    const options of [[`-o${program}`], [`-o${library}`, "-shared", "-DLIBRARY"]]
  ) {
    const made = await command(compiler, ["-O2", "-s", ...options, source]);
    assertEquals(made.code, 0, made.stderr);
  }
  const bundled = `${FOLDER}\\deno-compile-netwho.exe`;
  const folders = [...PLACES.map((place) => `${FOLDER}\\${place}`), bundled];
  await batch("planted.cmd", [
    ...folders.map((made) => `mkdir ${made}`),
    ...PLACES.flatMap((place) => [
      ...LIBRARIES.map((name) => `copy /y C:\\app\\planted.dll ${FOLDER}\\${place}\\${name}.dll`),
      ...PROGRAMS.map((name) => `copy /y C:\\app\\planted.exe ${FOLDER}\\${place}\\${name}`),
    ]),
    `copy /y C:\\app\\planted.js ${FOLDER}\\foreign.js`,
    // Where the runtime places its built-in files, by name: those must win.
    `copy /y C:\\app\\planted.js ${bundled}\\cli.js`,
    `copy /y C:\\app\\netwho.exe ${FOLDER}\\beside\\netwho.exe`,
    "del C:\\app\\planted.*",
  ], "C:\\app");
  await putExecutable();
  await putFile(program, "planted.exe");
  await putFile(library, "planted.dll");
  await put("planted.js", FOREIGN_SCRIPT);
  await winbox("wine", "cmd", "/c", "C:\\app\\planted.cmd");
}

/** Writes a batch file. */
async function batch(name: string, lines: readonly string[], folder = FOLDER): Promise<void> {
  const place = folder.slice(APP.length + 1).replaceAll("\\", "/");
  const path = place === "" ? name : `${place}/${name}`;
  await put(path, ["@echo off", ...lines, ""].join("\r\n"));
}

/** The files that foreign code has left, which are gone afterwards. */
async function marks(): Promise<string[]> {
  const all = `${FOLDER}\\*.ran`;
  const { stdout } = await winbox("wine", "cmd", "/c", `dir /s /b ${all} & del /s /q ${all}`);
  return stdout.split(/\r?\n/)
    .filter((line) => line.startsWith(FOLDER) && line.toLowerCase().endsWith(".ran"))
    .map((line) => line.slice(FOLDER.length + 1))
    .sort();
}
