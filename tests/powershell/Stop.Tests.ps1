# Stop-NetWhoProcess on processes that the tests start.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $onWindows = $env:OS -eq 'Windows_NT'
    # A process without a window is only ended by force on Windows.
    $force = @{ Force = $onWindows }
    # The process of pwsh can be dotnet, which runs no commands.
    $shell = (Get-Command $(if ($PSVersionTable.PSEdition -eq 'Core') { 'pwsh' } else { 'powershell' }) -CommandType Application | Select-Object -First 1).Path
    $program = if ($onWindows) { 'ping' } else { 'sleep' }
    $started = New-Object System.Collections.Generic.List[object]
    function Start-Sleeper {
        $process = if ($onWindows) { Start-Process ping -ArgumentList '-n', '120', '127.0.0.1' -PassThru -WindowStyle Hidden }
        else { Start-Process sleep -ArgumentList '120' -PassThru }
        # It can still be the program that starts it, which the first look would see.
        while ((Get-Process -Id $process.Id).ProcessName -ne $program) { Start-Sleep -Milliseconds 20 }
        $started.Add($process)
        $process
    }
}

AfterAll {
    foreach ($process in $started) { if (-not $process.HasExited) { $process.Kill() } }
}

Describe 'Stop-NetWhoProcess' {
    It 'ends a process, and says so' {
        $process = Start-Sleeper
        $row = Stop-NetWhoProcess -Id $process.Id -Confirm:$false @force
        $process.WaitForExit(60000) | Should -BeTrue
        $row.PSTypeNames[0] | Should -Be 'NetWho.EndedProcess'
        $row.result | Should -Be 'ended'
        $row.pid | Should -Be $process.Id
        $row.target | Should -Be "$($process.Id)"
        $row.method | Should -Be $(if ($onWindows) { 'forced' } else { 'asked' })
    }

    It 'ends several of the pipeline, and no other' {
        $one = Start-Sleeper
        $two = Start-Sleeper
        $other = Start-Sleeper
        $rows = @($one, $two | Stop-NetWhoProcess -Confirm:$false -Force)
        $rows.result | Should -Be 'ended', 'ended'
        $rows.pid | Sort-Object | Should -Be @($one.Id, $two.Id | Sort-Object)
        $other.HasExited | Should -BeFalse
    }

    It 'changes nothing with -WhatIf' {
        $process = Start-Sleeper
        Stop-NetWhoProcess -Id $process.Id -Force -WhatIf | Should -BeNullOrEmpty
        $process.HasExited | Should -BeFalse
    }

    It 'changes nothing where nobody can be asked, and does not wait for an answer' {
        $process = Start-Sleeper
        $module = Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1'
        $command = "Import-Module '$module'; try { Stop-NetWhoProcess -Id $($process.Id) -Force; 'done' } catch { 'refused' }"
        $said = @() | & $shell -NoProfile -NonInteractive -Command $command
        "$said" | Should -Match 'refused$'
        $process.HasExited | Should -BeFalse
    }

    It 'needs no question where the preference says so' {
        $process = Start-Sleeper
        $module = Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1'
        $command = "Import-Module '$module'; `$ConfirmPreference = 'None'; (Stop-NetWhoProcess -Id $($process.Id) -Force).result"
        $said = @() | & $shell -NoProfile -NonInteractive -Command $command
        "$said" | Should -Match 'ended$'
        $process.WaitForExit(60000) | Should -BeTrue
    }

    It 'leaves a process alone whose ID was that of another one' {
        $process = Start-Sleeper
        $earlier = [pscustomobject]@{ Id = $process.Id; StartTime = $process.StartTime.AddHours(-1) }
        $row = $earlier | Stop-NetWhoProcess -Confirm:$false -Force
        $row.result | Should -Be 'gone'
        $row.reason | Should -Match 'another process'
        $process.HasExited | Should -BeFalse

        $record = [pscustomobject]@{ PSTypeName = 'NetWho.Process'; pid = $process.Id; startedAt = $process.StartTime.AddHours(-1); process = $null; path = $null }
        ($record | Stop-NetWhoProcess -Confirm:$false -Force).result | Should -Be 'gone'
        $process.HasExited | Should -BeFalse

        $connection = [pscustomobject]@{ PSTypeName = 'NetWho.Connection'; pid = $process.Id; process = 'game.exe'; path = $null; computer = $null }
        $row = $connection | Stop-NetWhoProcess -Confirm:$false -Force
        $row.result | Should -Be 'gone'
        $row.reason | Should -Match 'game\.exe'
        $process.HasExited | Should -BeFalse
    }

    It 'ends a process whose start may not be read' {
        $process = Start-Sleeper
        $piped = [pscustomobject]@{ Id = $process.Id }
        Add-Member -InputObject $piped -MemberType ScriptProperty -Name StartTime -Value { throw 'Access is denied.' }
        ($piped | Stop-NetWhoProcess -Confirm:$false -Force).result | Should -Be 'ended'
    }

    It 'leaves a process alone whose number is that of another computer' {
        $process = Start-Sleeper
        $far = [pscustomobject]@{ PSTypeName = 'NetWho.Connection'; pid = $process.Id; computer = 'server-of-others' }
        $problem = $null
        $far | Stop-NetWhoProcess -Confirm:$false -Force -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -Be 'OtherComputer,Stop-NetWhoProcess'
        $process.HasExited | Should -BeFalse
    }

    It 'ends nothing where nothing comes through the pipeline, and refuses to end nothing at all' {
        @() | Stop-NetWhoProcess -Confirm:$false | Should -BeNullOrEmpty
        { Stop-NetWhoProcess -Confirm:$false } | Should -Throw -ErrorId 'InvalidCommandLine,Stop-NetWhoProcess'
    }

    It 'takes no ID and no port for a name' {
        foreach ($name in '4711', ':80', 'pid:1', 'a,b', '4711@2026-11-26T08:12:44Z') {
            { Stop-NetWhoProcess -Name $name -WhatIf } | Should -Throw -ErrorId 'InvalidCommandLine,Stop-NetWhoProcess'
        }
    }

    It 'tells what it does not end as an error, after it ended the others' {
        $process = Start-Sleeper
        $problem = $null
        $rows = @(Stop-NetWhoProcess -Id $PID, $process.Id -Confirm:$false -Force -ErrorAction SilentlyContinue -ErrorVariable problem)
        $rows.pid | Should -Be $process.Id
        $process.WaitForExit(60000) | Should -BeTrue
        $refused = @($problem | Where-Object { $_.FullyQualifiedErrorId -eq 'Refused,Stop-NetWhoProcess' })
        $refused.Count | Should -Be 1
        $refused[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        $refused[0].TargetObject.pid | Should -Be $PID
        "$($refused[0])" | Should -Match "Cannot end .*\($PID\): "
        # The exit code alone says no more.
        @($problem | Where-Object { "$_" -match 'exit code' }).Count | Should -Be 0
    }

    It 'ends the others before it stops at the first error' {
        $process = Start-Sleeper
        { Stop-NetWhoProcess -Id $PID, $process.Id -Confirm:$false -Force -ErrorAction Stop } |
            Should -Throw -ErrorId 'Refused,Stop-NetWhoProcess'
        $process.WaitForExit(60000) | Should -BeTrue
    }

    It 'tells of a process that is not there' {
        $process = Start-Sleeper
        $process.Kill()
        $process.WaitForExit()
        $rows = @(Stop-NetWhoProcess -Id $process.Id -Confirm:$false)
        $rows.result | Should -Be 'gone'
    }

    It 'asks with the name, the ID and the path' {
        $process = Start-Sleeper
        $said = & $shell -NoProfile -NonInteractive -Command "Import-Module '$(Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1')'; Stop-NetWhoProcess -Id $($process.Id) -WhatIf"
        "$said" | Should -Match ("$program.*\($($process.Id)\)")
        "$said" | Should -Match 'started \d{4}-'
    }

    It 'works in strict mode' {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        $process = Start-Sleeper
        ($process | Stop-NetWhoProcess -Confirm:$false -Force).result | Should -Be 'ended'
    }

    It 'takes the process of a finding, not its id' {
        $process = Start-Sleeper
        $finding = [pscustomobject]@{ PSTypeName = 'NetWho.Finding'; id = 'some-rule-1a2b'; pid = $process.Id; process = $program; path = $null; computer = $null }
        if ($onWindows) { $finding.process = 'ping.exe' }
        ($finding | Stop-NetWhoProcess -Confirm:$false -Force).result | Should -Be 'ended'
        $none = [pscustomobject]@{ PSTypeName = 'NetWho.Finding'; id = 'some-rule'; pid = $null; process = $null; path = $null; computer = $null }
        $problem = $null
        $none | Stop-NetWhoProcess -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -Be 'NoProcess,Stop-NetWhoProcess'
        { Stop-NetWhoProcess -Id game -WhatIf } | Should -Throw -ErrorId 'InvalidCommandLine,Stop-NetWhoProcess'
    }

    It 'ends in a job' {
        $process = Start-Sleeper
        $module = Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1'
        $job = Start-Job -ScriptBlock { Import-Module $args[0]; Stop-NetWhoProcess -Id $args[1] -Confirm:$false -Force } -ArgumentList $module, $process.Id
        $row = Receive-Job -Job $job -Wait -AutoRemoveJob
        $row.result | Should -Be 'ended'
        $row.PSTypeNames | Should -Contain 'Deserialized.NetWho.EndedProcess'
        $process.WaitForExit(60000) | Should -BeTrue
    }
}
