# Tries what netwho.exe learns from Windows itself, on a real Windows: when a socket was made, which
# service owns it, what started a process. winpwsh.ts runs it under Wine, which has no times, no
# services and no command lines: -Wine expects null there.
param(
    [string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'),
    [switch]$Wine
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$passed = 0

function Assert($Condition, $What) {
    if (-not $Condition) { throw "FAILED: $What" }
    $script:passed++
    Write-Host "ok: $What"
}

# 5.1 hands an array on as one object: the parentheses take it apart.
function Read-Rows {
    @((& $Netwho @args --format json) -join "`n" | ConvertFrom-Json | ForEach-Object { $_ })
}

function Assert-Time($Row, $Since, $What) {
    if ($Wine) { Assert ($null -eq $Row.createdAt) "$($What): null"; return }
    Assert ($null -ne $Row.createdAt) "$($What): known"
    $time = ([DateTime]$Row.createdAt).ToUniversalTime()
    # The clock of the kernel may be a little off that of the script.
    $isNear = $time -gt $Since.AddSeconds(-2) -and $time -lt [DateTime]::UtcNow.AddSeconds(2)
    Assert $isNear "$($What): $($time.ToString('o')), opened after $($Since.ToString('o'))"
}

$before = [DateTime]::UtcNow
$listener = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback), 0
$listener.Start()
$client = New-Object System.Net.Sockets.TcpClient
$udp = New-Object System.Net.Sockets.UdpClient (New-Object System.Net.IPEndPoint ([System.Net.IPAddress]::Loopback), 0)
try {
    $port = $listener.LocalEndpoint.Port
    $client.Connect('127.0.0.1', $port)
    $rows = @(Read-Rows connections --port $port | Where-Object { $_.pid -eq $PID })
    $own = @($rows | Where-Object { $_.state -eq 'LISTENING' })
    Assert ($own.Count -eq 1) 'the listener'
    Assert ($own[0].computer -eq [System.Net.Dns]::GetHostName()) "the computer's name: $($own[0].computer)"
    Assert-Time $own[0] $before 'when it began to listen'
    $peer = $client.Client.LocalEndPoint.Port
    $own = @($rows | Where-Object { $_.localPort -eq $peer })
    Assert ($own.Count -eq 1) 'the connection'
    Assert-Time $own[0] $before 'when it was made'
    $rows = @(Read-Rows connections --protocol udp --local-port $udp.Client.LocalEndPoint.Port)
    $own = @($rows | Where-Object { $_.pid -eq $PID })
    Assert ($own.Count -eq 1) 'the UDP socket'
    Assert-Time $own[0] $before 'when it was bound'
    Assert ($null -eq $own[0].socketService) 'no service owns it'

    $checks = Read-Rows doctor
    $check = @($checks | Where-Object { $_.check -eq 'iphlpapi.dll' })
    Assert ($check.Count -eq 1 -and $check[0].status -eq 'ok') 'doctor: the tables answer'
} finally {
    $udp.Close()
    $client.Close()
    $listener.Stop()
}

if (-not $Wine) {
    # The endpoint mapper, which every Windows has.
    $rows = @(Read-Rows connections --local-port 135 | Where-Object { $_.state -eq 'LISTENING' })
    Assert ($rows.Count -ge 1) 'port 135: a listener'
    foreach ($row in $rows) {
        Assert ($row.socketService -in 'RpcEptMapper', 'RpcSs') "port 135: its service, $($row.socketService)"
        Assert ($row.services -contains $row.socketService) 'port 135: one of the services of its process'
        Assert ($null -ne $row.createdAt) "port 135: since $($row.createdAt)"
    }
    $rows = @(Read-Rows connections --local-port 135 --fast)
    Assert ($null -eq $rows[0].socketService) '--fast: no services'
    Assert ($null -ne $rows[0].createdAt) '--fast: times'
}

$start = New-Object System.Diagnostics.ProcessStartInfo
$start.FileName = Join-Path $env:SystemRoot 'System32\cmd.exe'
$start.Arguments = '/d /k rem "two words" --token=s3cret'
$start.UseShellExecute = $false
$start.RedirectStandardInput = $true # it waits for more
$start.RedirectStandardOutput = $true
$child = [System.Diagnostics.Process]::Start($start)
$folder = Join-Path ([System.IO.Path]::GetTempPath()) "netwho-facts-$PID"
try {
    $own = @(Read-Rows tasklist --details --record $folder | Where-Object { $_.pid -eq $child.Id })
    Assert ($own.Count -eq 1) 'the child'
    Assert ($own[0].parentPid -eq $PID) 'its parent'
    if ($Wine) { Assert ($null -eq $own[0].commandLine) 'its command line: null' }
    else {
        Assert ($own[0].commandLine.EndsWith($start.Arguments)) "its command line: $($own[0].commandLine)"
    }
    $files = @(Get-ChildItem -Recurse -File $folder)
    Assert ($files.Count -gt 5) 'a recording'
    $told = @($files | Where-Object { [System.IO.File]::ReadAllText($_.FullName).Contains('s3cret') })
    Assert ($told.Count -eq 0) 'which holds no command line'

    $rows = @(Read-Rows tasklist | Where-Object { $_.pid -eq $child.Id })
    Assert ($null -eq $rows[0].commandLine -and $null -eq $rows[0].parentPid) 'without --details neither is told'
    $rows = @(Read-Rows inspect "pid:$($child.Id)")
    Assert ($null -eq $rows[0].commandLine) 'inspect: no command line'
    Assert ($rows[0].parentPid -eq $PID) 'inspect: the parent'
    $rows = @(Read-Rows inspect "pid:$($child.Id)" --details)
    Assert ($Wine -or $rows[0].commandLine.EndsWith($start.Arguments)) 'inspect --details: the command line'
} finally {
    $child.Kill()
    if (Test-Path $folder) { Remove-Item -Recurse -Force $folder }
}

Write-Host "$passed passed"
exit 0
