# Tries on a real Windows what could forge the names of programs or lose them: a window whose title
# imitates rows of tasklist, and a computer whose WMI, which tasklist asks, is switched off. It must run as
# administrator. winpwsh.ts runs it under Wine, whose tasklist tells no titles and asks no WMI.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'), [switch]$Wine)
. (Join-Path $PSScriptRoot 'tries.ps1')
$Netwho = (Resolve-Path -LiteralPath $Netwho).Path

$folder = New-TryFolder 'names'
$tasklist = Join-Path $env:SystemRoot 'System32\tasklist.exe'
$started = @()

function Start-Titled([string]$Title) {
    $start = New-Object System.Diagnostics.ProcessStartInfo $script:titled
    $start.UseShellExecute = $false
    $start.EnvironmentVariables['SHOWS_TITLE'] = $Title
    $process = [System.Diagnostics.Process]::Start($start)
    $script:started += $process
    [void](Wait-Until { $process.Refresh(); $process.MainWindowTitle -ne '' } 20)
    $process
}

# Of a listing with all that tasklist tells: this process has its own name, and no other row claims it.
function Assert-OwnNames([int[]]$Ids, [string]$Name) {
    $run = Invoke-Netwho 'tasklist', '--details', '--format', 'json'
    Assert ($run.Code -eq 0) "exit code $($run.Code), $($run.Err.Trim())"
    $rows = @($run.Out | ConvertFrom-Json | ForEach-Object { $_ })
    foreach ($id in $Ids) {
        $own = @($rows | Where-Object { $_.pid -eq $id })
        Assert ($own.Count -eq 1) "$($own.Count) rows of $id"
        Assert ($own[0].process -eq $Name) "$id is named '$($own[0].process)' by user '$($own[0].user)', it is $Name"
        Assert ($own[0].path -like "*\$Name") "the path of $id is '$($own[0].path)'"
    }
    Assert (@($rows | Where-Object { $_.path }).Count -gt $rows.Count / 3) 'most paths are lost'
    if ($run.Err.Trim() -ne '') { "it says: $($run.Err.Trim())" }
}

try {
    $titled = Join-Path $folder 'titled.exe'
    if (-not $Wine) { New-Program 'shows.cs' $titled '/target:winexe', '/r:System.Windows.Forms.dll' }

    Try-Step 'a title that imitates rows of tasklist forges no name' {
        if ($Wine) { Skip-Step "Wine's tasklist tells no titles" }
        $victim = Start-Titled 'the victim'
        # The other's PID, then one that is no PID and could spoil the paths of all.
        $row = '"svchost.exe","{0}","Services","0","1 K","Unknown","NT AUTHORITY\SYSTEM","0:00:01","N/A'
        $title = "a`r`n$($row -f $victim.Id)""`r`n$($row -f 9999999999)"
        $forger = Start-Titled $title
        $raw = Invoke-Program $tasklist '/v', '/fo', 'csv', '/nh'
        [IO.File]::WriteAllBytes((Join-Path ([IO.Path]::GetTempPath()) 'netwho-titles.txt'), $raw.Bytes)
        $lines = @($raw.Out -split '\r?\n')
        $own = @($lines | Where-Object { $_ -like "*""$($forger.Id)""*" })
        "tasklist: $own"
        # The premise, told either way: does tasklist print the line end of a title as it is?
        "PREMISE: a line that the title made stands in what tasklist prints: $(@($lines | Where-Object { $_ -like '"svchost.exe","9999999999"*' }).Count -gt 0)"
        Assert-OwnNames @($victim.Id, $forger.Id) 'titled.exe'
    }
    Try-Step 'a title of quotes and commas stays in its row' {
        if ($Wine) { Skip-Step "Wine's tasklist tells no titles" }
        $process = Start-Titled '","x","' 
        Assert-OwnNames @($process.Id) 'titled.exe'
    }
    Try-Step 'without titles all have their names' { Assert-OwnNames @($PID) ((Get-Process -Id $PID).Path | Split-Path -Leaf) }

    # WMI is started again by whoever asks it, unless it is disabled.
    Try-Step 'without WMI, tasklist fails, and names and paths are there' {
        if ($Wine) { Skip-Step "Wine's tasklist asks no WMI" }
        $sc = Join-Path $env:SystemRoot 'System32\sc.exe'
        $listener = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback), 0
        $listener.Start()
        $dependents = @(Get-Service Winmgmt -DependentServices | Where-Object { $_.Status -eq 'Running' })
        try {
            $run = Invoke-Program $sc 'config', 'winmgmt', 'start=', 'disabled'
            Assert ($run.Code -eq 0) $run.Out
            Stop-Service Winmgmt -Force
            $raw = Invoke-Program $tasklist '/fo', 'csv', '/nh'
            "PREMISE: tasklist without WMI: exit code $($raw.Code), $($raw.Out.Length) characters, $($raw.Err.Trim())"
            # A part is missing then, and netwho says so.
            $wanted = if ($raw.Code -eq 0) { 0 } else { 3 }
            $port = $listener.LocalEndpoint.Port
            $run = Invoke-Netwho 'connections', '--local-port', "$port", '--format', 'json'
            Assert ($run.Code -eq $wanted) "exit code $($run.Code), not $wanted, $($run.Err.Trim())"
            Assert ($wanted -eq 0 -or $run.Err -match 'tasklist') "it does not say that tasklist fails: $($run.Err.Trim())"
            $row = @($run.Out | ConvertFrom-Json | ForEach-Object { $_ })[0]
            Assert ($row.pid -eq $PID -and $row.path -eq (Get-Process -Id $PID).Path) "the listener: $($run.Out)"
            Assert ($row.process -eq (Split-Path -Leaf $row.path)) "its name: $($row.process)"
            "netwho says: $($run.Err.Trim())"
            $run = Invoke-Netwho 'tasklist', '--format', 'json'
            Assert ($run.Code -eq $wanted) "tasklist: exit code $($run.Code), not $wanted, $($run.Err.Trim())"
            $rows = @($run.Out | ConvertFrom-Json | ForEach-Object { $_ })
            Assert (@($rows | Where-Object { $_.process }).Count -gt 20) "tasklist: $($rows.Count) rows"
        } finally {
            $listener.Stop()
            $null = Invoke-Program $sc 'config', 'winmgmt', 'start=', 'auto'
            Start-Service Winmgmt
            $dependents | Start-Service -ErrorAction SilentlyContinue
        }
    }
    Try-Step 'with WMI again all is as before' { Assert-OwnNames @($PID) ((Get-Process -Id $PID).Path | Split-Path -Leaf) }
} finally {
    $started | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill(); $_.WaitForExit() }
    Start-Sleep -Seconds 1
    Remove-TryFolder $folder
}
Complete-Tries
