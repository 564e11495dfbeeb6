# Tries dist\netwho.exe on paths of a real Windows: shares, mapped and substituted drives, paths beyond 260
# characters, names of devices, and as current folder what programs cannot be started in. winpwsh.ts runs
# it under Wine, which has no shares: -Wine leaves these out.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'), [switch]$Wine)
. (Join-Path $PSScriptRoot 'tries.ps1')
$Netwho = (Resolve-Path -LiteralPath $Netwho).Path

$folder = New-TryFolder 'paths'
$saved = Join-Path $folder 'netstat.txt'
Write-SavedSockets $saved

# C:\x as a share of this machine: \\localhost\C$\x.
function Get-SharePath($Path) {
    if ($Wine) { Skip-Step 'Wine has no shares' }
    '\\localhost\' + ($Path -replace '^([A-Za-z]):', '$1$$')
}

function Assert-Read($Path, $In = $folder) {
    $rows = @(Read-Rows '--from', $Path -In $In)
    Assert ($rows.Count -eq 2) "$($rows.Count) rows of $Path"
}

function Assert-Written($Path, $In = $folder, $See = $Path) {
    foreach ($option in '--out', '--append') {
        $arguments = @('--from', $saved, '--format', 'csv', '--out', $Path)
        if ($option -eq '--append') { $arguments += '--append' }
        $run = Invoke-Netwho $arguments -In $In
        Assert ($run.Code -eq 0) "$option $Path`: exit code $($run.Code), $($run.Err.Trim())"
    }
    $rows = @([IO.File]::ReadAllText($See) | ConvertFrom-Csv)
    Assert ($rows.Count -eq 4) "$($rows.Count) rows in $See, written once and appended once"
}

# A free letter of a drive, which is taken away again.
function Use-Drive([scriptblock]$Map, [scriptblock]$Unmap, [scriptblock]$Step) {
    $used = @([IO.DriveInfo]::GetDrives() | ForEach-Object { $_.Name.Substring(0, 1) })
    $letter = @('N', 'O', 'P', 'Q', 'R' | Where-Object { $used -notcontains $_ })[0]
    $run = & $Map "${letter}:"
    Assert ($run.Code -eq 0) "no drive ${letter}: $($run.Out) $($run.Err)"
    try { & $Step "${letter}:" } finally { $null = & $Unmap "${letter}:" }
}
$system32 = [Environment]::SystemDirectory
$net = Join-Path $system32 'net.exe'
$subst = Join-Path $system32 'subst.exe'

# Folders beyond 260 characters: .NET Framework may know none, and so Windows itself is asked.
Add-Type -TypeDefinition @'
using System.Runtime.InteropServices;
using System.Text;
public static class Deep
{
    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern bool CreateDirectoryW(string path, System.IntPtr security);
    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern bool RemoveDirectoryW(string path);
    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern bool CopyFileW(string from, string to, bool failsIfThere);
    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern bool DeleteFileW(string path);
    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    public static extern uint GetShortPathNameW(string path, StringBuilder letters, uint length);
}
'@
$levels = @(1..5 | ForEach-Object { $folder + '\a folder with a rather long name of fifty letters x' * $_ })
$deep = $levels[4]

function New-DeepFolder { $levels | ForEach-Object { [void][Deep]::CreateDirectoryW("\\?\$_", 0) } }

function Copy-Deep($From, $To) { Assert ([Deep]::CopyFileW($From, $To, $false)) "no copy of $From" }

function Remove-DeepFolder {
    'netstat.txt', 'deep.csv', 'ping.exe' | ForEach-Object { [void][Deep]::DeleteFileW("\\?\$deep\$_") }
    4..0 | ForEach-Object { [void][Deep]::RemoveDirectoryW("\\?\$($levels[$_])") }
}

