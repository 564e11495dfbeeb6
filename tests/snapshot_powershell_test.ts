/**
 * Snapshots that went through PowerShell: read by it, changed by it, written again and read by
 * netwho.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Connection } from "../lib/model/connection.ts";
import { localPath, temporaryFolder } from "./support/folders.ts";
import { SHELLS } from "./support/powershell.ts";
import { realFiles } from "./support/real_files.ts";
import { runMain } from "./support/run_main.ts";

const RECORDING = localPath(new URL("./recordings/windows-ja", import.meta.url));

async function netwho(...args: string[]) {
  return await runMain(args, { host: realFiles() });
}

/** The rows that netwho reads, without a complaint. */
async function rowsOf(command: string, ...source: string[]): Promise<Connection[]> {
  const { code, stdout, stderr } = await netwho(command, ...source, "--format", "json");
  assertEquals([code, stderr], [0, ""], source[1]);
  return JSON.parse(stdout);
}

/** What is done with a snapshot, `$d`, that was read from `in.json`; each writes a file of its name. */
const SCRIPT = `
$ErrorActionPreference = 'Stop'
function Save($name) { process { $_ | Set-Content "$name.json" -Encoding UTF8 } }
$d = Get-Content in.json -Raw | ConvertFrom-Json

$d | ConvertTo-Json -Depth 5 | Save pretty
$d | ConvertTo-Json -Depth 5 -Compress | Save compressed
$d | ConvertTo-Json -Depth 5 | Set-Content utf16.json -Encoding Unicode
$d | ConvertTo-Json -Depth 5 > redirected.json
Get-Content in.json | Set-Content copied.json

ConvertTo-Json -InputObject @($d, $d) -Depth 6 | Save array
@($d, $d | ForEach-Object { $_ | ConvertTo-Json -Depth 5 -Compress }) | Set-Content lines.json -Encoding UTF8

$d | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue | Save depth1
$d | ConvertTo-Json -WarningAction SilentlyContinue | Save depth2

$all = $d.connections
foreach ($wanted in $env:NETWHO_PIDS -split ',') {
  $d.connections = $all | Where-Object pid -eq $wanted
  $d | ConvertTo-Json -Depth 5 | Save "pid$wanted"
}
`;

/** Runs the script in a folder with a snapshot. */
async function runScript(shell: string, { folder, pids }: { folder: string; pids: number[] }) {
  const { stdout } = await netwho("snapshot", "--replay", RECORDING);
  Deno.writeTextFileSync(`${folder}/in.json`, stdout);
  Deno.writeTextFileSync(`${folder}/script.ps1`, SCRIPT);
  const policy = Deno.build.os === "windows" ? ["-ExecutionPolicy", "Bypass"] : [];
  const { code, stderr } = await new Deno.Command(shell, {
    args: ["-NoProfile", "-NonInteractive", ...policy, "-File", "script.ps1"],
    cwd: folder,
    env: { NETWHO_PIDS: pids.join(",") },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
}

if (SHELLS.length === 0) Deno.test.ignore("there is no PowerShell on the PATH", () => {});

for (const shell of SHELLS) {
  Deno.test(`${shell}: snapshots are read after PowerShell has written them`, async (test) => {
    using folder = temporaryFolder();
    const path = (name: string) => `${folder.path}/${name}.json`;
    const rows = await rowsOf("connections", "--replay", RECORDING);
    assert(rows.some(({ process }) => process === "日本.exe"));
    const [single] = [...Map.groupBy(rows, ({ pid }) => pid)]
      .find(([, rows]) => rows.length === 1)!;
    const pids = [single!, 1234567];
    await runScript(shell, { folder: folder.path, pids });

    for (const name of ["pretty", "compressed", "utf16", "redirected", "copied"]) {
      await test.step(`the same rows: ${name}`, async () => {
        assertEquals(await rowsOf("connections", "--from", path(name)), rows);
        const processes = await rowsOf("tasklist", "--from", path(name));
        assertEquals(processes, await rowsOf("tasklist", "--from", path("in")));
      });
    }

    for (const name of ["array", "lines"]) {
      await test.step(`two snapshots in a file: ${name}`, async () => {
        assertEquals(await rowsOf("connections", "--from", path(name)), [...rows, ...rows]);
      });
    }

    await test.step("rows that were chosen, be it one or none", async () => {
      for (const pid of pids) {
        const chosen = await rowsOf("connections", "--from", path(`pid${pid}`));
        assertEquals(chosen, rows.filter((row) => row.pid === pid));
      }
    });

    await test.step("what ConvertTo-Json cuts off is told", async () => {
      const rowless = await netwho("--from", path("depth1"));
      assertEquals(rowless.code, 4);
      assertStringIncludes(rowless.stderr, "ConvertTo-Json has made text of its rows\n");
      assertStringIncludes(rowless.stderr, "Write it again with ConvertTo-Json -Depth 5\n");
      const listless = await netwho("--from", path("depth2"));
      assertEquals(listless.code, 0);
      assertStringIncludes(listless.stderr, "values of ");
      assertStringIncludes(listless.stderr, "ConvertTo-Json with -Depth 5");
    });
  });
}
