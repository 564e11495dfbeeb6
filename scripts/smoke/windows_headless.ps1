# Tries dist\netwho.exe on a real Windows as parents without a console start it, such as a program with a
# window or a service: it must do its work, read the tools' answers rightly, and show no window. Then what
# ends a run from outside: Ctrl+Break and a closed console. winpwsh.ts runs it under Wine, whose consoles end
# otherwise: -Wine leaves these out. -ShowsTools is for an executable made with a Deno before 2.9, which can
# hide no window of a tool.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'), [switch]$Wine, [switch]$ShowsTools)
. (Join-Path $PSScriptRoot 'tries.ps1')
$Netwho = (Resolve-Path -LiteralPath $Netwho).Path
Add-Type -TypeDefinition ([IO.File]::ReadAllText((Join-Path $PSScriptRoot 'starts.cs')))

$folder = New-TryFolder 'headless'
$drives = Join-Path $folder 'drives.exe'
# Letters that an OEM page of Europe has, and its ANSI page has elsewhere.
$name = 'Gr' + [char]0xf6 + [char]0xdf + 'e.exe'
$process = Start-Ping (Join-Path $folder $name)

function Assert-Hidden([uint32]$Flags, [string[]]$Arguments) {
    $line = @($Netwho) + $Arguments | ForEach-Object { Format-Argument $_ }
    $told = [Starts]::Run(($line -join ' '), $folder, $Flags, 120)
    if ($ShowsTools -and $Flags -eq [Starts]::Detached) { $told = $told -replace ', windows: .*', ', windows: ' }
    Assert ($told -eq 'exit code 0, windows: ') "netwho $Arguments`: $told"
}

# Drives netwho in a console of its own. Without one that program could not make one: no output is taken.
function Invoke-Console([string[]]$Steps, [string[]]$Arguments) {
    $outcome = Join-Path $folder 'outcome.txt'
    if ([IO.File]::Exists($outcome)) { [IO.File]::Delete($outcome) }
    if ($Wine) { Skip-Step "Wine's console ends otherwise" }
    if (-not [IO.File]::Exists($drives)) { New-Program 'drives.cs' $drives '/target:winexe' }
    $start = New-Object System.Diagnostics.ProcessStartInfo $drives
    $words = @($outcome) + $Steps + @('--', $Netwho) + $Arguments
    $start.Arguments = @($words | ForEach-Object { "`"$_`"" }) -join ' '
    $start.UseShellExecute = $true
    if (-not [System.Diagnostics.Process]::Start($start).WaitForExit(120000)) { throw 'the program that drives it does not end' }
    [IO.File]::ReadAllText($outcome)
}

try {
    foreach ($way in @('CREATE_NO_WINDOW', [Starts]::NoWindow), @('DETACHED_PROCESS', [Starts]::Detached)) {
        Try-Step "$($way[0]): names, no window" {
            $out = Join-Path $folder 'tasklist.json'
            Assert-Hidden $way[1] 'tasklist', '--details', '--format', 'json', '--out', $out
            $row = @([IO.File]::ReadAllText($out) | ConvertFrom-Json | ForEach-Object { $_ } | Where-Object { $_.pid -eq $process.Id })[0]
            Assert ($row.process -eq $name) "it is '$($row.process)'"
        }
        Try-Step "$($way[0]): sockets, no window" {
            Assert-Hidden $way[1] 'connections', '--bom', '--out', (Join-Path $folder 'connections.csv')
            Assert-Hidden $way[1] 'netstat', '--format', 'json', '--out', (Join-Path $folder 'netstat.json')
        }
        Try-Step "$($way[0]): doctor, no window" {
            Assert-Hidden $way[1] 'doctor', '--format', 'json', '--out', (Join-Path $folder 'doctor.json')
        }
    }
    Try-Step 'Ctrl+Break ends the screen of watch, with the console as it was' {
        $told = Invoke-Console 'wait:quit', 'break:' 'watch'
        Write-Host $told
        Assert ($told -match '(?m)^exit code 130\r?$') 'its exit code'
        Assert ($told -match 'modes before (\d+) (\d+), after (\d+) (\d+)') 'the modes'
        Assert ($Matches[1] -eq $Matches[3] -and ([int]$Matches[2] -bor 4) -eq ([int]$Matches[4] -bor 4)) 'the console is not as it was'
    }
    foreach ($how in 'break:', 'close:') {
        Try-Step "$how a history that is being written stays whole, and nothing is left behind" {
            $database = Join-Path $folder "$($how.Trim(':')).db"
            $told = Invoke-Console 'rest:6000', $how 'log', '--db', $database, '--every', '1s'
            Write-Host $told
            Assert ($told -notmatch 'failed|still runs') 'it went on'
            $run = Invoke-Netwho 'history', '--db', $database, '--format', 'json'
            Assert ($run.Code -eq 0) "history: exit code $($run.Code), $($run.Err.Trim())"
            $left = @([IO.Directory]::GetFiles($folder, "$($how.Trim(':'))*") | Where-Object { $_ -ne $database })
            Assert ($left.Count -eq 0) "left behind: $left"
        }
    }
} finally {
    Stop-Started $process
    Start-Sleep -Seconds 1
    Remove-TryFolder $folder
}
Complete-Tries
