# Tries on a real Windows the screen of watch in a console of its own: it draws, takes keys of any language,
# and leaves the console as it was.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'), [string]$Drives = '')
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$passed = 0

function Assert($Condition, $What) {
    if (-not $Condition) { throw "FAILED: $What" }
    $script:passed++
    Write-Host "ok: $What"
}

$folder = Join-Path ([IO.Path]::GetTempPath()) 'netwho-screen'
[void][IO.Directory]::CreateDirectory($folder)
if ($Drives -eq '') {
    $Drives = Join-Path $folder 'drives.exe'
    $csc = Join-Path $env:SystemRoot 'Microsoft.NET\Framework64\v4.0.30319\csc.exe'
    & $csc /nologo /target:winexe "/out:$Drives" (Join-Path $PSScriptRoot 'drives.cs')
    Assert (Test-Path -LiteralPath $Drives) 'the program that types is made'
}

# What came of it. Without a console of its own that program could not make one: no output is taken.
function Invoke-Screen([string[]]$Steps) {
    $outcome = Join-Path $folder 'outcome.txt'
    Remove-Item -LiteralPath $outcome -ErrorAction SilentlyContinue
    $start = New-Object System.Diagnostics.ProcessStartInfo $Drives
    $words = @($outcome) + $Steps + @('--', (Resolve-Path -LiteralPath $Netwho).Path, 'watch')
    $start.Arguments = @($words | ForEach-Object { "`"$_`"" }) -join ' '
    $start.UseShellExecute = $true
    [System.Diagnostics.Process]::Start($start).WaitForExit()
    $told = [IO.File]::ReadAllText($outcome)
    Write-Host $told
    $told
}

# Deno itself makes a console obey control sequences (4), and leaves it so.
function Assert-SameModes($Told) {
    Assert ($Told -match 'modes before (\d+) (\d+), after (\d+) (\d+)') 'the console tells its modes'
    Assert ($Matches[1] -eq $Matches[3]) 'that of its input is what it was'
    Assert (([int]$Matches[2] -bor 4) -eq ([int]$Matches[4] -bor 4)) 'and that of its output'
}

$escape = [string][char]27
$letters = [string][char]0xe9 + [char]0xd55c # an e with an accent, which code page 437 has, and a Korean one, which it lacks
$steps = @('size:100x30', 'wait:quit', 'type:/', "type:${letters}q", "wait:$letters", "type:$escape", 'rest:1000', 'type:q')
$told = Invoke-Screen $steps
Assert ($told -notmatch 'failed|still runs') 'the screen is drawn, and letters of any language can be typed'
Assert ($told -match '(?m)^exit code 0\r?$') 'q ends it with 0'
Assert-SameModes $told

$told = Invoke-Screen @('wait:quit', "type:$([string][char]3)")
Assert ($told -match '(?m)^exit code 130\r?$') 'Ctrl+C ends it with 130'
Assert-SameModes $told
Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue

Write-Host "$passed passed"
exit 0
