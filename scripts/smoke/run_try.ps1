# Runs one of the scripts beside it in the PowerShell that runs this, as a step of CI: keeps what it says in
# dist\tries, with a row for the table that tell_tries.ps1 makes. Ends with the exit code of the script, which
# is 1 where anything did not hold.
param([Parameter(Mandatory = $true)][string]$Script, [string[]]$Arguments = @())
Set-StrictMode -Version 2
# Standard error of a program must not end the step in 5.1.
$ErrorActionPreference = 'Continue'

$powershell = (Get-Process -Id $PID).Path
$version = "$($PSVersionTable.PSVersion.Major).$($PSVersionTable.PSVersion.Minor)"
$folder = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..\..\dist\tries'))
[void][IO.Directory]::CreateDirectory($folder)

$lines = New-Object System.Collections.Generic.List[string]
$path = Join-Path $PSScriptRoot "$Script.ps1"
& $powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $path @Arguments 2>&1 |
    ForEach-Object { $lines.Add("$_"); Write-Host "$_" }
$code = $LASTEXITCODE
[IO.File]::WriteAllLines((Join-Path $folder "$Script-$version.txt"), $lines)

$held = @($lines | Where-Object { $_ -match '^ok: ' }).Count
$failed = @($lines | Where-Object { $_ -match '^not ok: |FAILED: ' })
# A script that tells of no failure has ended before it could.
if ($code -ne 0 -and $failed.Count -eq 0) { $failed = @("ended with $code after: $(@($lines) | Select-Object -Last 1)") }
$notes = $failed + @($lines | Where-Object { $_ -match '^LEFT OUT: |^ *PREMISE: ' })
$cell = @($notes | ForEach-Object {
    $text = $_.Trim()
    if ($text.Length -gt 300) { $text = $text.Substring(0, 300) + '...' }
    $text -replace '&', '&amp;' -replace '<', '&lt;' -replace '\|', '&#124;' -replace '([\\`*_\[\]])', '\$1'
}) -join '<br>'
$result = if ($code -eq 0) { 'held' } else { '**did not hold**' }
[IO.File]::AppendAllText((Join-Path $folder 'rows.md'), "| $Script | $version | $result | $held | $cell |`n")
if ($code -ne 0) { Write-Host "::error title=$Script, PowerShell $version::$($failed[0] -replace '[\r\n]+', ' ')" }
exit $code
