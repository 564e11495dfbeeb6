# Tries on a real Windows what changes it: kill and close. Everything that is ended or closed is started
# here. It must run as administrator, as on GitHub, for that is what closing connections takes. With -Wine
# it makes do with programs of Wine's, whose SetTcpEntry says that it has closed, and does nothing.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'), [switch]$Wine)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$passed = 0

function Assert($Condition, $What) {
    if (-not $Condition) { throw "FAILED: $What" }
    $script:passed++
    Write-Host "ok: $What"
}

# The rows of netwho; $LASTEXITCODE is its exit code.
function Get-Rows {
    $text = (& $Netwho @args --format json) -join "`n"
    if ($text -ne '') { $text | ConvertFrom-Json | ForEach-Object { $_ } }
}

function Start-Program($Program, $Arguments) {
    $start = New-Object System.Diagnostics.ProcessStartInfo $Program
    $start.Arguments = $Arguments
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $script:started += $process
    Start-Sleep -Seconds 2
    Assert (-not $process.HasExited) "$([IO.Path]::GetFileName($Program)) $Arguments runs"
    $process
}

$identity = [Security.Principal.WindowsIdentity]::GetCurrent()
$administrators = [Security.Principal.WindowsBuiltInRole]::Administrator
Assert ([Security.Principal.WindowsPrincipal]$identity).IsInRole($administrators) 'this is an administrator'

# Not below RUNNER~1, which Windows may tell as a long name.
$base = if ($env:RUNNER_TEMP) { $env:RUNNER_TEMP } else { [IO.Path]::GetTempPath() }
$folder = Join-Path $base ('netwho [2] ' + [char]0xdf + [char]0x65e5)
[void][IO.Directory]::CreateDirectory($folder)
$shows = Join-Path $folder 'shows.exe'
$listens = Join-Path $folder 'listens.exe'
$arguments = ''
if ($Wine) {
    [IO.File]::Copy((Join-Path $env:SystemRoot 'System32\notepad.exe'), $shows, $true)
    $listens = Join-Path $env:SystemRoot 'System32\ping.exe'
    $arguments = '-n 100 127.0.0.1'
} else {
    $csc = Join-Path $env:SystemRoot 'Microsoft.NET\Framework64\v4.0.30319\csc.exe'
    & $csc /nologo /target:winexe /r:System.Windows.Forms.dll "/out:$shows" (Join-Path $PSScriptRoot 'shows.cs')
    & $csc /nologo "/out:$listens" (Join-Path $PSScriptRoot 'listens.cs')
}
Assert ((Test-Path -LiteralPath $shows) -and (Test-Path -LiteralPath $listens)) 'there are programs to end'

