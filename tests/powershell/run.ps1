# Runs the Pester tests of the module NetWho, in Windows PowerShell 5.1 and PowerShell 7:
#
#   $env:NETWHO = 'PATH OF netwho'; ./tests/powershell/run.ps1 [-Name GLOB] [-Result FILE]
#
# -Name chooses files (*.Tests.ps1); -Result gets one line of JSON a test: name, result, message.
# $env:PESTER is the manifest of Pester 5 or later, where it is not installed.
param(
    [string] $Name = '*',
    [string] $Result
)
$ErrorActionPreference = 'Stop'
if ($env:PESTER) { Import-Module $env:PESTER } else { Import-Module Pester -MinimumVersion 5.0 }

$configuration = New-PesterConfiguration
$configuration.Run.Path = @(Get-ChildItem -Path $PSScriptRoot -Filter "$Name.Tests.ps1" | ForEach-Object { $_.FullName })
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration

# A file that could not be read, or a BeforeAll that threw, has no failed test of its own.
$broken = @($run.FailedContainers) + @($run.FailedBlocks)
if ($Result) {
    $lines = @(
        $run.Tests | ForEach-Object {
            @{ name = $_.ExpandedPath; result = "$($_.Result)"; message = "$($_.ErrorRecord)" } | ConvertTo-Json -Compress
        }
        $broken | ForEach-Object {
            @{ name = "$_"; result = 'Failed'; message = "$($_.ErrorRecord)" } | ConvertTo-Json -Compress
        }
    )
    [IO.File]::WriteAllLines($Result, [string[]]$lines)
}
if ($run.PassedCount -eq 0 -or $run.FailedCount -gt 0 -or $broken.Count -gt 0) { exit 1 }
