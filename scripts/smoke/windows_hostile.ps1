# Tries on a real Windows whether anything foreign runs in or through netwho.exe: libraries beside it, as in
# a folder of downloads, tools beside it, in the current folder and in PATH, variables that lead elsewhere.
# Wine does not heed the flag that keeps the libraries out.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'))
. (Join-Path $PSScriptRoot 'tries.ps1')
$Netwho = (Resolve-Path -LiteralPath $Netwho).Path

$folder = New-TryFolder 'hostile'
$system32 = [Environment]::SystemDirectory
$copy = Join-Path $folder 'netwho.exe'
[IO.File]::Copy($Netwho, $copy)
$saved = Join-Path $folder 'netstat.txt'
Write-SavedSockets $saved

# A program that cannot start shows a window and waits, unless its parent has switched that off.
Add-Type -TypeDefinition @'
public static class Errors
{
    [System.Runtime.InteropServices.DllImport("kernel32.dll")]
    public static extern uint SetErrorMode(uint mode);
}
'@
[void][Errors]::SetErrorMode(0x8003)

# Where the flag is in the file: the load configuration's DependentLoadFlags.
function Get-FlagOffset([byte[]]$Bytes) {
    $pe = [BitConverter]::ToInt32($Bytes, 0x3c)
    $optional = $pe + 24
    $rva = [BitConverter]::ToUInt32($Bytes, $optional + 112 + 10 * 8)
    $section = $optional + [BitConverter]::ToUInt16($Bytes, $pe + 20)
    for ($at = 0; $at -lt [BitConverter]::ToUInt16($Bytes, $pe + 6); $at++, ($section += 40)) {
        $start = [BitConverter]::ToUInt32($Bytes, $section + 12)
        $size = [BitConverter]::ToUInt32($Bytes, $section + 16)
        if ($rva -ge $start -and $rva -lt $start + $size) {
            return [int64]$rva - $start + [BitConverter]::ToUInt32($Bytes, $section + 20) + 78
        }
    }
    throw 'no load configuration'
}

# Libraries that hold nothing of what their names promise: a program that loads one at its start does not
# start. Kernel32 and the like are known to Windows and come from System32 anyway. The first netwho.exe
# imports or loads itself; the second only libraries of Windows import, which its flag does not cover.
$own = 'userenv', 'bcrypt', 'crypt32', 'dbghelp', 'winmm', 'iphlpapi', 'setupapi', 'opengl32', 'oleaut32', 'version'
$further = 'ntmarta', 'profapi', 'cryptbase', 'dnsapi', 'wintrust', 'uxtheme', 'secur32', 'mswsock'
function Add-Libraries([string[]]$Names) {
    foreach ($name in $Names) { [IO.File]::Copy((Join-Path $system32 'lz32.dll'), "$folder\$name.dll", $true) }
}
function Remove-Libraries([string[]]$Names) { foreach ($name in $Names) { [IO.File]::Delete("$folder\$name.dll") } }

