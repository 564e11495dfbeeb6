// Tries the executable for Windows in PowerShell for Windows, both under Wine:
// WINBOX=… WINPWSH=… deno test --allow-all scripts/smoke/winpwsh.ts
// Wine is not Windows: its netstat is replaced by one that tells real sockets; the console, the pipes,
// PowerShell and netwho.exe's own calls of Windows are real.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { hidesTools, winbox, wine, winpwsh } from "./executable.ts";
import { LANGUAGES, PROGRAM_PID, writeRecording } from "./languages.ts";
import { APP, getText, NETWHO, put, putExecutable, runScript, wineDrive } from "./wine_drive.ts";
// Its tests run with these.
import "./winpwsh_install.ts";
import "./winpwsh_module.ts";
import "./winpwsh_pages.ts";

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

Deno.test("windows_version.ps1: Windows finds the version and the icon of netwho.exe", async () => {
  const stdout = await runWithSockets("windows_version.ps1", "-Netwho", NETWHO);
  assertMatch(stdout, /^7 passed\r?$/m);
});

Deno.test("windows_facts.ps1 passes, as far as Wine tells anything", async () => {
  const stdout = await runWithSockets("windows_facts.ps1", "-Netwho", NETWHO, "-Wine");
  assertMatch(stdout, /^ok: the listener\r?$/m);
  assertMatch(stdout, /^ok: its parent\r?$/m);
  assertMatch(stdout, /^18 passed\r?$/m);
});

Deno.test("windows_actions.ps1: processes are ended and connections closed, as far as Wine goes", async () => {
  await using _ = await windowsWithoutDisplay();
  const stdout = await runWithSockets("windows_actions.ps1", "-Netwho", NETWHO, "-Wine");
  assertMatch(stdout, /^ok: it was asked: ended asked/m);
  assertMatch(stdout, /^ok: with --force it is ended\r?$/m);
  assertMatch(stdout, /^ok: close: Windows says that it is closed, but it is still there\r?$/m);
  assertMatch(stdout, /^22 passed\r?$/m);
});

Deno.test("windows_screen.ps1: watch draws, takes letters of any language, and leaves all as it was", async () => {
  await using _ = await windowsWithoutDisplay();
  await using drives = await buildDrives();
  assertEquals((await winbox("put", drives.path, "drives.exe")).code, 0);
  const options = ["-Netwho", NETWHO, "-Drives", `${APP}\\drives.exe`];
  const stdout = await runWithSockets("windows_screen.ps1", ...options);
  assertMatch(stdout, /^9 passed\r?$/m);
});

