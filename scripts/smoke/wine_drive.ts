/**
 * Files and programs on Wine's drive C, for the tries of the executable for Windows.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { temporaryFolder } from "../../tests/support/folders.ts";
import { winbox, WINDOWS_EXECUTABLE, wine, winpwsh } from "./executable.ts";

/** Where the programs are for Wine. */
export const APP = "C:\\app";

/** Where netwho.exe is for Wine, once it was put there. */
export const NETWHO = `${APP}\\netwho.exe`;

/** The folder of temporary files of Wine's user. */
export const TEMP = "C:\\users\\root\\AppData\\Local\\Temp";

/** Wine's drive C, as this machine has it. */
export function wineDrive(): string {
  return `${Deno.env.get("WINBOX_DIR") ?? "/var/tmp/winbox"}/w/prefix/drive_c`;
}

/** Puts a file into the folder of the programs. */
export async function putFile(path: string, name: string): Promise<void> {
  const { code, stderr } = await winbox("put", path, name);
  assertEquals(code, 0, stderr);
}

/** Puts netwho.exe there. */
export function putExecutable(): Promise<void> {
  return putFile(WINDOWS_EXECUTABLE, "netwho.exe");
}

/** Writes a file in the folder of the programs. */
export async function put(name: string, content: string | Uint8Array): Promise<void> {
  using folder = temporaryFolder();
  const path = `${folder.path}/content`;
  if (typeof content === "string") await Deno.writeTextFile(path, content);
  else await Deno.writeFile(path, content);
  await putFile(path, name);
}

/** Reads a file of the folder of the programs. */
export async function get(name: string): Promise<Uint8Array> {
  using folder = temporaryFolder();
  const path = `${folder.path}/content`;
  assertEquals((await winbox("get", name, path)).code, 0);
  return await Deno.readFile(path);
}

/** Reads a text of the folder of the programs. */
export async function getText(name: string): Promise<string> {
  return new TextDecoder().decode(await get(name));
}

/** Runs a test while a copy of Wine's ping, which has no socket, runs in the folder of temporary files. */
export async function whileRunning(
  program: string,
  test: (running: { readonly path: string; readonly pid: number }) => Promise<void>,
): Promise<void> {
  await winbox("restore");
  const path = `${TEMP}\\${program}`;
  await winbox("wine", "cmd", "/c", "mkdir", TEMP);
  await winbox("wine", "cmd", "/c", "copy", "/y", "C:\\windows\\system32\\ping.exe", path);
  const running = winbox("wine", path, "-n", "900", "127.0.0.1");
  let pid = 0;
  try {
    for (let tries = 0; pid === 0 && tries < 20; tries++) pid = await pidOf(program);
    assert(pid > 0, `${program} is not among the processes`);
    await test({ path, pid });
  } finally {
    await winbox("restore");
    await winbox("wine", "taskkill", "/f", "/pid", String(pid));
    await running;
    await winbox("wine", "cmd", "/c", "del", path);
  }
}

/** The process ID of a program that runs under Wine; 0 if none is listed. */
export async function pidOf(program: string): Promise<number> {
  const { stdout } = await wine("tasklist", "--process", program, "--format", "json");
  return JSON.parse(stdout)[0]?.pid ?? 0;
}

/** Runs a script in PowerShell for Windows, with `$netwho`, and returns what it leaves in `$result`. */
export async function runScript(script: string): Promise<Record<string, unknown>> {
  await putExecutable();
  using folder = temporaryFolder();
  const path = `${folder.path}/script.ps1`;
  // Through a file: the console's code page would change the names.
  await Deno.writeTextFile(
    path,
    `$ErrorActionPreference = 'Stop'
$netwho = '${NETWHO}'
${script}
[IO.File]::WriteAllText('${APP}\\result.json', (ConvertTo-Json $result -Depth 4))
`,
  );
  const { code, stdout, stderr } = await winpwsh("file", path);
  assertEquals(code, 0, `${stdout}${stderr}`);
  const result = await getText("result.json");
  await put("result.json", "null");
  return JSON.parse(result);
}
