# Add-NetWhoHistory and Get-NetWhoHistory, on a history in a file.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $database = Join-Path $TestDrive 'history.db'
    # At least this is there to be seen.
    $listener = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback), 0
    $listener.Start()
    $look = Add-NetWhoHistory -Database $database
    $null = Add-NetWhoHistory -Database $database
}

AfterAll { $listener.Stop() }

Describe 'Add-NetWhoHistory' {
    It 'tells of its look' {
        $look.PSTypeNames[0] | Should -Be 'NetWho.Look'
        $look.observedAt | Should -BeOfType [datetime]
        $look.observedAt.Kind | Should -Be 'Local'
        $database | Should -Exist
    }

    It 'changes nothing with -WhatIf' {
        $other = Join-Path $TestDrive 'other.db'
        Add-NetWhoHistory -Database $other -WhatIf | Should -BeNullOrEmpty
        $other | Should -Not -Exist
    }

    It 'gives each look as soon as it was made' {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $rows = @(Add-NetWhoHistory -Database (Join-Path $TestDrive 'stream.db') -Every ([timespan]::FromSeconds(1)) -For '60s' |
                Select-Object -First 2)
        $rows.Count | Should -Be 2
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
    }

    It 'ends at options that do not go together' {
        { Add-NetWhoHistory -Database $database -For '1s' } | Should -Throw -ErrorId 'InvalidCommandLine,Add-NetWhoHistory'
    }
}

Describe 'Get-NetWhoHistory' {
    It 'gives an object of its own type for each question' {
        $socket = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback), 0
        $socket.Start()
        try {
            $port = $socket.LocalEndpoint.Port
            $own = Join-Path $TestDrive 'questions.db'
            $null = Add-NetWhoHistory -Database $own
            # Looks of the same moment would have no time between them.
            Start-Sleep -Milliseconds 50
            $null = Add-NetWhoHistory -Database $own
            $quiet = @{ Database = $own; WarningAction = 'SilentlyContinue' }
            $episode = Get-NetWhoHistory @quiet -LocalPort $port
            $episode.PSTypeNames[0, 1] | Should -Be 'NetWho.Episode', 'NetWho.Connection'
            $episode.timesSeen | Should -Be 2
            $episode.firstSeen | Should -BeOfType [datetime]
            $state = Get-NetWhoHistory @quiet -At (Get-Date) -LocalPort $port
            $state.PSTypeNames[0] | Should -Be 'NetWho.Connection'
            $change = @(Get-NetWhoHistory @quiet -Changes -LocalPort $port)
            foreach ($row in $change) { $row.PSTypeNames[0] | Should -Be 'NetWho.Change' }
            foreach ($row in @(Get-NetWhoHistory @quiet -FirstSeen -Since 1h -LocalPort $port)) { $row.PSTypeNames[0] | Should -Be 'NetWho.FirstSeen' }
            $pieces = @(Get-NetWhoHistory @quiet -Timeline -LocalPort $port)
            $pieces.Count | Should -BeGreaterThan 0
            $pieces[0].PSTypeNames[0] | Should -Be 'NetWho.TimelinePiece'
            $pieces[0].since | Should -BeOfType [datetime]
            foreach ($row in @(Get-NetWhoHistory @quiet -Beacons)) { $row.PSTypeNames[0] | Should -Be 'NetWho.Beacon' }
        } finally { $socket.Stop() }
    }

    It 'takes dates, spans of time and words' {
        foreach ($since in (Get-Date).AddDays(-1), [timespan]'0:30', [timespan]::FromMilliseconds(90061001), '30m', 'yesterday') {
            @(Get-NetWhoHistory -Database $database -Since $since -WarningAction SilentlyContinue).Count | Should -BeGreaterThan 0
        }
        # Without quotation marks these are numbers of PowerShell.
        @(Get-NetWhoHistory -Database $database -Since 7d -WarningAction SilentlyContinue).Count | Should -BeGreaterThan 0
        @(Get-NetWhoHistory -Database $database -Since ([timespan]'2.00:00') -Until ([timespan]'1.00:00') -WarningAction SilentlyContinue).Count |
            Should -Be 0
    }

    It 'writes dates the same in every culture' {
        $culture = [System.Threading.Thread]::CurrentThread.CurrentCulture
        try { $other = [cultureinfo]'ar-SA' } catch {
            Set-ItResult -Skipped -Because 'this PowerShell knows one culture only'
            return
        }
        try {
            [System.Threading.Thread]::CurrentThread.CurrentCulture = $other
            @(Get-NetWhoHistory -Database $database -Since (Get-Date).AddHours(-1) -WarningAction SilentlyContinue).Count |
                Should -BeGreaterThan 0
        } finally { [System.Threading.Thread]::CurrentThread.CurrentCulture = $culture }
    }

    It 'gives nothing where nothing comes through the pipeline, and takes process IDs from it' {
        @() | Get-NetWhoHistory -Database $database | Should -BeNullOrEmpty
        $rows = @([pscustomobject]@{ Id = 4294967295 } | Get-NetWhoHistory -Database $database -WarningAction SilentlyContinue)
        $rows.Count | Should -Be 0
    }

    It 'refuses two questions at once' {
        { Get-NetWhoHistory -Database $database -Changes -Beacons } | Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoHistory'
    }

    It 'is a read error where there is no history' {
        $problem = $null
        Get-NetWhoHistory -Database (Join-Path $TestDrive 'none.db') -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].CategoryInfo.Category | Should -Be 'ReadError'
    }
}
