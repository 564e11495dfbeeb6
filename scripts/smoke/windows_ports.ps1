# Tries on a real Windows what only netsh tells: the program behind a port of HTTP.sys, which the kernel
# holds, and a port that is reserved. Needs an administrator's rights, as a runner of CI has them.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'))
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$passed = 0

function Assert($Condition, $What) {
    if (-not $Condition) { throw "FAILED: $What" }
    $script:passed++
    Write-Host "ok: $What"
}

function Get-Inspection($Target) {
    @((& $Netwho inspect $Target --format json) -join "`n" | ConvertFrom-Json | ForEach-Object { $_ })
}

# A port that nothing uses.
$free = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Any), 0
$free.Start()
$port = $free.LocalEndpoint.Port
$free.Stop()

# This process behind HTTP.sys.
$listener = New-Object System.Net.HttpListener
$listener.Prefixes.Add("http://localhost:$port/netwho/")
$listener.Start()
try {
    $rows = Get-Inspection ":$port"
    Assert ($LASTEXITCODE -eq 0) 'a port of HTTP.sys ends with 0'
    Assert (@($rows | Where-Object { $_.relation -eq 'listener' -and $_.pid -eq 4 }).Count -gt 0) 'the kernel listens'
    $behind = @($rows | Where-Object { $_.relation -eq 'application' -and $_.localPort -eq $port })
    Assert ($behind.Count -eq 1) 'one program is behind the port'
    Assert ($behind[0].pid -eq $PID) 'it is this process'
    Assert ($behind[0].path -eq (Get-Process -Id $PID).Path) 'its path'
    Assert ($behind[0].note -match "localhost:$port/netwho/") 'its URL'
} finally {
    $listener.Stop()
}

# A reserved port.
& netsh int ipv4 add excludedportrange protocol=tcp startport=$port numberofports=1 store=active | Out-Null
Assert ($LASTEXITCODE -eq 0) 'netsh reserves a port'
try {
    $rows = Get-Inspection ":$port"
    Assert ($LASTEXITCODE -eq 0) 'a reserved port ends with 0'
    Assert ($rows[0].relation -eq 'reservation' -and $rows[0].protocol -eq 'TCP') 'it is a reservation'
    Assert ($rows[0].note -match "^port $port, reserved for TCP on IPv4 by an administrator") 'whose it is'
} finally {
    & netsh int ipv4 delete excludedportrange protocol=tcp startport=$port numberofports=1 store=active | Out-Null
}

$ErrorActionPreference = 'Continue'
& $Netwho inspect ":$port" --format json 2>$null
Assert ($LASTEXITCODE -eq 3) 'a port that nothing uses or has reserved ends with 3'

Write-Host "$passed passed"
exit 0