try {
    Try-Step 'reads and writes local files' {
        Assert-Read $saved
        Assert-Written (Join-Path $folder 'local.csv')
    }
    Try-Step 'reads a file on a share' { Assert-Read (Get-SharePath $saved) }
    Try-Step 'writes and appends to a file on a share' { Assert-Written (Get-SharePath (Join-Path $folder 'share.csv')) }
    Try-Step 'records onto a share and plays back from there' {
        $place = Get-SharePath (Join-Path $folder 'recording')
        $run = Invoke-Netwho 'tasklist', '--record', $place, '--format', 'json'
        Assert ($run.Code -eq 0) "exit code $($run.Code), $($run.Err.Trim())"
        $again = Invoke-Netwho 'tasklist', '--replay', $place, '--format', 'json'
        Assert ($again.Code -eq 0 -and $again.Out -eq $run.Out) "played back: exit code $($again.Code), $($again.Err.Trim())"
    }
    Try-Step 'keeps its cache and its history on a share' {
        $place = Get-SharePath (Join-Path $folder 'kept')
        $run = Invoke-Netwho '--from', $saved, '--resolve', '--cache-dir', $place, '--format', 'json'
        Assert ($run.Code -eq 0) "--cache-dir: exit code $($run.Code), $($run.Err.Trim())"
        $run = Invoke-Netwho 'log', '--db', (Get-SharePath (Join-Path $folder 'history.db'))
        # SQLite's locks need not work on a share: either it does, or netwho says so.
        Assert ($run.Code -in 0, 3 -and $run.Err -notmatch 'Internal error') "log: exit code $($run.Code), $($run.Err.Trim())"
        "log --db on a share: exit code $($run.Code) $($run.Err.Trim())"
    }
    Try-Step 'reads and writes on a mapped drive' {
        $share = Get-SharePath $folder
        Use-Drive { Invoke-Program $net 'use', $args[0], $share } { Invoke-Program $net 'use', $args[0], '/delete', '/y' } {
            Assert-Read "$($args[0])\netstat.txt"
            Assert-Written "$($args[0])\mapped.csv"
            Assert-Read 'netstat.txt' "$($args[0])\"
        }
    }
    Try-Step 'reads and writes on a substituted drive' {
        if ($Wine) { Skip-Step 'what Wine substitutes only its own shell sees' }
        Use-Drive { Invoke-Program $subst $args[0], $folder } { Invoke-Program $subst $args[0], '/d' } {
            Assert-Read "$($args[0])\netstat.txt"
            Assert-Written "$($args[0])\substituted.csv"
            Assert-Read 'netstat.txt' "$($args[0])\"
        }
    }
    Try-Step 'works in a current folder on a share, tools and all' {
        $share = Get-SharePath $folder
        Assert-Read 'netstat.txt' $share
        Assert-Written 'relative.csv' $share (Join-Path $folder 'relative.csv')
        Assert (@(Read-Rows 'tasklist' -In $share).Count -gt 5) 'tasklist'
    }
    Try-Step 'starts from a share, as people start it' {
        $share = Get-SharePath $Netwho
        $run = Invoke-Program $share '--from', $saved, '--format', 'json'
        Assert ($run.Code -eq 0) "exit code $($run.Code), $($run.Err.Trim())"
        $run = Invoke-Program $share 'doctor', '--format', 'json'
        Assert ($run.Code -eq 0) "doctor: exit code $($run.Code), $($run.Out)"
    }
    Try-Step 'leaves the file of a program alone that runs from a share or a mapped drive' {
        [IO.File]::Copy((Join-Path $system32 'ping.exe'), (Join-Path $folder 'far.exe'), $true)
        $share = Get-SharePath $folder
        Use-Drive { Invoke-Program $net 'use', $args[0], $share } { Invoke-Program $net 'use', $args[0], '/delete', '/y' } {
            foreach ($place in $share, $args[0]) {
                $process = Start-Unseen "$place\far.exe" '-n 60 127.0.0.1'
                try {
                    $row = @(Read-Rows 'inspect', "pid:$($process.Id)")[0]
                    "$place`: $($row.path), $($row.note)"
                    Assert ($row.note -match 'on another computer' -and $null -eq $row.sha256) "of $($row.path): $($row.note) $($row.sha256)"
                } finally {
                    Stop-Started $process
                }
            }
        }
    }
    Try-Step 'a share that is not there is told in a line, soon' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $run = Invoke-Netwho '--from', '\\localhost\no-such-share-of-netwho\ns.txt'
        Assert ($run.Code -eq 3 -and $run.Err -match '^netwho: Cannot read ') "exit code $($run.Code), $($run.Err.Trim())"
        "after $($watch.ElapsedMilliseconds) ms: $($run.Err.Trim())"
    }

    Try-Step 'reads and writes beyond 260 characters' {
        New-DeepFolder
        Copy-Deep $saved "\\?\$deep\netstat.txt"
        $rows = @(Read-Rows '--from', "$deep\netstat.txt")
        Assert ($rows.Count -eq 2) "$($rows.Count) rows"
        $run = Invoke-Netwho '--from', $saved, '--format', 'csv', '--out', "$deep\deep.csv"
        Assert ($run.Code -eq 0) "exit code $($run.Code), $($run.Err.Trim())"
        Copy-Deep "\\?\$deep\deep.csv" "$folder\copy.csv"
        Assert (@([IO.File]::ReadAllText("$folder\copy.csv") | ConvertFrom-Csv).Count -eq 2) 'what was written'
    }
    Try-Step 'knows a program beyond 260 characters: path, version, hash' {
        if ($Wine) { Skip-Step 'Wine starts none from there' }
        New-DeepFolder
        $program = "$deep\ping.exe"
        Copy-Deep (Join-Path $system32 'ping.exe') "\\?\$program"
        $process = Start-Unseen "\\?\$program" '-n 60 127.0.0.1'
        try {
            $row = @(Read-Rows 'inspect', "pid:$($process.Id)")[0]
            $row | Select-Object path, sha256, company, fileVersion | ConvertTo-Json -Compress
            Assert (($row.path -replace '^\\\\\?\\', '') -eq $program) "path: $($row.path)"
            $sha = [Security.Cryptography.SHA256]::Create().ComputeHash([IO.File]::ReadAllBytes((Join-Path $system32 'ping.exe')))
            Assert ($row.sha256 -eq ([BitConverter]::ToString($sha) -replace '-', '').ToLowerInvariant()) "hash: $($row.sha256)"
            Assert ($row.company -like 'Microsoft*') "company: $($row.company)"
        } finally {
            Stop-Started $process
        }
    }
    Try-Step 'runs tools from a current folder beyond 260 characters' {
        # Only a short name takes a process there; a disk may have none.
        New-DeepFolder
        $letters = New-Object System.Text.StringBuilder 1000
        [void][Deep]::GetShortPathNameW("\\?\$deep", $letters, 1000)
        $short = "$letters".Replace('\\?\', '')
        if ($short -eq '' -or $short.Length -ge 248) { Skip-Step "the folder has no short name: $short" }
        Assert (@(Read-Rows 'tasklist' -In $short).Count -gt 5) 'tasklist'
    }

    foreach ($name in 'nul', 'NUL', 'nul:', (Join-Path $folder 'nul')) {
        Try-Step "--out $($name -replace '^.*\\', '') discards" {
            $run = Invoke-Netwho '--from', $saved, '--out', $name -In $folder
            Assert ($run.Code -eq 0) "exit code $($run.Code), $($run.Err.Trim())"
        }
    }
    # Before Windows 11 aux.csv is the device too; since then it may be an ordinary file.
    foreach ($name in 'con', 'prn', 'aux', 'com7', 'lpt1', 'conin$', 'aux.csv') {
        Try-Step "--out $name says that it is a device" {
            $run = Invoke-Netwho '--from', $saved, '--out', $name -In $folder
            Assert ($run.Code -ne 0 -and $run.Err -match 'device') "exit code $($run.Code), $($run.Err.Trim())"
            $run.Err.Trim()
        }
    }
    Remove-DeepFolder
    Try-Step 'leaves nothing half written behind' {
        $left = @([IO.Directory]::GetFiles($folder, '*.tmp', 'AllDirectories'))
        Assert ($left.Count -eq 0) "$left"
    }
} finally {
    Remove-DeepFolder
    Remove-TryFolder $folder
}
Complete-Tries
