# Writes what the steps of run_try.ps1 found into the summary of the run, as one table.
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$rows = Join-Path $PSScriptRoot '..\..\dist\tries\rows.md'
if (-not [IO.File]::Exists($rows)) { throw 'No step has left a row: none of them got as far as its script' }
$text = @(
    "### $([Environment]::OSVersion.VersionString), PowerShell $($PSVersionTable.PSVersion)"
    ''
    '| script | PowerShell | result | checks that held | what did not, and what was left out |'
    '| --- | --- | --- | --: | --- |'
    [IO.File]::ReadAllText($rows)
) -join "`n"
Write-Host $text
if ($env:GITHUB_STEP_SUMMARY) { [IO.File]::AppendAllText($env:GITHUB_STEP_SUMMARY, $text) }
