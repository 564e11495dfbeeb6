// install.ps1 in PowerShell for Windows under Wine, with netwho.exe from a web server on loopback;
// winpwsh.ts runs these tests too. The zip files are made by .NET, as PowerShell has it.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { LATEST, MODULE_ASSET, withChecksums } from "../../tests/support/fake_release.ts";
import { type ReleaseFiles, startReleaseServer } from "../../tests/support/release_server.ts";
import { winbox } from "./executable.ts";
import { APP, get, putExecutable, putFile, runScript, wineDrive } from "./wine_drive.ts";

const PLACE = "C:\\installed\\netwho";
const DOCUMENTS = "C:\\users\\root\\Documents";

/** Copies the script and the module to drive C, and makes a release of netwho.exe and the module. */
async function makeRelease(): Promise<ReleaseFiles> {
  await putExecutable();
  await putFile(`${import.meta.dirname}/../../install.ps1`, "install.ps1");
  const module = `${wineDrive()}/app/NetWho`;
  await Deno.remove(module, { recursive: true }).catch(() => {});
  const copy = new Deno.Command("cp", {
    args: ["-r", `${import.meta.dirname}/../NetWho`, module],
  });
  assertEquals((await copy.output()).code, 0);
  await runScript(`
    Set-Content ${APP}\\LICENSE MIT
    Remove-Item ${APP}\\*.zip, ${APP}\\zip, ${APP}\\zipped -Recurse -ErrorAction Ignore
    $null = mkdir ${APP}\\zip, ${APP}\\zipped
    Copy-Item ${APP}\\netwho.exe, ${APP}\\LICENSE ${APP}\\zip
    Move-Item ${APP}\\NetWho ${APP}\\zipped
    foreach ($pair in ('zip', 'program'), ('zipped', 'module')) {
      [IO.Compression.ZipFile]::CreateFromDirectory("${APP}\\$($pair[0])", "${APP}\\$($pair[1]).zip")
    }
    $result = 1`);
  const [program, modules] = [await get("program.zip"), await get("module.zip")]
    .map((bytes) => new Uint8Array(bytes));
  return await withChecksums({ "netwho-windows-x64.zip": program!, [MODULE_ASSET]: modules! });
}

/** What lies in the folder and on the user's PATH. */
const STATE = `
  function Get-State {
    @{
      files = @(Get-ChildItem -Force ${PLACE} -ErrorAction Ignore | ForEach-Object Name | Sort-Object)
      path = (Get-Item HKCU:\\Environment).GetValue('Path', '', 'DoNotExpandEnvironmentNames')
      kind = "$((Get-Item HKCU:\\Environment).GetValueKind('Path'))"
      temporary = @(Get-ChildItem $env:TEMP -Filter 'netwho-*').Count
    }
  }`;

Deno.test("install.ps1 installs netwho.exe with the module, replaces it as it runs, and removes it", async () => {
  await using server = startReleaseServer(await makeRelease());
  await winbox("wine", "cmd", "/c", "del", "/s", "/q", "C:\\installed");
  try {
    const found = await runScript(`${STATE}
      $env:NETWHO_BASE_URL = '${server.url}'
      $key = [Microsoft.Win32.Registry]::CurrentUser.CreateSubKey('Environment')
      $key.SetValue('Path', '%USERPROFILE%\\bin;C:\\other', 'ExpandString')
      $script = Get-Content -Raw ${APP}\\install.ps1
      $install = [scriptblock]::Create($script)
      $result = [ordered]@{}
      & $install -Directory ${PLACE} -Module 6>$null
      $result.installed = Get-State
      $result.told = & ${PLACE}\\netwho.exe --version
      $result.onPath = @(Get-Command netwho -All | ForEach-Object Path) -contains '${PLACE}\\netwho.exe'
      $result.modules = @('WindowsPowerShell', 'PowerShell' | ForEach-Object {
        @(Get-ChildItem "${DOCUMENTS}\\$_\\Modules\\NetWho" | ForEach-Object Name) })
      $info = [Diagnostics.ProcessStartInfo]::new('${PLACE}\\netwho.exe', 'log --every 1h --db ${APP}\\running.db')
      $info.UseShellExecute = $false
      $running = [Diagnostics.Process]::Start($info)
      Start-Sleep -Seconds 2
      $result.ran = -not $running.HasExited
      & $install -Directory ${PLACE} 6>$null
      $result.replaced = Get-State
      $result.stillRan = -not $running.HasExited
      $running.Kill(); $running.WaitForExit()
      & $install -Directory ${PLACE} 6>$null
      $result.again = Get-State
      & $install -Uninstall -Module -Directory ${PLACE} 6>$null
      $result.removed = Get-State
      $result.gone = -not (Test-Path ${PLACE}) -and -not (Test-Path ${DOCUMENTS}\\PowerShell\\Modules\\NetWho)
      $key.DeleteValue('Path'); $key.Close()`) as Record<string, unknown>;
    const kept = "%USERPROFILE%\\bin;C:\\other";
    const state = {
      files: ["netwho-LICENSE.txt", "netwho.exe"],
      path: `${kept};${PLACE}`,
      kind: "ExpandString",
      temporary: 0,
    };
    const { told, replaced, ...rest } = found;
    assertMatch(told as string, /^netwho \d+\.\d+\.\d+$/);
    assertEquals<unknown>(rest, {
      installed: state,
      onPath: true,
      modules: [told, told].map((text) => (text as string).slice("netwho ".length)),
      ran: true,
      stillRan: true,
      again: state,
      removed: { ...state, files: [], path: kept },
      gone: true,
    });
    // Windows keeps the file of a program that runs, under another name; Wine lets it go.
    const { files, ...others } = replaced as typeof state;
    assertEquals(others, { path: state.path, kind: state.kind, temporary: 0 });
    assertEquals(files.filter((name) => !name.startsWith(".netwho-old-")), state.files);
  } finally {
    await winbox("wine", "cmd", "/c", "del", "/s", "/q", "C:\\installed");
  }
});

Deno.test("install.ps1: a wrong checksum leaves nothing, and the PATH as it was", async () => {
  const files = await makeRelease();
  const archive = files[`${LATEST}netwho-powershell-module.zip`]!;
  await using server = startReleaseServer({
    ...files,
    [`${LATEST}netwho-windows-x64.zip`]: archive,
  });
  const { message, state } = await runScript(`${STATE}
    $env:NETWHO_BASE_URL = '${server.url}'
    $key = [Microsoft.Win32.Registry]::CurrentUser.CreateSubKey('Environment')
    $key.SetValue('Path', 'C:\\other', 'ExpandString')
    $result = @{}
    try { & ${APP}\\install.ps1 -Directory ${PLACE} 6>$null } catch { $result.message = "$_" }
    $result.state = Get-State
    $key.DeleteValue('Path'); $key.Close()`) as { message: string; state: unknown };
  assertStringIncludes(
    message,
    "The checksum of netwho-windows-x64.zip is wrong. Nothing was installed.",
  );
  assertEquals(state, { files: [], path: "C:\\other", kind: "ExpandString", temporary: 0 });
  assert(server.asked.length === 2);
});