/** Builds drives.cs, with the language of the compiler that every Windows has. */
async function buildDrives(): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await Deno.makeTempDir();
  await Deno.copyFile(`${import.meta.dirname}/drives.cs`, `${folder}/drives.cs`);
  await Deno.writeTextFile(
    `${folder}/drives.csproj`,
    `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>
      <OutputType>WinExe</OutputType><LangVersion>5</LangVersion>
      <TargetFramework>net10.0</TargetFramework><RuntimeIdentifier>win-x64</RuntimeIdentifier>
      <SelfContained>true</SelfContained><PublishSingleFile>true</PublishSingleFile>
      <InvariantGlobalization>true</InvariantGlobalization>
      <GenerateAssemblyInfo>false</GenerateAssemblyInfo>
      <GenerateTargetFrameworkAttribute>false</GenerateTargetFrameworkAttribute>
    </PropertyGroup></Project>`,
  );
  const args = ["publish", `${folder}/drives.csproj`, "-c", "Release", "-o", `${folder}/out`];
  const { code, stdout } = await new Deno.Command("dotnet", {
    args,
    env: { DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stdout));
  return {
    path: `${folder}/out/drives.exe`,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

/** Lets programs have windows and consoles that nobody sees: without a display Wine has none. */
async function windowsWithoutDisplay(): Promise<AsyncDisposable> {
  const key = "HKCU\\Software\\Wine\\Drivers";
  await winbox("wine", "reg", "add", key, "/v", "Graphics", "/d", "null", "/f");
  // Programs take the display that the desktop took at its start; the next one starts it anew.
  await wine("kill", "explorer.exe", "--yes", "--force");
  return {
    async [Symbol.asyncDispose]() {
      await winbox("wine", "reg", "delete", key, "/v", "Graphics", "/f");
    },
  };
}

/** What the scripts of tries find under Wine: how many held, and how many Wine cannot show. */
const TRIES: Readonly<Record<string, readonly [held: number, leftOut: number]>> = {
  paths: [16, 10],
  pages: [8, 2],
  files: [9, 8],
  names: [2, 3],
};

for (const [script, [held, leftOut]] of Object.entries(TRIES)) {
  Deno.test(`windows_${script}.ps1 holds, as far as Wine goes`, async () => {
    const summary = await runTries(`windows_${script}`);
    assertEquals(summary, `${held} held, 0 did not, ${leftOut} left out`);
  });
}

Deno.test("windows_headless.ps1 holds, as far as Wine goes", async () => {
  await using _ = await windowsWithoutDisplay();
  assertEquals((await winbox("put", `${import.meta.dirname}/starts.cs`, "starts.cs")).code, 0);
  const summary = await runTries("windows_headless", ...await hidesTools() ? [] : ["-ShowsTools"]);
  assertEquals(summary, "6 held, 0 did not, 3 left out");
});

/** Runs a script of tries to its end, and returns what it says last. */
async function runTries(script: string, ...args: string[]): Promise<string> {
  assertEquals((await winbox("put", `${import.meta.dirname}/tries.ps1`, "tries.ps1")).code, 0);
  await putExecutable();
  const path = `${import.meta.dirname}/${script}.ps1`;
  const { code, stdout } = await winpwsh("file", path, "-Netwho", NETWHO, "-Wine", ...args);
  assertEquals(code, 0, stdout);
  return stdout.trim().split(/\r?\n/).at(-1)!;
}

Deno.test("windows_record.ps1 keeps a recording that plays back as what was printed", async () => {
  const folder = `${APP}\\recording`;
  await winbox("wine", "cmd", "/c", "rmdir", "/s", "/q", folder);
  const stdout = await runWithSockets(
    "windows_record.ps1",
    "-Netwho",
    NETWHO,
    "-Folder",
    folder,
    "-Wine",
  );
  for (const command of ["connections", "tasklist"]) {
    assertMatch(stdout, new RegExp(`^netwho ${command}: exit code 0`, "m"));
    const replayed = await wine(command, "--replay", `${folder}\\${command}`, "--format", "json");
    assertEquals(replayed.code, 0);
    // Wine lists a process that is just starting without a name.
    assertMatch(replayed.stderr, /^(?:netwho: \d+ lines? of tasklist not understood; .*\n)?$/);
    assertEquals(replayed.stdout, await getText(`recording/${command}.json`));
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

Deno.test("netwho.exe asks PowerShell who signed the programs with sockets", async () => {
  assertEquals((await winpwsh("sockets")).code, 0);
  try {
    using _ = powerShellInWindows();
    const result = await runScript(`
      $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
      $listener.Start()
      $truth = Get-AuthenticodeSignature -LiteralPath (Get-Process -Id $PID).Path
      $rows = & $netwho inspect "pid:$PID" --signatures --no-cache --format json 2>${APP}\\err.txt |
        ConvertFrom-Json
      $inspected = $LASTEXITCODE
      $findings = & $netwho audit --signatures --no-cache --format json 2>>${APP}\\err.txt |
        ConvertFrom-Json
      $result = @{
        codes = @($inspected, $LASTEXITCODE); truth = [string]$truth.Status
        told = @($rows.signature | Select-Object -Unique)
        outcomes = @($findings | Where-Object { $_.outcome -notin 'finding', 'notJudged' }).Count
        said = @(Get-Content ${APP}\\err.txt | Where-Object { $_ -match 'signed' }).Count
      }
      $listener.Stop()`) as { truth: string };
    // Signed by nobody: it was made by this machine.
    const { truth } = result;
    assertEquals(truth, "NotSigned");
    assertEquals<unknown>(result, { codes: [0, 0], truth, told: [truth], outcomes: 0, said: 0 });
  } finally {
    await winbox("restore");
  }
});

/** Puts PowerShell where Windows has its own, which Wine lacks. */
function powerShellInWindows(): Disposable {
  const drive = wineDrive();
  const folder = `${drive}/windows/system32/WindowsPowerShell/v1.0`;
  Deno.removeSync(folder, { recursive: true });
  Deno.copyFileSync(`${drive}/pwsh/pwsh.exe`, `${drive}/pwsh/powershell.exe`);
  Deno.symlinkSync("../../../pwsh", folder);
  return {
    [Symbol.dispose]() {
      Deno.removeSync(folder);
      Deno.removeSync(`${drive}/pwsh/powershell.exe`);
      Deno.mkdirSync(folder);
    },
  };
}
