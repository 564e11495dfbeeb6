// Tries the executable for Windows in PowerShell for Windows, both under Wine:
// WINBOX=… WINPWSH=… deno test --allow-all scripts/smoke/winpwsh.ts
// Wine is not Windows: its netstat is replaced by one that tells real sockets; the console, the pipes,
// PowerShell and netwho.exe's own calls of Windows are real.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { winbox, wine, winpwsh } from "./executable.ts";
import { LANGUAGES, PROGRAM_PID, writeRecording } from "./languages.ts";

/** Where the programs are for Wine. */
const APP = "C:\\app";
const NETWHO = `${APP}\\netwho.exe`;

const PROGRAMS = ["日本.exe", "Größe.exe", "=1+1.exe"];

/** The program names that ConvertFrom-Csv finds in a code page: what it lacks comes as `\uXXXX`. */
const IN_CSV: Readonly<Record<number, readonly string[]>> = {
  437: ["\\u65e5\\u672c.exe", "Größe.exe", "=1+1.exe"],
  850: ["\\u65e5\\u672c.exe", "Größe.exe", "=1+1.exe"],
  932: ["日本.exe", "Gr\\u00f6\\u00dfe.exe", "=1+1.exe"],
  65001: PROGRAMS,
};

for (const [page, inCsv] of Object.entries(IN_CSV)) {
  Deno.test(`PowerShell reads every format in code page ${page}`, async () => {
    const saved = PROGRAMS.map((process, at) => JSON.stringify({ process, pid: 4 * (at + 1) }));
    await put("rows.ndjson", `${saved.join("\n")}\n`);
    const result = await runScript(`
      [Console]::OutputEncoding = [Text.Encoding]::GetEncoding(${page})
      function Read-Rows($Format) { & $netwho tasklist --from ${APP}\\rows.ndjson --format $Format }
      $json = Read-Rows json | ConvertFrom-Json
      $ndjson = Read-Rows ndjson | ForEach-Object { $_ | ConvertFrom-Json }
      $csv = Read-Rows csv | ConvertFrom-Csv
      $result = @{
        page = [Console]::OutputEncoding.CodePage
        json = @($json.process); ndjson = @($ndjson.process); csv = @($csv.process)
        pids = @($json.pid); types = @($json.pid | ForEach-Object { $_.GetType().Name })
      }`);
    assertEquals(result, {
      page: Number(page),
      json: PROGRAMS,
      ndjson: PROGRAMS,
      csv: inCsv,
      pids: [4, 8, 12],
      types: ["Int64", "Int64", "Int64"],
    });
  });
}

