/**
 * The scripts that CI runs on Windows, as far as they can be looked at anywhere: both PowerShells must
 * understand them.
 *
 * @module
 */
import { assertEquals, assertGreater, assertMatch } from "@std/assert";
import { SHELLS } from "../support/powershell.ts";

const FOLDER = new URL("../../scripts/smoke/", import.meta.url);
const SCRIPTS = Array.from(Deno.readDirSync(FOLDER), ({ name }) => name)
  .filter((name) => name.endsWith(".ps1")).sort();

/** Looks for errors of syntax, and for syntax and parameters that Windows PowerShell 5.1 lacks. */
const LOOK = String.raw`
$ErrorActionPreference = 'Stop'
foreach ($path in ($env:NETWHO_SCRIPTS -split '\n')) {
  $name = Split-Path -Leaf $path
  $tokens = $null; $errors = $null
  $tree = [Management.Automation.Language.Parser]::ParseFile($path, [ref]$tokens, [ref]$errors)
  foreach ($fault in $errors) { "$($name): line $($fault.Extent.StartLineNumber): $($fault.Message)" }
  foreach ($node in $tree.FindAll({ $true }, $true)) {
    $kind = $node.GetType().Name
    $newer = $kind -in 'TernaryExpressionAst', 'PipelineChainAst' -or
      ($kind -eq 'BinaryExpressionAst' -and "$($node.Operator)" -eq 'QuestionQuestion') -or
      ($kind -eq 'AssignmentStatementAst' -and "$($node.Operator)" -eq 'QuestionQuestionEquals') -or
      ($node.PSObject.Properties['NullConditional'] -and $node.NullConditional) -or
      ($kind -eq 'PipelineAst' -and $node.Background) -or
      ($kind -eq 'CommandParameterAst' -and $node.ParameterName -in
        'Parallel', 'AsHashtable', 'NoEnumerate', 'AsByteStream', 'LeafBase', 'Extension', 'AsArray', 'Depth', 'DateKind') -or
      ($kind -eq 'VariableExpressionAst' -and "$($node.VariablePath)" -match '^(?:IsWindows|IsLinux|IsMacOS|IsCoreCLR)$') -or
      ($kind -eq 'MemberExpressionAst' -and "$($node.Member)" -in 'ArgumentList', 'GetRelativePath')
    if ($newer) { "$($name): line $($node.Extent.StartLineNumber): $($node.Extent.Text)" }
  }
}
"looked at $(@($env:NETWHO_SCRIPTS -split '\n').Count)"
`;

async function look(shell: string, paths: readonly string[]): Promise<string[]> {
  const { stdout } = await new Deno.Command(shell, {
    args: ["-NoProfile", "-NonInteractive", "-Command", LOOK],
    env: { NETWHO_SCRIPTS: paths.join("\n") },
    stdin: "null",
  }).output();
  return new TextDecoder().decode(stdout).trim().split(/\r?\n/);
}

const pathOf = (url: URL) =>
  Deno.build.os === "windows" ? url.pathname.slice(1).replaceAll("/", "\\") : url.pathname;

Deno.test("there are scripts", () => assertGreater(SCRIPTS.length, 10));

Deno.test({
  name: "PowerShell understands every script, and 5.1 would",
  // 5.1 itself knows no nodes that it has no syntax for: to it they are errors.
  ignore: !SHELLS.includes("pwsh"),
  async fn() {
    const found = await look("pwsh", SCRIPTS.map((name) => pathOf(new URL(name, FOLDER))));
    assertEquals(found, [`looked at ${SCRIPTS.length}`]);
  },
});

Deno.test({
  name: "what 5.1 lacks is found",
  ignore: !SHELLS.includes("pwsh"),
  async fn() {
    const path = Deno.makeTempFileSync({ suffix: ".ps1" });
    const lines = [
      "$a = $b ?? 1",
      "$a = $b ? 1 : 2",
      "a && b",
      "${a}?.b",
      "$a ??= 1",
      "1 | ForEach-Object -Parallel { 1 }",
      "a &",
      "if ($IsWindows) { }",
      "if (",
    ];
    try {
      Deno.writeTextFileSync(path, lines.join("\n"));
      const found = await look("pwsh", [path]);
      const numbers = new Set(found.map((line) => Number(/line (\d+)/.exec(line)?.[1])));
      for (const at of lines.keys()) assertEquals(numbers.has(at + 1), true, lines[at]);
    } finally {
      Deno.removeSync(path);
    }
  },
});

for (const name of SCRIPTS) {
  Deno.test(`${name}: it is ASCII, which 5.1 reads alike on every Windows, and it can fail`, () => {
    const text = Deno.readTextFileSync(new URL(name, FOLDER));
    // Comments too: half a letter at the end of a line takes the line break away in pages of East Asia.
    assertMatch(text, /^[\n\x20-\x7e]*$/);
    const code = text.replace(/(?:^|\s)#.*$/gm, "");
    // Wine's rmdir takes the ? of \\?\ for a wildcard.
    assertEquals(/\b(?:rmdir|rd)\b/i.test(code), false);
    if (name.startsWith("windows")) {
      assertMatch(code, /\nComplete-Tries\n$|\bthrow "FAILED: |exit \[int\]\(/);
    }
  });
}