$started = @()
$sockets = @()
try {
    # kill: a window is asked to close.
    $polite = Start-Program $shows ''
    $row = @(Get-Rows kill $polite.Id --dry-run)[0]
    Assert ($row.result -eq 'planned' -and $row.path -eq $shows) '--dry-run names the program'
    Assert (-not $polite.HasExited) '--dry-run ends nothing'
    $row = @(Get-Rows kill $polite.Id --yes --wait 20)[0]
    Assert ($LASTEXITCODE -eq 0) 'kill of a program with a window ends with 0'
    Assert ($row.result -eq 'ended' -and $row.method -eq 'asked') "it was asked: $($row.result) $($row.method) $($row.reason)"
    Assert ($polite.WaitForExit(1000) -and $polite.ExitCode -eq 0) 'it closed by itself'

    # kill: one that does not close.
    if (-not $Wine) {
        $stubborn = Start-Program $shows 'stays'
        $row = @(Get-Rows kill $stubborn.Id --yes --wait 2)[0]
        Assert ($LASTEXITCODE -eq 3 -and $row.result -eq 'failed') "a program that does not close: $($row.reason)"
        Assert ($row.reason -match '--force') 'netwho says what does end it'
        Assert (-not $stubborn.HasExited) 'it still runs'
        $row = @(Get-Rows kill $stubborn.Id --yes --force)[0]
        Assert ($row.result -eq 'ended' -and $row.method -eq 'forced') 'with --force it is ended'
        Assert ($stubborn.WaitForExit(1000) -and $stubborn.ExitCode -eq 1) 'and gone when netwho ends'
    }

    # kill: a program without a window, found by its port.
    $console = Start-Program $listens $arguments
    $target = $console.Id
    if (-not $Wine) { $target = ":$(@(Get-NetTCPConnection -State Listen -OwningProcess $target)[0].LocalPort)" }
    $row = @(Get-Rows kill $target --yes --wait 3)[0]
    Assert ($LASTEXITCODE -eq 3 -and $row.reason -match '--force') "a program without a window: $($row.reason)"
    Assert (-not $console.HasExited) 'it still runs'
    $row = @(Get-Rows kill $target --yes --force)[0]
    Assert ($LASTEXITCODE -eq 0 -and $row.pid -eq $console.Id -and $console.WaitForExit(1000)) 'with --force it is ended'

    # kill: what is never ended.
    $never = @(0, @(Get-Process services)[0].Id, $PID)
    if (-not $Wine) { $never += 4, @(Get-Process csrss)[0].Id, @(Get-Process lsass)[0].Id }
    foreach ($id in $never) {
        $row = @(Get-Rows kill $id --yes --force)[0]
        Assert ($LASTEXITCODE -eq 3 -and $row.result -eq 'refused') "$id is not ended: $($row.reason)"
    }

    # close: both ends of a connection within this computer.
    $listener = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback), 0
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $client = New-Object System.Net.Sockets.TcpClient ([System.Net.Sockets.AddressFamily]::InterNetwork)
    $client.Connect('127.0.0.1', $port)
    $server = $listener.AcceptTcpClient()
    $sockets += $listener, $client, $server
    $client.ReceiveTimeout = 5000
    $planned = @(Get-Rows close --pid $PID --established --port $port --dry-run)
    Assert (@($planned | Where-Object { $_.result -eq 'planned' }).Count -eq 2) '--dry-run plans both ends'
    $closed = @(Get-Rows close --pid $PID --established --port $port --yes)
    if ($Wine) {
        Assert ($LASTEXITCODE -eq 3 -and $closed[0].result -eq 'failed') "close: $($closed[0].reason)"
    } else {
        Assert ($LASTEXITCODE -eq 0) "close ends with 0: $(@($closed | ForEach-Object { $_.reason }) -join '; ')"
        Assert (@($closed | Where-Object { $_.result -eq 'closed' }).Count -eq 2) 'both ends are closed'
        $left = @(Get-NetTCPConnection -LocalPort $port -ErrorAction SilentlyContinue | Where-Object { $_.State -eq 'Established' })
        Assert ($left.Count -eq 0) 'Windows has no such connection any more'
        $failure = $null
        try { [void]$client.GetStream().Read((New-Object byte[] 1), 0, 1) } catch { $failure = $_.Exception.GetBaseException() }
        Assert ($failure -is [System.Net.Sockets.SocketException]) "its program is told: $failure"
        Assert ($failure.SocketErrorCode -ne [System.Net.Sockets.SocketError]::TimedOut) 'at once'
    }
    $row = @(Get-Rows close --pid $PID --listening --port $port)[0]
    Assert ($LASTEXITCODE -eq 3 -and $row.result -eq 'refused') "a listener is no connection: $($row.reason)"

    # close: IPv6, which no documented call closes.
    $listener6 = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::IPv6Loopback), 0
    $listener6.Start()
    $client6 = New-Object System.Net.Sockets.TcpClient ([System.Net.Sockets.AddressFamily]::InterNetworkV6)
    $client6.Connect('::1', $listener6.LocalEndpoint.Port)
    $sockets += $listener6, $client6
    $row = @(Get-Rows close --pid $PID --established --port $listener6.LocalEndpoint.Port --yes)[0]
    Assert ($LASTEXITCODE -eq 3 -and $row.result -eq 'refused') "IPv6: $($row.reason)"
    Assert $client6.Connected 'it is left alone'

    # watch: each change is an object in the pipeline as soon as it is seen.
    $changes = @(& $Netwho watch --format ndjson --count 2 | ForEach-Object { $_ | ConvertFrom-Json })
    Assert ($LASTEXITCODE -eq 0) 'watch --count 2 ends with 0'
    Assert (@($changes | Where-Object { $_.pid -eq $PID -and $_.localPort -eq $port }).Count -gt 0) 'and tells of our listener'
} finally {
    foreach ($socket in $sockets) {
        if ($socket -is [System.Net.Sockets.TcpListener]) { $socket.Stop() } else { $socket.Close() }
    }
    $started | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill(); $_.WaitForExit() }
    Start-Sleep -Seconds 1
    Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue
}

Write-Host "$passed passed"
exit 0