for (const language of LANGUAGES.filter(({ codePage }) => [850, 932].includes(codePage))) {
  Deno.test(`PowerShell gets the names of a Windows in ${language.name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      writeRecording(folder, language);
      assertEquals((await winbox("replay", folder)).code, 0);
      const { json, csv } = await runScript(`
        [Console]::OutputEncoding = [Text.Encoding]::GetEncoding(${language.codePage})
        $result = @{
          json = & $netwho connections --established --format json | ConvertFrom-Json |
            Select-Object process, pid
          csv = & $netwho connections --established --format csv | ConvertFrom-Csv |
            Select-Object process, pid
        }`);
      const row = { process: language.program, pid: PROGRAM_PID };
      assertEquals(json, [row, row]);
      const text = { ...row, pid: String(PROGRAM_PID) };
      assertEquals(csv, [text, text]);
    } finally {
      await winbox("restore");
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("a listener and a connection of PowerShell's are found with PID and program", async () => {
  assertEquals((await winpwsh("sockets")).code, 0);
  try {
    const { pid, port, peer, exitCode, rows } = await runScript(`
      $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
      $listener.Start()
      $client = [Net.Sockets.TcpClient]::new([Net.Sockets.AddressFamily]::InterNetwork)
      $port = $listener.LocalEndpoint.Port
      $client.Connect('127.0.0.1', $port)
      $rows = & $netwho connections --port $port --format json | ConvertFrom-Json
      $result = @{
        pid = $PID; port = $port; peer = $client.Client.LocalEndPoint.Port; exitCode = $LASTEXITCODE
        rows = @($rows | Where-Object pid -eq $PID |
          Select-Object state, localPort, remotePort, process, path, direction)
      }
      $client.Close(); $listener.Stop()`) as {
      pid: number;
      port: number;
      peer: number;
      exitCode: number;
      rows: { state: string; localPort: number; remotePort: number; direction: string | null }[];
    };
    assert(pid > 0 && port > 0 && peer > 0);
    assertEquals(exitCode, 0);
    const owner = { process: "pwsh.exe", path: "C:\\pwsh\\pwsh.exe" };
    const row = (state: string, [localPort, remotePort]: readonly number[], direction: unknown) => {
      return { state, localPort, remotePort, ...owner, direction };
    };
    const found = rows.filter(({ state, localPort }) => state === "LISTENING" || localPort === peer)
      .sort((a, b) => a.state.localeCompare(b.state));
    assertEquals<unknown>(found, [
      row("ESTABLISHED", [peer, port], "outbound"),
      row("LISTENING", [port, 0], null),
    ]);
    // The connection that waits in the listener's queue; whether it has an owner yet is Windows' choice.
    for (const { localPort, remotePort, direction } of rows) {
      if (localPort === port && remotePort === peer) assertEquals(direction, "inbound");
    }
  } finally {
    await winbox("restore");
  }
});

Deno.test("windows.ps1, which CI runs on a real Windows, passes", async () => {
  const stdout = await runWithSockets("windows.ps1", "-Netwho", NETWHO);
  assertMatch(stdout, /^1\d passed\r?$/m);
});

Deno.test("windows_facts.ps1 passes, as far as Wine tells anything", async () => {
  const stdout = await runWithSockets("windows_facts.ps1", "-Netwho", NETWHO, "-Wine");
  assertMatch(stdout, /^ok: the listener\r?$/m);
  assertMatch(stdout, /^ok: its parent\r?$/m);
  assertMatch(stdout, /^18 passed\r?$/m);
});

Deno.test("windows_paths.ps1: all but shares, which Wine has not", async () => {
  await putExecutable();
  const { stdout } = await winpwsh(
    "file",
    `${import.meta.dirname}/windows_paths.ps1`,
    "-Netwho",
    NETWHO,
  );
  const failed = Array.from(stdout.matchAll(/^not ok: (.*?): /gm), ([, what]) => what);
  assertEquals(failed.filter((what) => !/share|drive/.test(what!)), [], stdout);
  assertMatch(stdout, /^\d+ of 12 held\r?$/m);
});

Deno.test("windows_record.ps1 keeps a recording that plays back as what was printed", async () => {
  const folder = `${APP}\\recording`;
  await winbox("wine", "cmd", "/c", "rmdir", "/s", "/q", folder);
  const stdout = await runWithSockets("windows_record.ps1", "-Netwho", NETWHO, "-Folder", folder);
  for (const command of ["connections", "tasklist"]) {
    assertMatch(stdout, new RegExp(`^netwho ${command}: exit code 0`, "m"));
    const replayed = await wine(command, "--replay", `${folder}\\${command}`, "--format", "json");
    assertEquals(replayed.code, 0);
    // Wine lists a process that is just starting without a name.
    assertMatch(replayed.stderr, /^(?:netwho: 1 line of tasklist not understood; .*\n)?$/);
    assertEquals(replayed.stdout, await get(`recording/${command}.json`));
  }
});

/** Runs a script of this folder to its end, where netstat tells the real sockets. */
async function runWithSockets(script: string, ...args: string[]): Promise<string> {
  assertEquals((await winpwsh("sockets")).code, 0);
  try {
    await putExecutable();
    const { code, stdout } = await winpwsh("file", `${import.meta.dirname}/${script}`, ...args);
    assertEquals(code, 0, stdout);
    return stdout;
  } finally {
    await winbox("restore");
  }
}

/** Runs a script and returns what it leaves in `$result`. */
async function runScript(script: string): Promise<Record<string, unknown>> {
  await putExecutable();
  using file = temporaryFile(".ps1");
  // Through a file: the console's code page would change the names.
  await Deno.writeTextFile(
    file.path,
    `$ErrorActionPreference = 'Stop'
$netwho = '${NETWHO}'
${script}
[IO.File]::WriteAllText('${APP}\\result.json', (ConvertTo-Json $result -Depth 4))
`,
  );
  const { code, stdout, stderr } = await winpwsh("file", file.path);
  assertEquals(code, 0, `${stdout}${stderr}`);
  const result = await get("result.json");
  await put("result.json", "null");
  return JSON.parse(result);
}

/** Reads a file from the folder of the programs. */
async function get(name: string): Promise<string> {
  using file = temporaryFile();
  assertEquals((await winbox("get", name, file.path)).code, 0);
  return await Deno.readTextFile(file.path);
}

async function putExecutable(): Promise<void> {
  const path = `${import.meta.dirname}/../../dist/netwho.exe`;
  assertEquals((await winbox("put", path, "netwho.exe")).code, 0);
}

/** Writes a file into the folder of the programs. */
async function put(name: string, text: string): Promise<void> {
  using file = temporaryFile();
  await Deno.writeTextFile(file.path, text);
  assertEquals((await winbox("put", file.path, name)).code, 0);
}

function temporaryFile(suffix = ""): Disposable & { readonly path: string } {
  const path = Deno.makeTempFileSync({ suffix });
  return { path, [Symbol.dispose]: () => Deno.removeSync(path) };
}
