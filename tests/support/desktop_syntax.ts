/**
 * Looks at PowerShell's own syntax trees for what Windows PowerShell 5.1 lacks: syntax, commands,
 * parameters, and static members of .NET. What comes of objects at run time no tree shows.
 *
 * @module
 */
import { localPath } from "./folders.ts";

const COMMANDS = new URL("desktop_commands.json", import.meta.url);
const TYPES = new URL("desktop_types.json", import.meta.url);

const LOOK = String.raw`
$ErrorActionPreference = 'Stop'
$common = 'Verbose', 'Debug', 'ErrorAction', 'WarningAction', 'InformationAction', 'ErrorVariable', 'WarningVariable',
  'InformationVariable', 'OutVariable', 'OutBuffer', 'PipelineVariable', 'WhatIf', 'Confirm', 'UseTransaction'
$commands = @{}
$data = Get-Content -Raw -LiteralPath $env:NETWHO_COMMANDS | ConvertFrom-Json
foreach ($one in $data.commands.PSObject.Properties) { $commands[$one.Name] = @($one.Value -split ' ') }
$types = @{}
$data = Get-Content -Raw -LiteralPath $env:NETWHO_TYPES | ConvertFrom-Json
foreach ($one in $data.types.PSObject.Properties) { $types[$one.Name] = @($one.Value -split ' ') + 'new' }
$pester = 'Describe', 'Context', 'It', 'BeforeAll', 'AfterAll', 'BeforeEach', 'AfterEach', 'BeforeDiscovery', 'Mock', 'Should',
  'InModuleScope', 'Set-ItResult', 'New-PesterConfiguration', 'Invoke-Pester'
$programs = 'chmod', 'cmd', 'deno', 'id', 'kill', 'mkdir', 'netsh', 'ssh', 'ssh-keygen', 'stat', 'tar', 'uname', 'whoami', 'icacls'

$kinds = New-Object System.Collections.Generic.HashSet[string]
foreach ($kind in 'TernaryExpression', 'PipelineChain', 'BinaryExpression', 'AssignmentStatement', 'MemberExpression',
  'InvokeMemberExpression', 'IndexExpression', 'Pipeline', 'ScriptBlock', 'ConstantExpression', 'Attribute',
  'VariableExpression', 'Command') { [void]$kinds.Add("$($kind)Ast") }

$paths = @($env:NETWHO_SCRIPTS -split '\n')
$trees = [ordered]@{}
$functions = New-Object System.Collections.Generic.HashSet[string] ([StringComparer]::OrdinalIgnoreCase)
$classes = New-Object System.Collections.Generic.HashSet[string]
foreach ($one in $env:NETWHO_CLASSES -split '\n') { [void]$classes.Add($one) }
foreach ($path in $paths) {
  $tokens = $null; $errors = $null
  $tree = [Management.Automation.Language.Parser]::ParseFile($path, [ref]$tokens, [ref]$errors)
  foreach ($fault in $errors) { "$(Split-Path -Leaf $path): line $($fault.Extent.StartLineNumber): $($fault.Message)" }
  $trees[$path] = @{ Tree = $tree; Tokens = $tokens }
  foreach ($node in $tree.FindAll({ $args[0] -is [Management.Automation.Language.FunctionDefinitionAst] }, $true)) {
    [void]$functions.Add(($node.Name -replace '^\w+:'))
  }
  foreach ($match in [regex]::Matches($tree.Extent.Text, '\bclass (\w+)')) { [void]$classes.Add($match.Groups[1].Value) }
}

function Test-Command($Node) {
  $name = $Node.GetCommandName()
  # A variable, a path, or a program that says so itself.
  if (-not $name -or $name -match '[\\/]|\.exe$') { return }
  if ($functions.Contains($name) -or $name -in $pester -or $name -in $programs) { return }
  if (-not $commands.ContainsKey($name)) { return "the command $name" }
  foreach ($element in $Node.CommandElements) {
    if ($element -isnot [Management.Automation.Language.CommandParameterAst]) { continue }
    $parameter = $element.ParameterName
    if ($parameter -notin $commands[$name] -and $parameter -notin $common) { "the parameter $name -$parameter" }
  }
}

function Test-Member($Node) {
  if (-not $Node.Static -or $Node.Expression -isnot [Management.Automation.Language.TypeExpressionAst]) { return }
  $name = $Node.Expression.TypeName.FullName
  if ($classes.Contains($name)) { return }
  $type = $Node.Expression.TypeName.GetReflectionType()
  $full = if ($type) { $type.FullName } elseif ($name -like 'System.*' -or $name -like 'Microsoft.*') { $name } else { "System.$name" }
  if (-not $types.ContainsKey($full)) { return "the type $full" }
  if ("$($Node.Member)" -notin $types[$full]) { "the member [$full]::$($Node.Member)" }
}

foreach ($path in $trees.Keys) {
  $file = Split-Path -Leaf $path
  foreach ($node in $trees[$path].Tree.FindAll({ $kinds.Contains($args[0].GetType().Name) }, $true)) {
    $kind = $node.GetType().Name
    $text = ($node.Extent.Text -split '\n')[0]
    $newer = $kind -in 'TernaryExpressionAst', 'PipelineChainAst' -or
      ($kind -eq 'BinaryExpressionAst' -and "$($node.Operator)" -eq 'QuestionQuestion') -or
      ($kind -eq 'AssignmentStatementAst' -and "$($node.Operator)" -eq 'QuestionQuestionEquals') -or
      ($kind -match '^(?:Invoke)?(?:Member|Index)ExpressionAst$' -and $node.NullConditional) -or
      ($kind -eq 'PipelineAst' -and $node.Background) -or
      ($kind -eq 'ScriptBlockAst' -and $node.CleanBlock) -or
      # As an argument it is a text to 5.1, as written.
      ($kind -eq 'ConstantExpressionAst' -and $node.Parent -isnot [Management.Automation.Language.CommandAst] -and $text -match '^(?:0x[0-9a-f]+|0b[01]+|[0-9.]+)(?:u|y|uy|us|s|ul|n)(?:[kmgtp]b)?$|^0b') -or
      ($kind -eq 'AttributeAst' -and "$($node.TypeName)" -in 'ValidateNotNullOrWhiteSpace', 'ArgumentCompletions', 'Experimental') -or
      ($kind -eq 'VariableExpressionAst' -and "$($node.VariablePath)" -match '^(?:IsWindows|IsLinux|IsMacOS|IsCoreCLR|PSStyle|EnabledExperimentalFeatures)$') -or
      ($kind -match '^(?:InvokeM|M)emberExpressionAst$' -and "$($node.Member)" -in 'ArgumentList', 'ReplaceLineEndings')
    $faults = @(if ($newer) { $text })
    if ($kind -eq 'CommandAst') { $faults += @(Test-Command $node) }
    if ($kind -match '^(?:InvokeM|M)emberExpressionAst$') { $faults += @(Test-Member $node) }
    foreach ($fault in $faults) { if ($fault) { "$($file): line $($node.Extent.StartLineNumber): $fault" } }
  }
  foreach ($token in $trees[$path].Tokens) {
    # Other escapes than these are the letter itself in 5.1.
    if ("$($token.Kind)" -match 'StringExpandable$' -and $token.Text -cmatch '(?<!${"`"})(?:${"``"})*${"`"}(?:e|u\{)') {
      "$($file): line $($token.Extent.StartLineNumber): an escape in $($token.Text)"
    }
  }
}
"looked at $($paths.Count)"
`;

/** What a script would find missing in 5.1, a line each; the last line counts the scripts. */
export async function lookForNewer(
  shell: string,
  paths: readonly string[],
  { classes = [] }: { readonly classes?: readonly string[] } = {},
): Promise<string[]> {
  const { stdout, stderr } = await new Deno.Command(shell, {
    args: ["-NoProfile", "-NonInteractive", "-Command", LOOK],
    env: {
      NETWHO_SCRIPTS: paths.join("\n"),
      NETWHO_CLASSES: classes.join("\n"),
      NETWHO_COMMANDS: localPath(COMMANDS),
      NETWHO_TYPES: localPath(TYPES),
      NO_COLOR: "1",
    },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return `${decoder.decode(stdout)}${decoder.decode(stderr)}`.trim().split(/\r?\n/);
}
