/**
 * Packs the module for a gallery, and installs it from one that is a folder.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import config from "../../../deno.json" with { type: "json" };
import { localPath, temporaryFolder } from "../../support/folders.ts";
import { SHELLS } from "../../support/powershell.ts";
import { ROOT } from "../../support/program.ts";

const SCRIPT = localPath(new URL("scripts/packages/new_gallery_package.ps1", ROOT));

/** Whether PowerShell can pack a module: 7.5 and later can. */
function canPack(): boolean {
  if (!SHELLS.includes("pwsh")) return false;
  const command = "exit [int](-not (Get-Command Compress-PSResource -ErrorAction Ignore))";
  return new Deno.Command("pwsh", { args: ["-NoProfile", "-Command", command] }).outputSync()
    .success;
}

// A repository with a name of its own, known as long as the test runs. The user's are another file.
const TRY = `
$ErrorActionPreference = 'Stop'
$package = & $env:PACK_SCRIPT -Destination "$env:PACK_FOLDER/packed"
$null = New-Item -ItemType Directory -Path "$env:PACK_FOLDER/gallery", "$env:PACK_FOLDER/modules"
Register-PSResourceRepository -Name NetWhoTest -Uri "$env:PACK_FOLDER/gallery" -Trusted
Publish-PSResource -NupkgPath $package -Repository NetWhoTest
$found = Find-PSResource -Name NetWho -Repository NetWhoTest
Save-PSResource -Name NetWho -Repository NetWhoTest -Path "$env:PACK_FOLDER/modules" -TrustRepository
$env:PSModulePath = "$env:PACK_FOLDER/modules"
$module = Import-Module NetWho -PassThru
@{
  package = Split-Path -Leaf $package
  found = "$($found.Name) $($found.Version) $($found.Author)"
  version = "$($module.Version)"
  base = $module.ModuleBase
  functions = @($module.ExportedFunctions.Keys | Sort-Object)
  help = (Get-Help Get-NetWhoConnection).Synopsis
  files = @(Get-ChildItem -LiteralPath $module.ModuleBase -Recurse -File |
    ForEach-Object { [IO.Path]::GetRelativePath($module.ModuleBase, $_.FullName).Replace('\\', '/') } | Sort-Object)
} | ConvertTo-Json -Compress
`;

function filesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder)).flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}/${name}`).map((path) => `${name}/${path}`) : [name]
  );
}

Deno.test({
  name: "the module, packed, is found in a gallery, installed and imported",
  ignore: Deno.build.os === "windows" || !canPack(),
  async fn() {
    using folder = temporaryFolder();
    // .NET takes the current folder in the place of one that is not there.
    for (const name of ["data", "config", "cache"]) Deno.mkdirSync(`${folder.path}/${name}`);
    const { code, stdout, stderr } = await new Deno.Command("pwsh", {
      args: ["-NoProfile", "-NonInteractive", "-Command", TRY],
      env: {
        PACK_SCRIPT: SCRIPT,
        PACK_FOLDER: folder.path,
        HOME: folder.path,
        XDG_DATA_HOME: `${folder.path}/data`,
        XDG_CACHE_HOME: `${folder.path}/cache`,
        XDG_CONFIG_HOME: `${folder.path}/config`,
        NO_COLOR: "1",
      },
      cwd: folder.path,
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    assertEquals([code, decoder.decode(stderr)], [0, ""]);
    const { files, functions, help, ...rest } = JSON.parse(
      decoder.decode(stdout).trim().split("\n").at(-1)!,
    );
    const { version } = config;
    assertEquals(rest, {
      package: `NetWho.${version}.nupkg`,
      found: `NetWho ${version} The netwho authors`,
      version,
      base: `${folder.path}/modules/NetWho/${version}`,
    });
    assertEquals(functions.includes("Get-NetWhoConnection"), true);
    assertEquals(typeof help === "string" && help.length > 10, true);
    // All files of the module and the licence; no program.
    const wanted = filesIn(localPath(new URL("scripts/NetWho", ROOT)));
    assertEquals([...files].sort(), [...wanted, "LICENSE"].sort());
  },
});
