# What the scripts share that try something on a real Windows. Each try tells whether it held, and the
# next one follows. A script begins with `. tries.ps1` and ends with `Complete-Tries`, whose exit code is
# 1 where a try did not hold. They run in Windows PowerShell 5.1 and in PowerShell 7.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$tries = @{ Held = 0; Failed = 0; LeftOut = 0 }

function Try-Step([string]$What, [scriptblock]$Step) {
    try {
        & $Step | ForEach-Object { Write-Host "  $_" }
        $tries.Held++
        Write-Host "ok: $What"
    } catch {
        $why = "$($_.Exception.Message)"
        if ($why.StartsWith('LEFT OUT: ')) {
            $tries.LeftOut++
            Write-Host "LEFT OUT: $What`: $($why.Substring(10))"
        } else {
            $tries.Failed++
            $line = $_.ScriptStackTrace -split '\r?\n' | Where-Object { $_ -notmatch 'tries\.ps1' } | Select-Object -First 1
            Write-Host "not ok: $What`: $why ($line)"
        }
    }
}

# Leaves a step out: what it needs is missing here, or its premise does not hold.
function Skip-Step([string]$Why) { throw "LEFT OUT: $Why" }

function Assert($Condition, [string]$What) { if (-not $Condition) { throw $What } }

function Complete-Tries {
    Write-Host "$($tries.Held) held, $($tries.Failed) did not, $($tries.LeftOut) left out"
    exit [int]($tries.Failed -gt 0)
}

# A folder of our own, with a space and letters that no code page has all of. 5.1 reads a script without
# a mark in its ANSI page, so the letters are numbers here.
function New-TryFolder([string]$Name) {
    $letters = [string][char]0xdf + [char]0x65e5
    # On GitHub the usual folder for such has a short name in its path (RUNNER~1), which Windows may tell as
    # a long one.
    $base = if ($env:RUNNER_TEMP) { $env:RUNNER_TEMP } else { [IO.Path]::GetTempPath() }
    $path = Join-Path $base "netwho $Name $letters $PID"
    [void][IO.Directory]::CreateDirectory($path)
    $path
}

# .NET deletes a junction and not what it leads to. Never `rmdir \\?\...`: Wine's takes the `?` for a
# wildcard, and deletes the whole disk.
function Remove-TryFolder([string]$Path) {
    if (-not [IO.Directory]::Exists($Path)) { return }
    foreach ($file in [IO.Directory]::GetFiles($Path)) { [IO.File]::SetAttributes($file, 'Normal') }
    [IO.Directory]::Delete($Path, $true)
}

function Format-Argument([string]$Text) {
    if ($Text -ne '' -and $Text -notmatch '[\s"]') { return $Text }
    '"' + ($Text -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1') + '"'
}

# Runs a program without PowerShell's own ways with its output: Code, Out, Err and Bytes of the output.
function Invoke-Program([string]$Path, [string[]]$Arguments, [string]$In = '', [hashtable]$With = @{}) {
    $start = New-Object System.Diagnostics.ProcessStartInfo $Path
    $start.Arguments = @($Arguments | ForEach-Object { Format-Argument $_ }) -join ' '
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    if ($In -ne '') { $start.WorkingDirectory = $In }
    foreach ($name in $With.Keys) { $start.EnvironmentVariables[$name] = $With[$name] }
    $process = [System.Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $said = $process.StandardError.ReadToEndAsync()
    $bytes = New-Object System.IO.MemoryStream
    $copied = $process.StandardOutput.BaseStream.CopyToAsync($bytes)
    if (-not $process.WaitForExit(120000)) {
        $process.Kill()
        throw "$Path $($start.Arguments) ran for two minutes"
    }
    $process.WaitForExit()
    # What a child of its own holds open may never end.
    [void]$copied.Wait(10000)
    [void]$said.Wait(10000)
    @{
        Code = $process.ExitCode
        Bytes = $bytes.ToArray()
        Out = [Text.Encoding]::UTF8.GetString($bytes.ToArray())
        Err = if ($said.IsCompleted) { $said.Result } else { '' }
    }
}

# Starts a program that goes on, and that nobody sees.
function Start-Unseen([string]$Path, [string]$Arguments) {
    $start = New-Object System.Diagnostics.ProcessStartInfo $Path
    $start.Arguments = $Arguments
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    [System.Diagnostics.Process]::Start($start)
}

# Starts a copy of Windows' ping under another name.
function Start-Ping([string]$Copy) {
    [IO.File]::Copy((Join-Path $env:SystemRoot 'System32\ping.exe'), $Copy, $true)
    Start-Unseen $Copy '-n 600 127.0.0.1'
}

function Stop-Started($Process) {
    $Process.Kill()
    $Process.WaitForExit()
}

function Invoke-Netwho([string[]]$Arguments, [string]$In = '', [hashtable]$With = @{}) {
    Invoke-Program $Netwho $Arguments -In $In -With $With
}

# The rows of a run that must end with 0. 5.1 hands an array on as one object.
function Read-Rows([string[]]$Arguments, [string]$In = '', [hashtable]$With = @{}) {
    $run = Invoke-Netwho ($Arguments + '--format', 'json') -In $In -With $With
    if ($run.Code -ne 0) { throw "netwho $Arguments`: exit code $($run.Code), $($run.Err.Trim())" }
    $run.Out | ConvertFrom-Json | ForEach-Object { $_ }
}

# Two sockets as netstat prints them.
function Write-SavedSockets([string]$Path) {
    [IO.File]::WriteAllText($Path, @(
        "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711`r`n"
        "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912`r`n"
    ) -join '')
}

function Wait-Until([scriptblock]$Condition, [int]$Seconds) {
    $end = [DateTime]::UtcNow.AddSeconds($Seconds)
    while ([DateTime]::UtcNow -lt $end) {
        if (& $Condition) { return $true }
        Start-Sleep -Milliseconds 300
    }
    $false
}

# The C# compiler that every Windows has.
function New-Program([string]$Source, [string]$Target, [string[]]$Options = @()) {
    $csc = Join-Path $env:SystemRoot 'Microsoft.NET\Framework64\v4.0.30319\csc.exe'
    $run = Invoke-Program $csc (@('/nologo') + $Options + "/out:$Target", (Join-Path $PSScriptRoot $Source))
    if (-not [IO.File]::Exists($Target)) { throw "$Source does not compile: $($run.Out)" }
}
