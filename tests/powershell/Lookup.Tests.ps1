# Resolve-NetWhoName, Get-NetWhoOwner and Get-NetWhoInspection on recordings.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    . (Join-Path $PSScriptRoot 'FakeProgram.ps1')
    $recording = Join-Path $PSScriptRoot '../recordings/windows-en'
    $netwho = $env:NETWHO

    # What a run of a fake was asked after --.
    function Get-Asked([string] $Folder) {
        $words = @(Get-Content (Join-Path $Folder 'args.txt'))
        if ($env:OS -eq 'Windows_NT') { $words = @($words | ForEach-Object { $_ -split ' ' }) }
        $at = [array]::IndexOf($words, '--')
        if ($at -lt 0) { return }
        $words[($at + 1)..($words.Count - 1)] | ForEach-Object { $_.Trim('"') }
    }
}

Describe 'Resolve-NetWhoName' {
    AfterEach { $env:NETWHO = $netwho }

    It 'gives the name of an address' {
        $row = Resolve-NetWhoName 8.8.8.8 -Replay $recording
        $row.data | Should -Be 'dns.widgets.example'
        $row.PSObject.TypeNames[0] | Should -Be 'NetWho.Name'
    }

    It 'gives the records of a type' {
        (Resolve-NetWhoName mail.example -Type MX -Replay $recording).type | Should -Contain 'MX'
    }

    It 'takes connections, each address once, and no listeners' {
        $rows = @(Get-NetWhoConnection -Replay $recording -Process browser.exe, svchost.exe -RemotePort '0-443' |
                Resolve-NetWhoName -Replay $recording)
        $rows.query | Sort-Object -Unique | Should -Be ($rows.query | Sort-Object)
        $rows.query | Should -Contain '8.8.8.8'
        $rows.query | Should -Not -Contain '0.0.0.0'
    }

    It 'takes text, addresses of .NET, and objects with an address or a name' {
        $folder = Join-Path $TestDrive 'names'
        $env:NETWHO = New-FakeProgram -Folder $folder
        'a.example', [ipaddress]'2001:db8::1', [pscustomobject]@{ IPAddress = '192.0.2.1'; Name = 'b.example' },
        [pscustomobject]@{ Name = 'c.example' }, [pscustomobject]@{ remoteAddress = $null }, 'A.example', $null,
        [pscustomobject]@{ RemoteAddress = '::' } | Resolve-NetWhoName
        Get-Asked $folder | Should -Be 'a.example', '2001:db8::1', '192.0.2.1', 'c.example'
    }

    # A batch file, which the stand-in is on Windows, takes 8,191 characters alone.
    It 'asks in several runs what does not fit one command line' -Skip:($env:OS -eq 'Windows_NT') {
        $folder = Join-Path $TestDrive 'many'
        $env:NETWHO = New-FakeProgram -Folder $folder
        1..1500 | ForEach-Object { "host-with-a-long-name-$_.example" } | Resolve-NetWhoName
        $words = @(Get-Content (Join-Path $folder 'args.txt'))
        @($words | Where-Object { $_ -eq 'nslookup' }).Count | Should -Be 3
        @($words | Where-Object { $_ -match 'example$' }).Count | Should -Be 1500
    }

    It 'splits what does not fit one command line, and loses nothing' {
        $names = 1..3000 | ForEach-Object { "host-$_.example" }
        $parts = @(& (Get-Module NetWho) { param($names) Split-CommandLine ([string[]]$names) } $names)
        $parts.Count | Should -BeGreaterThan 1
        foreach ($part in $parts) { ($part -join '   ').Length | Should -BeLessThan 24001 }
        @($parts | ForEach-Object { $_ }) | Should -Be $names
    }

    It 'gives nothing for nothing from the pipeline, and says so where nothing is named' {
        @() | Resolve-NetWhoName -Replay $recording | Should -BeNullOrEmpty
        [pscustomobject]@{ pid = 4 } | Resolve-NetWhoName -Replay $recording | Should -BeNullOrEmpty
        { Resolve-NetWhoName } | Should -Throw -ErrorId 'NothingToResolve,Resolve-NetWhoName'
    }

    It 'takes a name for no option' {
        { Resolve-NetWhoName '--version' -Replay $recording -ErrorAction Stop } | Should -Throw
    }
}

