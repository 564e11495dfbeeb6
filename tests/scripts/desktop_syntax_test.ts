/**
 * Every script that Windows PowerShell 5.1 runs: it must have what they use. 5.1 itself is only on Windows;
 * the syntax trees are those of PowerShell 7.
 *
 * @module
 */
import { assertEquals, assertGreater, assertMatch } from "@std/assert";
import { lookForNewer } from "../support/desktop_syntax.ts";
import { localPath, temporaryFolder } from "../support/folders.ts";
import { SHELLS } from "../support/powershell.ts";
import { ROOT } from "../support/program.ts";

const FOLDERS = [
  ".",
  "scripts/NetWho",
  "scripts/NetWho/private",
  "scripts/NetWho/functions",
  "scripts/smoke",
  "scripts/packages",
  "tests/powershell",
];

/** All scripts of these folders. */
const SCRIPTS = FOLDERS.flatMap((folder) => {
  const url = new URL(`${folder}/`, ROOT);
  try {
    return Array.from(Deno.readDirSync(url), ({ name }) => name)
      .filter((name) => /\.psm?1$/.test(name)).sort().map((name) => new URL(name, url));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
});

/** What is missing in 5.1 and is used all the same, where 5.1 does not come along or is asked first. */
const GUARDED: readonly string[] = [
  // In a try: 5.1 needs no provider.
  "windows_pages.ps1: the type System.Text.CodePagesEncodingProvider",
  // Not on Windows.
  "install.ps1: the type System.Runtime.InteropServices.RuntimeInformation",
  "install.ps1: the command mktemp",
  // Its head says that it takes PowerShell 7.5.
  "new_gallery_package.ps1: the command Compress-PSResource",
  // Skipped where the host knows no style.
  "View.Tests.ps1: $PSStyle",
  // By -Parallel only 7 runs in parallel, and only there is it tried.
  "Pipeline.Tests.ps1: the parameter ForEach-Object -Parallel",
];

const ignore = !SHELLS.includes("pwsh");

Deno.test("there are scripts", () => assertGreater(SCRIPTS.length, 25));

Deno.test({
  name: "PowerShell understands every script, and 5.1 has what it uses",
  // 5.1 itself knows no nodes that it has no syntax for: to it they are errors.
  ignore,
  async fn() {
    const smoke = new URL("scripts/smoke/", ROOT);
    const classes = Array.from(Deno.readDirSync(smoke), ({ name }) => name)
      .filter((name) => name.endsWith(".cs"))
      .flatMap((name) =>
        Array.from(Deno.readTextFileSync(new URL(name, smoke)).matchAll(/class (\w+)/g))
      )
      .map(([, name]) => name!);
    const found = await lookForNewer("pwsh", SCRIPTS.map(localPath), { classes });
    const faults = found.filter((line) => !GUARDED.includes(line.replace(/ line \d+:/, "")));
    assertEquals(faults, [`looked at ${SCRIPTS.length}`]);
  },
});

Deno.test({
  name: "what 5.1 lacks is found",
  ignore,
  async fn() {
    const lines = [
      "$a = $b ?? 1",
      "$a = $b ? 1 : 2",
      "Out-Null && Out-Null",
      "${a}?.b",
      "$a ??= 1",
      "1 | ForEach-Object -Parallel { 1 }",
      "Out-Null &",
      "if ($IsWindows) { }",
      "Get-Uptime",
      "Get-Error",
      "Join-Path a b -AdditionalChildPath c",
      "Split-Path -LeafBase a",
      "$a | ConvertFrom-Json -AsHashtable",
      "[IO.Path]::GetRelativePath('a', 'b')",
      "[Environment]::ProcessPath",
      "[Text.Rune]::IsLetter(1)",
      '"`e[0m"',
      '"`u{e9}"',
      "$a = 1uy",
      "$style = $PSStyle.Reset",
      "gci",
      "function f { param([ValidateNotNullOrWhiteSpace()] $x) }",
      "if (",
    ];
    using folder = temporaryFolder();
    const path = `${folder.path}/newer.ps1`;
    Deno.writeTextFileSync(path, lines.join("\n"));
    const found = await lookForNewer("pwsh", [path]);
    const numbers = new Set(found.map((line) => Number(/line (\d+)/.exec(line)?.[1])));
    for (const at of lines.keys()) assertEquals(numbers.has(at + 1), true, lines[at]);
  },
});

Deno.test({
  name: "what 5.1 has is not found",
  ignore,
  async fn() {
    const lines = [
      "$a = 0x1f, 10kb, 1.5, 2l, 3d",
      "\"``e `t`0\"; '`e'",
      "[Math]::Max(1, 2); [guid]::NewGuid(); [pscustomobject]@{ a = 1 }",
      "function Get-Thing { [CmdletBinding()] param() }",
      "Get-Thing; & $a -Whatever; C:\\a\\b.exe --x; cmd /c ver",
      "Get-ChildItem -LiteralPath a -ErrorAction Stop | Where-Object { $_.Name -eq 'x' }",
    ];
    using folder = temporaryFolder();
    const path = `${folder.path}/older.ps1`;
    Deno.writeTextFileSync(path, lines.join("\n"));
    assertEquals(await lookForNewer("pwsh", [path]), ["looked at 1"]);
  },
});

for (const script of SCRIPTS) {
  Deno.test(`${script.pathname.split("/").at(-1)}: 5.1 reads it alike on every Windows`, () => {
    // Comments too: half a letter at the end of a line takes the line break away in pages of East Asia.
    assertMatch(Deno.readTextFileSync(script), /^[\r\n\x20-\x7e]*$/);
  });
}
