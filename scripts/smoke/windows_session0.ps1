# Tries dist\netwho.exe on a real Windows as the account SYSTEM in session 0, without a desktop, started by
# Task Scheduler, as a scheduled task or a service starts it: does it start, is it elevated, which code page
# do the tools' answers have, does it find names, where does it keep its files? It must run as
# administrator. Wine's Task Scheduler runs nothing. windows_tasks.ps1 tries `netwho schedule`.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'))
. (Join-Path $PSScriptRoot 'tries.ps1')
$Netwho = (Resolve-Path -LiteralPath $Netwho).Path

$schtasks = Join-Path $env:SystemRoot 'System32\schtasks.exe'
$task = "netwho-session0-$PID"
$folder = Join-Path $env:ProgramData "netwho-session0-$PID"
[void][IO.Directory]::CreateDirectory($folder)

# Runs netwho as SYSTEM and returns its exit code. A batch file: /tr takes 261 characters at most.
function Invoke-AsSystem([string]$Line) {
    $batch = Join-Path $folder 'try.cmd'
    $done = Join-Path $folder 'code.txt'
    if ([IO.File]::Exists($done)) { [IO.File]::Delete($done) }
    [IO.File]::WriteAllText($batch, "@echo off`r`n""$Netwho"" $Line`r`n>""$done"" echo %ERRORLEVEL%`r`n")
    $run = Invoke-Program $schtasks '/create', '/f', '/ru', 'SYSTEM', '/rl', 'HIGHEST', '/sc', 'once', '/st', '23:59', '/tn', $task, '/tr', $batch
    Assert ($run.Code -eq 0) "schtasks /create: $($run.Out) $($run.Err)"
    $run = Invoke-Program $schtasks '/run', '/tn', $task
    Assert ($run.Code -eq 0) "schtasks /run: $($run.Out) $($run.Err)"
    # While cmd writes it, nobody else can read it.
    $read = { try { [IO.File]::ReadAllText($done).Trim() } catch { '' } }
    Assert (Wait-Until { (& $read) -ne '' } 120) 'it did not end within two minutes'
    [int](& $read)
}

# 5.1 hands an array on as one object.
function Read-Json([string]$Name) { [IO.File]::ReadAllText((Join-Path $folder $Name)) | ConvertFrom-Json | ForEach-Object { $_ } }

# A program whose name, with a German o and s, the OEM page has, and this script's ANSI page may not.
$name = 'Gr' + [char]0xf6 + [char]0xdf + 'e.exe'
$program = Join-Path $folder $name
$process = Start-Ping $program

try {
    Try-Step 'the commands of docs/security.md leave the folder to SYSTEM and the administrators' {
        $icacls = Join-Path $env:SystemRoot 'System32\icacls.exe'
        $run = Invoke-Program $icacls $folder, '/setowner', '*S-1-5-32-544', '/t'
        Assert ($run.Code -eq 0) $run.Out
        $run = Invoke-Program $icacls $folder, '/inheritance:r', '/grant:r', '*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F'
        Assert ($run.Code -eq 0) $run.Out
        $rules = (Get-Acl -LiteralPath $folder).GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])
        $who = @($rules | ForEach-Object { "$($_.IdentityReference)" } | Sort-Object) -join ' '
        Assert ($who -eq 'S-1-5-18 S-1-5-32-544') "who has rights: $who"
    }
    Try-Step 'SYSTEM: doctor' {
        $code = Invoke-AsSystem "doctor --format json --out ""$folder\doctor.json"""
        Assert ($code -eq 0) "exit code $code"
        $checks = @(Read-Json 'doctor.json')
        $checks | ForEach-Object { "$($_.check): $($_.status) $($_.value)" }
        Assert (@($checks | Where-Object { $_.check -eq 'elevated' })[0].value -eq 'yes') 'it is not elevated'
        Assert (@($checks | Where-Object { $_.status -eq 'problem' }).Count -eq 0) 'a problem'
    }
    Try-Step 'SYSTEM: names, users and paths of processes' {
        $code = Invoke-AsSystem "tasklist --details --format json --out ""$folder\tasklist.json"""
        Assert ($code -eq 0) "exit code $code"
        $row = @(Read-Json 'tasklist.json' | Where-Object { $_.pid -eq $process.Id })[0]
        Assert ($row.process -eq $name -and $row.path -eq $program) "it is '$($row.process)', '$($row.path)'"
        Assert ($row.user) 'its user'
    }
    Try-Step 'SYSTEM: connections, csv for Excel' {
        $code = Invoke-AsSystem "connections --excel --out ""$folder\c.csv"" 2>""$folder\said.txt"""
        Assert ($code -eq 0) "exit code $code, $([IO.File]::ReadAllText("$folder\said.txt"))"
        Assert ([IO.File]::ReadAllBytes("$folder\c.csv")[0] -eq 0xef) 'no mark'
    }
    Try-Step 'SYSTEM: > into a file is UTF-8' {
        $code = Invoke-AsSystem "tasklist --pid $($process.Id) --format csv >""$folder\redirected.csv"""
        Assert ($code -eq 0) "exit code $code"
        $text = (New-Object System.Text.UTF8Encoding $false, $true).GetString([IO.File]::ReadAllBytes("$folder\redirected.csv"))
        Assert (@($text | ConvertFrom-Csv)[0].process -eq $name) $text
    }
    Try-Step 'SYSTEM: a missing file is told with exit code 3' {
        $code = Invoke-AsSystem "--from ""$folder\missing.txt"" 2>""$folder\said.txt"""
        $said = [IO.File]::ReadAllText("$folder\said.txt").Trim()
        Assert ($code -eq 3 -and $said -match '^netwho: Cannot read ') "exit code $code, $said"
    }
    Try-Step 'SYSTEM: the cache and the history are in the profile of the system' {
        $code = Invoke-AsSystem "log --format json --out ""$folder\log.json"" 2>""$folder\said.txt"""
        Assert ($code -eq 0) "exit code $code, $([IO.File]::ReadAllText("$folder\said.txt"))"
        $place = @(Read-Json 'log.json')[0].database
        Assert ($place -like "$env:SystemRoot\System32\config\systemprofile\*") $place
        # Others may not write there.
        (Get-Acl -LiteralPath (Split-Path $place)).Access | ForEach-Object { "$($_.IdentityReference) $($_.FileSystemRights)" }
        Remove-Item -LiteralPath $place
    }
} finally {
    $null = Invoke-Program $schtasks '/delete', '/f', '/tn', $task
    Stop-Started $process
    Remove-TryFolder $folder
}
Complete-Tries