Describe 'Get-NetWhoOwner' {
    AfterEach { $env:NETWHO = $netwho }

    It 'gives the owner of an address' {
        $row = Get-NetWhoOwner 8.8.8.8 -Replay $recording
        $row.organization | Should -Be 'Example Widgets Inc.'
        $row.abuseContact | Should -Be 'abuse@widgets.example'
        $row.PSObject.TypeNames[0] | Should -Be 'NetWho.Owner'
        $row.retrievedAt | Should -BeOfType [datetime]
    }

    It 'takes connections, each address once, and leaves out those without' {
        $folder = Join-Path $TestDrive 'owners'
        $rows = Get-NetWhoConnection -Replay $recording -Process browser.exe, System
        $env:NETWHO = New-FakeProgram -Folder $folder
        $rows | Get-NetWhoOwner
        $asked = @(Get-Asked $folder)
        $asked | Should -Contain '8.8.8.8'
        $asked | Sort-Object -Unique | Should -Be ($asked | Sort-Object)
        $asked | Should -Not -Contain '0.0.0.0'
    }

    It 'takes the addresses of names, and not names' {
        $folder = Join-Path $TestDrive 'data'
        $env:NETWHO = New-FakeProgram -Folder $folder
        [pscustomobject]@{ type = 'A'; data = '192.0.2.9' }, [pscustomobject]@{ type = 'PTR'; data = 'a.example' },
        [pscustomobject]@{ type = 'AAAA'; data = $null } | Get-NetWhoOwner
        Get-Asked $folder | Should -Be '192.0.2.9'
    }

    It 'hands over a number as it is, which netwho refuses' {
        { Get-NetWhoOwner 8 -NoRdap } | Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoOwner' -ExpectedMessage '*8: it is not an address*'
    }

    It 'asks nothing for nothing' {
        @() | Get-NetWhoOwner -Replay $recording | Should -BeNullOrEmpty
        $null | Get-NetWhoOwner -Replay $recording | Should -BeNullOrEmpty
    }
}

Describe 'Get-NetWhoInspection' {
    AfterEach { $env:NETWHO = $netwho }

    It 'gives the process and its sockets' {
        $rows = @(Get-NetWhoInspection pid:4712 -Replay $recording)
        $rows[0].relation | Should -Be 'process'
        $rows[0].startedAt.Kind | Should -Be 'Local'
        $rows[0].Local | Should -BeNullOrEmpty
        $rows[1].relation | Should -Be 'peer'
        $rows[1].Remote | Should -Match ':\d+$'
    }

    It 'takes numbers, text and objects with a process, each once' {
        $folder = Join-Path $TestDrive 'targets'
        $env:NETWHO = New-FakeProgram -Folder $folder
        443, ':80', [pscustomobject]@{ pid = 7; id = 'x' }, [pscustomobject]@{ OwningProcess = 7 },
        [pscustomobject]@{ pid = $null }, [ipaddress]'192.0.2.4', (Get-Process -Id $PID) | Get-NetWhoInspection
        Get-Asked $folder | Should -Be '443', ':80', 'pid:7', '192.0.2.4', "pid:$PID"
    }

    It 'tells what it did not find as an error, behind what it found' {
        $rows = @(Get-NetWhoInspection pid:4712, pid:999999 -Replay $recording -ErrorVariable failed -ErrorAction SilentlyContinue)
        $rows.Count | Should -BeGreaterThan 0
        @($failed | ForEach-Object { $_.FullyQualifiedErrorId }) | Should -Contain 'ReadFailed,Get-NetWhoInspection'
    }
}
