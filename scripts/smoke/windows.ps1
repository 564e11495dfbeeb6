# Tries dist\netwho.exe on a real Windows, in Windows PowerShell 5.1 and in PowerShell 7:
# the real netstat and tasklist, and what PowerShell makes of the output. winpwsh.ts runs it under Wine.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'))
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$passed = 0

function Assert($Condition, $What) {
    if (-not $Condition) { throw "FAILED: $What" }
    $script:passed++
    Write-Host "ok: $What"
}

$version = & $Netwho --version
Assert ($LASTEXITCODE -eq 0 -and $version -match '^netwho \d+\.\d+\.\d+(-[\w.-]+)?$') '--version'

# A listener of our own must be found, with this process.
$listener = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback), 0
$listener.Start()
try {
    $port = $listener.LocalEndpoint.Port

    # 5.1 hands an array on as one object: the parentheses take it apart.
    $rows = @((& $Netwho connections --local-port $port --format json) -join "`n" | ConvertFrom-Json | ForEach-Object { $_ })
    Assert ($LASTEXITCODE -eq 0) 'connections --format json ends with 0'
    Assert ($rows.Count -eq 1) 'json: one listener on the port'
    Assert ($rows[0].pid -eq $PID) 'json: the listener belongs to this process'
    Assert ($rows[0].state -eq 'LISTENING') 'json: its state'
    Assert ($rows[0].path -eq (Get-Process -Id $PID).Path) 'json: the path of this process'

    $rows = @(& $Netwho connections --local-port $port --format ndjson | ForEach-Object { $_ | ConvertFrom-Json })
    Assert ($rows.Count -eq 1 -and $rows[0].pid -eq $PID) 'ndjson: the same row'

    $rows = @(& $Netwho connections --local-port $port --format csv | ConvertFrom-Csv)
    Assert ($rows.Count -eq 1 -and [int]$rows[0].pid -eq $PID) 'csv: the same row'

    $rows = @(& $Netwho netstat --format csv | ConvertFrom-Csv | Where-Object { $_.localPort -eq $port })
    Assert ($rows.Count -ge 1 -and [int]$rows[0].pid -eq $PID) 'netstat: the listener'

    $path = (Get-Process -Id $PID).Path
    $rows = @(& $Netwho --local-port $port --path $path --count-by pid,state --format csv | ConvertFrom-Csv)
    Assert ($rows.Count -eq 1 -and [int]$rows[0].pid -eq $PID -and [int]$rows[0].count -eq 1) '--path and --count-by: the listener'
} finally {
    $listener.Stop()
}

$processes = @((& $Netwho tasklist --format json) -join "`n" | ConvertFrom-Json | ForEach-Object { $_ })
Assert ($LASTEXITCODE -eq 0 -and $processes.Count -gt 10) 'tasklist'
$own = @($processes | Where-Object { $_.pid -eq $PID })
Assert ($own.Count -eq 1) 'tasklist: this process'
Assert (@($own | Get-Process).Count -eq 1) 'tasklist: a row binds to Get-Process'

& $Netwho doctor | Out-Null
Assert ($LASTEXITCODE -eq 0) 'doctor'

# A message on standard error must not end a script of 5.1 here: only the exit code counts.
$ErrorActionPreference = 'Continue'
& $Netwho --formt json 2>$null
Assert ($LASTEXITCODE -eq 2) 'a wrong option ends with 2'

Write-Host "$passed passed"
exit 0
