# Get-NetWhoConnection and Get-NetWhoProcess on recordings.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    . (Join-Path $PSScriptRoot 'FakeProgram.ps1')
    $recording = Join-Path $PSScriptRoot '../recordings/windows-en'
    $netwho = $env:NETWHO
}

Describe 'Get-NetWhoConnection' {
    AfterEach { $env:NETWHO = $netwho }

    It 'gives the listeners of a port' {
        $rows = @(Get-NetWhoConnection -Replay $recording -LocalPort 135)
        $rows.process | Should -Be 'svchost.exe', 'svchost.exe'
        $rows[0].Local | Should -Be '0.0.0.0:135'
        $rows[1].Local | Should -Be '[::]:135'
        $rows.Remote | Should -Be '*', '*'
    }

    It 'gives every filter and every value as an argument of its own' {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'arguments')
        Get-NetWhoConnection -LocalPort 80, '443-445' -Process 'a b*' -Established
        $given = Get-Content (Join-Path $TestDrive 'arguments/args.txt')
        if ($env:OS -eq 'Windows_NT') { $given = $given -split ' (?="?--)' }
        $given[0..1] -join ' ' | Should -Match '^connections --format=ndjson'
        $given | Should -Contain '--local-port=80'
        $given | Should -Contain '--local-port=443-445'
        $given | Should -Contain '--established'
    }

    It 'takes process IDs from the pipeline, in one run, each once' {
        $rows = @([pscustomobject]@{ Id = 1052 }, [pscustomobject]@{ Id = 4 } | Get-NetWhoConnection -Replay $recording)
        $rows.pid | Sort-Object -Unique | Should -Be 4, 1052

        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'once')
        [pscustomobject]@{ Id = 7 }, [pscustomobject]@{ OwningProcess = [uint32]8 }, [pscustomobject]@{ pid = 7 } |
            Get-NetWhoConnection
        @(Get-Content (Join-Path $TestDrive 'once/args.txt')) -join ' ' | Should -BeLike '*--pid=7,8'
    }

    It 'takes objects of its own, and leaves out those without a process' {
        $rows = @(Get-NetWhoConnection -Replay $recording -LocalPort 3389 | Get-NetWhoConnection -Replay $recording)
        $rows.pid | Sort-Object -Unique | Should -Be 1388
        $rows.Count | Should -BeGreaterThan 2
        [pscustomobject]@{ pid = $null } | Get-NetWhoConnection -Replay $recording | Should -BeNullOrEmpty
    }

    It 'takes the process of a finding, not its id' {
        $finding = [pscustomobject]@{ PSTypeName = 'NetWho.Finding'; id = 'a1b2'; pid = 4 }
        $rows = @($finding | Get-NetWhoConnection -Replay $recording)
        $rows.pid | Sort-Object -Unique | Should -Be 4
    }

    It 'gives nothing where nothing comes through the pipeline' {
        @() | Get-NetWhoConnection -Replay $recording | Should -BeNullOrEmpty
        Get-Process nosuch -ErrorAction Ignore | Get-NetWhoConnection -Replay $recording | Should -BeNullOrEmpty
        @() | Get-NetWhoProcess -Replay $recording | Should -BeNullOrEmpty
    }

    It 'takes what Get-Process gives' {
        Get-Process -Id $PID | Get-NetWhoConnection -ErrorVariable failed | Out-Null
        $failed | Should -BeNullOrEmpty
    }

    It 'gives no list of everything where a variable is not set' {
        $unset = $null
        foreach ($none in $unset, @(), @($null)) {
            { Get-NetWhoConnection -Replay $recording -Process $none } | Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoConnection'
            { Get-NetWhoConnection -Replay $recording -Id $none } | Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoConnection'
            { Get-NetWhoTask -Name $none } | Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoTask'
        }
        { Get-NetWhoProcess -Replay $recording -Service $unset -ErrorAction SilentlyContinue } |
            Should -Throw -ExpectedMessage 'Cannot use -Service without a value'
        @(Get-NetWhoConnection -Replay $recording -LocalPort 135).Count | Should -Be 2
    }

    It 'gives wildcards to netwho, and not the files of the current folder' {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'wild')
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'files')).FullName
        foreach ($name in 'svchost.txt', '--process=a') { [IO.File]::WriteAllText((Join-Path $folder $name), '') }
        Push-Location $folder
        try {
            Get-NetWhoConnection -Process 'a*'
            Get-NetWhoInspection 'svchost*', '~'
        } finally { Pop-Location }
        $given = (Get-Content (Join-Path $TestDrive 'wild/args.txt')) -join ' ' -replace '"'
        $given | Should -BeLike '*--process=a`* *svchost`* ~*'
    }

    It 'gives quotation marks of all kinds as they are' -Skip:($env:OS -eq 'Windows_NT') {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'quotes')
        $names = "a'b", 'c"d', "e$([char]0x2018)f$([char]0x2019)", '$(Get-Date)', '`', 'g\', '%PATH%', '{h}; i | j & k'
        Get-NetWhoConnection -Process $names
        Get-Content (Join-Path $TestDrive 'quotes/args.txt') -Encoding utf8 |
            Should -Be (@('connections', '--format=ndjson') + @($names | ForEach-Object { "--process=$_" }))
    }

    It 'ends where what stands for netwho writes no rows' {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'other') -Line 'hello'
        foreach ($silent in 'Continue', 'SilentlyContinue') {
            { Get-NetWhoConnection -ErrorAction $silent } | Should -Throw -ErrorId 'NotUnderstood,Get-NetWhoConnection' -ExpectedMessage '*hello*'
        }
    }

    It 'ends where a program that prints nothing is not netwho' -Skip:($env:OS -eq 'Windows_NT') {
        $env:NETWHO = '/bin/true'
        { Get-NetWhoConnection -ErrorAction SilentlyContinue } |
            Should -Throw -ErrorId 'NotUnderstood,Get-NetWhoConnection' -ExpectedMessage '/bin/true is not netwho*'
        $env:NETWHO = '/bin/false'
        { Stop-NetWhoProcess -Name nothing -Confirm:$false } | Should -Throw -ErrorId 'NotUnderstood,Stop-NetWhoProcess'
        $env:NETWHO = $netwho
        @(Get-NetWhoConnection -Replay $recording -State DELETE_TCB) | Should -BeNullOrEmpty
    }

    It 'ends where a value holds what ends it for programs' {
        { Get-NetWhoConnection -Replay $recording -Process "svchost.exe`0b" } |
            Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoConnection'
        { Stop-NetWhoProcess -Name "nothing`0b" -WhatIf } | Should -Throw -ErrorId 'InvalidCommandLine,Stop-NetWhoProcess'
    }

    It 'ends where what stands for netwho cannot run' -Skip:($env:OS -eq 'Windows_NT') {
        $env:NETWHO = Join-Path $TestDrive 'text'
        Set-Content $env:NETWHO 'no program'
        { Get-NetWhoConnection } | Should -Throw -ErrorId 'ExecutableNotRun,Get-NetWhoConnection' -ExpectedMessage 'Cannot run */text: *'
        chmod +x $env:NETWHO
        { Get-NetWhoConnection -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'ExecutableNotRun,Get-NetWhoConnection'
        # An error of the next command is its own.
        $env:NETWHO = $netwho
        { Get-NetWhoConnection -Replay $recording | ForEach-Object { throw 'mine' } } | Should -Throw -ExpectedMessage 'mine'
    }

    It 'ends at an unknown value, with the words of netwho' {
        { Get-NetWhoConnection -Replay $recording -State bogus } |
            Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoConnection' -ExpectedMessage '*bogus*'
    }
}

Describe 'Get-NetWhoProcess' {
    AfterEach { $env:NETWHO = $netwho }

    It 'gives processes with their services and times' {
        $rows = @(Get-NetWhoProcess -Replay $recording -Service TermService)
        $rows.Count | Should -Be 1
        $rows[0].pid | Should -Be 1388
        $rows[0].Id | Should -Be 1388
        $rows[0].PSObject.TypeNames[0] | Should -Be 'NetWho.Process'
        $rows[0].startedAt | Should -BeOfType [datetime]
        $rows[0].startedAt.Kind | Should -Be 'Local'
    }

    It 'takes connections, each process once' {
        $rows = @(Get-NetWhoConnection -Replay $recording -LocalPort 135, 3389 | Get-NetWhoProcess -Replay $recording)
        $rows.pid | Sort-Object | Should -Be 1052, 1388
    }
}
