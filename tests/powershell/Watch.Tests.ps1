# Watch-NetWhoConnection on recordings and on listeners that the tests open.

BeforeAll {
    $module = (Resolve-Path (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1')).Path
    Import-Module $module -Force
    $recording = Join-Path $PSScriptRoot '../recordings/windows-en'
    $onWindows = $env:OS -eq 'Windows_NT'

    # The command lines of what this test started, by a word in them; null where they cannot be read.
    function Get-CommandLine([string] $Word) {
        if ($onWindows) { return @(Get-CimInstance Win32_Process | Where-Object { "$($_.CommandLine)" -like "*$Word*" }) }
        @(Get-ChildItem /proc -Directory | Where-Object { $_.Name -match '^\d+$' -and $_.Name -ne "$PID" } | ForEach-Object {
                try { [System.IO.File]::ReadAllText("/proc/$($_.Name)/cmdline") } catch { '' }
            } | Where-Object { $_ -like "*$Word*" })
    }

    # Waits until nothing with a word in its command line runs.
    function Test-Ended([string] $Word, [double] $Seconds) {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while (@(Get-CommandLine $Word).Count -gt 0) {
            if ($clock.Elapsed.TotalSeconds -gt $Seconds) { return $false }
            Start-Sleep -Milliseconds 50
        }
        $true
    }
}

Describe 'Watch-NetWhoConnection' {
    It 'begins with what is there' {
        $rows = @(Watch-NetWhoConnection -Replay $recording -Count 1 -LocalPort 135)
        $rows.change | Should -Be 'opened', 'opened'
        $rows[0].PSTypeNames[0, 1] | Should -Be 'NetWho.Change', 'NetWho.Connection'
        $rows[0].changedAt | Should -BeOfType [datetime]
    }

    It 'leaves no program behind where the next command has enough' {
        $before = @(Get-Process -Name netwho -ErrorAction Ignore | ForEach-Object { $_.Id })
        # Of a recording nothing changes behind the first look: the second finds that nobody reads any more.
        $rows = @(Watch-NetWhoConnection 1 -Replay $recording | Select-Object -First 1)
        $rows.Count | Should -Be 1
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        do {
            Start-Sleep -Milliseconds 100
            $left = @(Get-Process -Name netwho -ErrorAction Ignore | Where-Object { $_.Id -notin $before })
        } while ($left.Count -gt 0 -and $clock.Elapsed.TotalSeconds -lt 60)
        $left.Count | Should -Be 0
    }

    It 'leaves no program behind where it is interrupted' -Skip:($env:OS -eq 'Windows_NT') {
        $word = 'netwho-' + [guid]::NewGuid().ToString('N')
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$module'; Watch-NetWhoConnection 60 -Process '!$word'")
        $output = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
        $none = New-Object 'System.Management.Automation.PSDataCollection[psobject]'
        $none.Complete()
        $null = $shell.BeginInvoke($none, $output)
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        # The first change is there while the program still runs.
        while ($output.Count -eq 0 -and $clock.Elapsed.TotalSeconds -lt 120) { Start-Sleep -Milliseconds 50 }
        $output.Count | Should -BeGreaterThan 0
        @(Get-CommandLine $word).Count | Should -BeGreaterThan 0
        $shell.Stop()
        # Long before the next look, at which it would find that nobody reads.
        Test-Ended $word 30 | Should -BeTrue
        $shell.Dispose()
    }

    It 'tells what is wrong when it comes, and not at the end' -Skip:($env:OS -eq 'Windows_NT') {
        $program = $env:NETWHO
        try {
            $env:NETWHO = Join-Path $TestDrive 'netwho'
            $row = '{"change":"opened"}'
            # It goes on when so much has come. Of a message that is told with the next row it cannot know.
            $wait = 'come() { n=0; while [ ! -e "$0.$1" ] && [ $n -lt 600 ]; do sleep 0.1; n=$((n+1)); done; }'
            Set-Content $env:NETWHO (@(
                    '#!/bin/sh', $wait, "echo '$row'", 'come 1', "echo 'netwho: a look failed' >&2", 'sleep 2'
                    "echo '$row'", "echo '$row'", 'come 4', "echo 'netwho: the end' >&2"
                ) -join "`n")
            chmod +x $env:NETWHO
            foreach ($function in 'Watch-NetWhoConnection', 'Add-NetWhoHistory') {
                Remove-Item "$env:NETWHO.*"
                $count = 0
                $all = @(& $function -Confirm:$false 3>&1 | ForEach-Object {
                        $count++
                        $null = New-Item "$env:NETWHO.$count"
                        if ($_ -is [System.Management.Automation.WarningRecord]) { "$_" } else { 'row' }
                    })
                $all | Should -Be 'row', 'a look failed', 'row', 'row', 'the end'
            }
        } finally { $env:NETWHO = $program }
    }

    It 'ends as soon as what is waited for is there' {
        $listener = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback), 0
        $listener.Start()
        try {
            $port = $listener.LocalEndpoint.Port
            $problem = $null
            $rows = @(Watch-NetWhoConnection 1 -Until "listening port $port" -Timeout 60 -ErrorVariable problem)
            $problem.Count | Should -Be 0
            @($rows | Where-Object { $_.localPort -eq $port }).Count | Should -Be 1
        } finally { $listener.Stop() }
    }

    It 'is a time-out where it does not come' {
        $problem = $null
        $told = $null
        $null = Watch-NetWhoConnection 0.5 -Until 'port 1 process nothing-like-this' -Timeout 1 -ErrorAction SilentlyContinue `
            -ErrorVariable problem -WarningVariable told -WarningAction SilentlyContinue
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -Be 'TimedOut,Watch-NetWhoConnection'
        $problem[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        $problem[0].TargetObject | Should -Be 'port 1 process nothing-like-this'
        "$($problem[0])" | Should -Match 'Cannot find what -Until waits for'
        "$told" | Should -Not -Match 'Cannot find'
    }

    It 'is an error that ends a script which says so' {
        { Watch-NetWhoConnection 0.5 -Until 'port 1' -Timeout 1 -ErrorAction Stop } | Should -Throw -ErrorId 'TimedOut,Watch-NetWhoConnection'
    }

    It 'ends at an interval that is none' {
        foreach ($silent in 'Continue', 'SilentlyContinue') {
            { Watch-NetWhoConnection 0.1 -Until 'port 1' -ErrorAction $silent } | Should -Throw -ErrorId 'InvalidCommandLine,Watch-NetWhoConnection'
        }
    }

    It 'watches nothing where nothing comes through the pipeline' {
        @() | Watch-NetWhoConnection 1 | Should -BeNullOrEmpty
    }

    It 'keeps no history with -WhatIf' {
        $database = Join-Path $TestDrive 'watch.db'
        Watch-NetWhoConnection -Count 1 -Log -Database $database -WhatIf | Should -BeNullOrEmpty
        $database | Should -Not -Exist
        $null = Watch-NetWhoConnection -Count 1 -Log -Database $database
        $database | Should -Exist
    }

    It 'works in strict mode' {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        @(Watch-NetWhoConnection -Replay $recording -Count 1 -LocalPort 135).Count | Should -Be 2
    }
}
