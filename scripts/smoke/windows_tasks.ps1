# Tries netwho schedule on a real Windows, with its real Task Scheduler: Wine's runs no task and prints
# none. Needs administrator's rights. Every check can fail.
param(
    [string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe')
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2
$Netwho = (Resolve-Path $Netwho).Path

$passed = 0

function Assert($Condition, $What) {
    if (-not $Condition) { throw "FAILED: $What" }
    $script:passed++
    Write-Host "ok: $What"
}

# What netwho says on standard error is no failure of PowerShell 5.1's.
function Invoke-Netwho {
    $before = $ErrorActionPreference
    $ErrorActionPreference = 'Continue'
    try { & $Netwho @args 2>&1 | ForEach-Object { Write-Host "  $_" } } finally { $ErrorActionPreference = $before }
    $script:code = $LASTEXITCODE
}

function Read-Status($Name) {
    @((& $Netwho schedule status $Name --format json) -join "`n" | ConvertFrom-Json | ForEach-Object { $_ })[0]
}

function Wait-Until($Condition, $Seconds) {
    $end = [DateTime]::UtcNow.AddSeconds($Seconds)
    while ([DateTime]::UtcNow -lt $end) {
        if (& $Condition) { return $true }
        Start-Sleep -Milliseconds 500
    }
    $false
}

$folder = Join-Path ([System.IO.Path]::GetTempPath()) "netwho tasks $PID"
$null = New-Item -ItemType Directory $folder
Push-Location $folder
try {
    # What Task Scheduler makes of the XML.
    $file = Join-Path $folder "100% %TEMP% `$(Arg0) $([char]0xfc)$([char]0x65e5).csv"
    Invoke-Netwho schedule add --name smoke --every 5m -- connections --out $file --append
    Assert ($code -eq 0) 'added'
    Invoke-Netwho schedule add --name smoke --every 10m -- connections --out $file --append
    Assert ($code -eq 0) 'added again: it replaces the first'
    $task = Get-ScheduledTask -TaskPath '\netwho\' -TaskName smoke
    Assert (@($task).Count -eq 1) 'one task'
    Assert ($task.Actions[0].Execute -like '*\System32\conhost.exe') "program: $($task.Actions[0].Execute)"
    Assert ($task.Actions[0].WorkingDirectory -eq $folder) "folder: $($task.Actions[0].WorkingDirectory)"
    Assert ($task.Triggers[0].Repetition.Interval -eq 'PT10M') "interval: $($task.Triggers[0].Repetition.Interval)"
    Assert ([string]::IsNullOrEmpty($task.Triggers[0].Repetition.Duration)) 'repeats without an end'
    Assert ("$($task.Principal.LogonType)" -eq 'Interactive') "log-on: $($task.Principal.LogonType)"
    Assert ("$($task.Principal.RunLevel)" -eq 'Limited') "rights: $($task.Principal.RunLevel)"
    Assert (-not $task.Settings.DisallowStartIfOnBatteries) 'starts on battery'
    Assert (-not $task.Settings.StopIfGoingOnBatteries) 'goes on on battery'
    Assert ("$($task.Settings.MultipleInstances)" -eq 'IgnoreNew') 'never twice at once'
    Assert ($task.Settings.ExecutionTimeLimit -eq 'PT1H') "time limit: $($task.Settings.ExecutionTimeLimit)"
    Assert ($task.Settings.StartWhenAvailable) 'makes up for a missed start'
    $status = Read-Status smoke
    Assert ($status.trigger -eq 'every 10m') "netwho's trigger: $($status.trigger)"
    Assert ($status.status -eq 'ready') "netwho's status: $($status.status)"
    Assert ($status.lastResult -eq 267011) "netwho's result: $($status.lastResultText)"
    Assert ($null -ne $status.nextRunAt -or $status.note -like 'next run as Windows prints it*') "next: $($status.nextRunAt) $($status.note)"
    if ($null -ne $status.nextRunAt) {
        $told = (Get-ScheduledTaskInfo -TaskPath '\netwho\' -TaskName smoke).NextRunTime.ToUniversalTime()
        $read = ([DateTime]$status.nextRunAt).ToUniversalTime()
        Assert ([Math]::Abs(($told - $read).TotalSeconds) -lt 2) "next run: $read, as PowerShell says: $told"
    }

    # Runs of the system and of the user without a session: their exit codes arrive, and the command
    # line is what was given.
    foreach ($who in 'system', 's4u') {
        if (Test-Path -LiteralPath $file) { Remove-Item -LiteralPath $file }
        Invoke-Netwho schedule add --name smoke --every 5m --run-as $who -- connections --out $file --append
        Assert ($code -eq 0) "$($who): added"
        Invoke-Netwho schedule run smoke
        Assert ($code -eq 0) "$($who): started"
        $done = Wait-Until { (Get-ScheduledTaskInfo -TaskPath '\netwho\' -TaskName smoke).LastTaskResult -notin 267009, 267011, 267045 } 60
        Assert $done "$($who): ended"
        $result = (Get-ScheduledTaskInfo -TaskPath '\netwho\' -TaskName smoke).LastTaskResult
        Assert ($result -eq 0) "$($who): result 0x$($result.ToString('X'))"
        Assert (Test-Path -LiteralPath $file) "$($who): wrote $file, whatever % and `$ stand in its name"
        $status = Read-Status smoke
        Assert ($status.lastResult -eq 0) "$($who): netwho's result $($status.lastResultText)"
        Assert ($null -ne $status.lastRunAt -or $status.note) "$($who): netwho's last run $($status.lastRunAt) $($status.note)"
    }
    $log = "$env:SystemRoot\System32\config\systemprofile\AppData\Local\netwho\logs\smoke.log"
    Assert (Test-Path -LiteralPath $log) "the system's log: $log"
    Invoke-Netwho schedule add --name smoke --every 5m --run-as system -- connections --from "$folder\missing.txt"
    Invoke-Netwho schedule run smoke
    $failed = Wait-Until { (Read-Status smoke).lastResult -eq 3 } 60
    Assert $failed "a run that fails: exit code 3, $((Read-Status smoke).lastResultText)"

    # On the desktop: without a window. A runner may have no session for it.
    if (Test-Path -LiteralPath $file) { Remove-Item -LiteralPath $file }
    Invoke-Netwho schedule add --name smoke --every 5m -- connections --out $file --append
    Invoke-Netwho schedule run smoke
    $script:windows = 0
    $ran = Wait-Until {
        $script:windows += @(Get-Process netwho, conhost -ErrorAction SilentlyContinue | Where-Object { $_.MainWindowHandle -ne 0 -and $_.SessionId -eq (Get-Process -Id $PID).SessionId -and $_.StartTime -gt (Get-Date).AddSeconds(-30) }).Count
        Test-Path -LiteralPath $file
    } 60
    if ($ran) {
        Assert ($script:windows -eq 0) 'on the desktop: no window'
        $ended = Wait-Until { $null -ne (Read-Status smoke).lastResult } 30
        Assert $ended "on the desktop: its log tells the result, $((Read-Status smoke).lastResultText)"
    } else {
        $result = (Get-ScheduledTaskInfo -TaskPath '\netwho\' -TaskName smoke).LastTaskResult
        Write-Host "LEFT OUT: nobody is logged on for a task on the desktop (0x$($result.ToString('X')))"
        Assert ($result -in 267011, 2147943645, -2147023651, 2147946720, -2147020576, 267045) 'which is why it did not run'
    }

    # Disabled in Windows' own window, and a task that netwho did not make.
    $null = Disable-ScheduledTask -TaskPath '\netwho\' -TaskName smoke
    Assert ((Read-Status smoke).status -eq 'disabled') 'disabled'
    $action = New-ScheduledTaskAction -Execute 'cmd.exe' -Argument '/c exit 0'
    $null = Register-ScheduledTask -TaskPath '\netwho\' -TaskName foreign -Action $action
    Invoke-Netwho schedule remove foreign
    Assert ($code -eq 3) 'a task of another program is not removed'
    Invoke-Netwho schedule add --name foreign --every 5m -- connections
    Assert ($code -eq 3) 'nor replaced'
    Assert ((Get-ScheduledTask -TaskPath '\netwho\' -TaskName foreign).Actions[0].Execute -eq 'cmd.exe') 'it is as it was'
    Unregister-ScheduledTask -TaskPath '\netwho\' -TaskName foreign -Confirm:$false

    Invoke-Netwho schedule remove smoke
    Assert ($code -eq 0) 'removed'
    Assert ($null -eq (Get-ScheduledTask -TaskPath '\netwho\' -TaskName smoke -ErrorAction SilentlyContinue)) 'it is gone'
    Invoke-Netwho schedule remove smoke
    Assert ($code -eq 0) 'removing it again is no error'
    $left = @(Get-ChildItem "$env:LOCALAPPDATA\netwho" -Filter 'task-*.xml' -ErrorAction SilentlyContinue)
    Assert ($left.Count -eq 0) 'no definition is left lying about'
} finally {
    Get-ScheduledTask -TaskPath '\netwho\' -ErrorAction SilentlyContinue | Unregister-ScheduledTask -Confirm:$false
    Pop-Location
    Remove-Item -Recurse -Force $folder
}

Write-Host "$passed passed"
exit 0