try {
    Add-Libraries $own
    $bytes = [IO.File]::ReadAllBytes($Netwho)
    $offset = Get-FlagOffset $bytes
    Try-Step 'the flag is set that lets libraries come from System32 alone' {
        $flag = [BitConverter]::ToUInt16($bytes, $offset)
        Assert ($flag -eq 0x800) ('it is 0x{0:x}' -f $flag)
    }
    Try-Step 'starts beside planted libraries, and works' {
        foreach ($arguments in @('--version'), @('--from', $saved), @('doctor'), @('tasklist', '--details')) {
            $run = Invoke-Program $copy $arguments -In $folder
            Assert ($run.Code -eq 0) "netwho $arguments`: exit code $($run.Code), $($run.Err.Trim())"
        }
        $run = Invoke-Program $copy 'whois', '192.168.1.20', '--format', 'json' -In $folder
        Assert ($run.Code -eq 0) "whois: exit code $($run.Code), $($run.Err.Trim())"
    }
    Try-Step 'starts beside planted libraries that only libraries of Windows import' {
        Add-Libraries $further
        try {
            foreach ($arguments in @('--version'), @('doctor'), @('tasklist', '--details')) {
                $run = Invoke-Program $copy $arguments -In $folder
                "PREMISE: beside them netwho $arguments ends with $($run.Code)"
                Assert ($run.Code -eq 0) "netwho $arguments`: exit code $($run.Code), $($run.Err.Trim()): see Elevated in docs/security.md"
            }
        } finally { Remove-Libraries $further }
    }
    Try-Step 'of all that it has loaded nothing comes from its folder' {
        $start = New-Object System.Diagnostics.ProcessStartInfo $copy
        $start.Arguments = 'watch --format ndjson'
        $start.UseShellExecute = $false
        $start.RedirectStandardOutput = $true
        $start.WorkingDirectory = $folder
        $process = [System.Diagnostics.Process]::Start($start)
        try {
            Start-Sleep -Seconds 8
            Assert (-not $process.HasExited) 'it has ended'
            $process.Refresh()
            $loaded = @($process.Modules | ForEach-Object { $_.FileName })
            Assert ($loaded.Count -gt 10) "$($loaded.Count) libraries"
            $foreign = @($loaded | Where-Object { $_ -ne $copy -and $_ -notlike "$env:SystemRoot\*" })
            Assert ($foreign.Count -eq 0) "$foreign"
        } finally {
            Stop-Started $process
        }
    }
    Try-Step 'without the flag one would be loaded: this try can fail' {
        $bytes[$offset] = 0
        $bytes[$offset + 1] = 0
        [IO.File]::WriteAllBytes($copy, $bytes)
        $run = Invoke-Program $copy '--version' -In $folder
        "PREMISE: without the flag netwho --version ends with 0x$($run.Code.ToString('x'))"
        Assert ($run.Code -ne 0) 'it starts: the planted libraries are not looked at, and the tries above prove nothing'
    }
    [IO.File]::Copy($Netwho, $copy, $true)
    Remove-Libraries $own

    $marks = Join-Path $folder 'marks'
    [void][IO.Directory]::CreateDirectory($marks)
    $planted = Join-Path $folder 'planted.exe'
    New-Program 'plants.cs' $planted
    $evil = Join-Path $folder 'Windows'
    [void][IO.Directory]::CreateDirectory("$evil\System32")
    foreach ($place in $folder, "$evil\System32") {
        foreach ($tool in 'netstat', 'tasklist', 'nslookup', 'ipconfig', 'netsh', 'schtasks', 'taskkill', 'chcp', 'powershell', 'cmd') {
            foreach ($kind in 'exe', 'com') { [IO.File]::Copy($planted, "$place\$tool.$kind", $true) }
        }
    }
    $script = Join-Path $folder 'evil.js'
    $mark = (Join-Path $marks 'evil.js.ran') -replace '\\', '/'
    [IO.File]::WriteAllText($script, "Deno.writeTextFileSync('$mark', 'ran'); require('fs').writeFileSync('$mark', 'ran');")
    $usual = @{ PLANTED = $marks }

    function Assert-NothingForeign([hashtable]$With, [string[]]$Arguments = @('connections', '--format', 'json')) {
        $run = Invoke-Program $copy $Arguments -In $folder -With ($usual + $With)
        $ran = @([IO.Directory]::GetFiles($marks) | ForEach-Object { Split-Path -Leaf $_; [IO.File]::Delete($_) })
        Assert ($ran.Count -eq 0) "what ran: $ran"
        Assert ($run.Code -eq 0) "exit code $($run.Code), $($run.Err.Trim())"
        Assert ($run.Out.Length -gt 100) "it says little: $($run.Out)"
    }
    Try-Step 'the planted tools run when they are started: this try can fail' {
        $run = Invoke-Program "$folder\netstat.exe" @() -With $usual
        Assert ([IO.File]::Exists("$marks\netstat.exe.ran")) "exit code $($run.Code), $($run.Err.Trim())"
        [IO.File]::Delete("$marks\netstat.exe.ran")
    }
    Try-Step 'tools beside it, in the current folder and first in PATH' {
        Assert-NothingForeign @{ PATH = "$folder;$env:PATH" }
        Assert-NothingForeign @{ PATH = $folder; PATHEXT = '.COM;.EXE;.JS'; ComSpec = "$folder\cmd.exe" }
        Assert-NothingForeign @{ PATH = $folder } @('tasklist', '--details', '--format', 'json')
        Assert-NothingForeign @{ PATH = $folder } @('doctor', '--format', 'json')
        Assert-NothingForeign @{ PATH = $folder } @('nslookup', 'localhost', '--format', 'json')
    }
    Try-Step 'SystemRoot and windir that lead elsewhere' {
        Assert-NothingForeign @{ SystemRoot = $evil; windir = $evil }
        Assert-NothingForeign @{ SystemRoot = $evil; windir = $evil } @('tasklist', '--format', 'json')
        Assert-NothingForeign @{ SystemRoot = ''; windir = '' }
    }
    foreach ($channel in '3', 'x', '4294967295') {
        Try-Step "the variables that make a program of Deno an interpreter, NODE_CHANNEL_FD=$channel" {
            Assert-NothingForeign @{ DENO_INTERNAL_CHILD_ENTRYPOINT = $script; NODE_CHANNEL_FD = $channel }
        }
    }
    Try-Step 'other variables of Deno and Node' {
        foreach ($name in 'NODE_OPTIONS', 'DENO_V8_FLAGS', 'DENO_DIR', 'DENO_COVERAGE_DIR', 'DENO_PERMISSION_BROKER_PATH') {
            $value = if ($name -eq 'NODE_OPTIONS') { "--require $script" } else { $script }
            Assert-NothingForeign @{ $name = $value }
        }
    }
    Try-Step 'SSLKEYLOGFILE makes no file' { Assert-NothingForeign @{ SSLKEYLOGFILE = "$marks\keys" } }
} finally {
    Start-Sleep -Seconds 1
    Remove-TryFolder $folder
}
Complete-Tries
