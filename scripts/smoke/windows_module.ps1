# The Pester tests of the PowerShell module on a real Windows, with the executable. Pester 5 or later must be
# installed, or is installed for this user. winpwsh_module.ts runs the same tests under Wine.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'))
. (Join-Path $PSScriptRoot 'tries.ps1')

$env:NETWHO = (Resolve-Path -LiteralPath $Netwho).Path
if (-not $env:PESTER -and -not (Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version.Major -ge 5 })) {
    Install-Module -Name Pester -RequiredVersion 5.7.1 -Scope CurrentUser -Force -SkipPublisherCheck
}
$folder = New-TryFolder 'module'
try {
    $result = Join-Path $folder 'result.ndjson'
    $script = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..\..\tests\powershell\run.ps1'))
    $powershell = (Get-Process -Id $PID).Path
    & $powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $script -Result $result |
        ForEach-Object { Write-Host "  $_" }
    foreach ($line in [IO.File]::ReadAllLines($result)) {
        $test = ConvertFrom-Json $line
        Try-Step $test.name {
            if ($test.result -in 'Skipped', 'NotRun') { Skip-Step 'the test leaves itself out' }
            Assert ($test.result -eq 'Passed') $test.message
        }
    }
    Try-Step 'there were tests' { Assert ($tries.Held -gt 10) "$($tries.Held) held" }
} finally { Remove-TryFolder $folder }
Complete-Tries
