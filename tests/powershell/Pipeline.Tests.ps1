# How objects, warnings and errors go through PowerShell: streams, pipelines, jobs, strict callers.

BeforeDiscovery { $hasParallel = $PSVersionTable.PSVersion.Major -ge 7 }

BeforeAll {
    $manifest = (Resolve-Path (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1')).ProviderPath
    Import-Module $manifest -Force
    . (Join-Path $PSScriptRoot 'FakeProgram.ps1')
    $recording = (Resolve-Path (Join-Path $PSScriptRoot '../recordings/windows-en')).ProviderPath
    $netwho = $env:NETWHO
}

Describe 'Objects' {
    AfterEach { $env:NETWHO = $netwho }

    It 'come before the last line is written' {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'slow') -Line (New-ConnectionLine @{ pid = 1 }) -Wait 4 `
            -Rest (New-ConnectionLine @{ pid = 2 })
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $seen = @(Get-NetWhoConnection | ForEach-Object { $watch.Elapsed.TotalSeconds })
        $seen.Count | Should -Be 2
        $seen[1] - $seen[0] | Should -BeGreaterThan 2
    }

    It 'stop netwho when nobody wants more of them' {
        $folder = Join-Path $TestDrive 'stopped'
        $env:NETWHO = New-FakeProgram -Folder $folder -Line (New-ConnectionLine) -Wait 20 -Rest (New-ConnectionLine)
        $watch = [Diagnostics.Stopwatch]::StartNew()
        @(Get-NetWhoConnection | Select-Object -First 1).Count | Should -Be 1
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 15
        if ($env:OS -ne 'Windows_NT') {
            Get-Process -Id (Get-Content (Join-Path $folder 'pid.txt')) -ErrorAction Ignore | Should -BeNullOrEmpty
        }
    }

    It 'lets break and continue of a later command leave the loop, and ends netwho' {
        $folder = Join-Path $TestDrive 'left'
        $env:NETWHO = New-FakeProgram -Folder $folder -Line (New-ConnectionLine) -Wait 20
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $came = foreach ($round in 1, 2) {
            "round $round"
            Get-NetWhoConnection | ForEach-Object { break }
            'not here'
        }
        $came | Should -Be 'round 1'
        $came = :outer foreach ($round in 1, 2) {
            "round $round"
            foreach ($inner in 1) {
                Get-NetWhoConnection | ForEach-Object { continue outer }
                'not here'
            }
        }
        $came | Should -Be 'round 1', 'round 2'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 18
    }

    It 'have types from the narrow to the wide, and no ProcessName' {
        $row = @(Get-NetWhoConnection -Replay $recording)[0]
        $row.PSObject.TypeNames[0] | Should -Be 'NetWho.Connection'
        $row.PSObject.Properties.Name | Should -Not -Contain 'ProcessName'
        $record = & (Get-Module NetWho) { param($line) ConvertTo-Record -Line $line -Type 'Change', 'Connection' } (New-ConnectionLine)
        $record.PSObject.TypeNames[0..1] | Should -Be 'NetWho.Change', 'NetWho.Connection'
    }

    It 'hold times as local dates, and texts that look like times as text' {
        $line = New-ConnectionLine @{ process = '2026-11-26T10:00:00Z' }
        $record = & (Get-Module NetWho) { param($line) ConvertTo-Record -Line $line -Type 'Connection' } $line
        $record.observedAt | Should -BeOfType [datetime]
        $record.observedAt.Kind | Should -Be 'Local'
        $record.observedAt.ToUniversalTime().ToString('o') | Should -Be '2026-11-26T10:00:00.0000000Z'
        $record.createdAt | Should -BeNullOrEmpty
        # PowerShell 6 to 7.4 makes a date of any such text.
        if ($PSVersionTable.PSVersion -lt [version]'6.0' -or $PSVersionTable.PSVersion -ge [version]'7.5') {
            $record.process | Should -BeOfType [string]
        }
    }

    It 'hold Unicode of any code page' {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'unicode') -Line (New-ConnectionLine @{ process = "$([char]0x65e5)$([char]0x672c).exe" })
        (Get-NetWhoConnection).process | Should -Be "$([char]0x65e5)$([char]0x672c).exe"
    }

    It 'have both ends as text' -TestCases @(
        @{ With = @{}; Local = '192.0.2.7:50101'; Remote = '198.51.100.4:443' }
        @{ With = @{ localAddress = '::'; remoteAddress = '::'; remotePort = 0 }; Local = '[::]:50101'; Remote = '*' }
        @{ With = @{ remoteAddress = $null; remotePort = $null; protocol = 'UDP' }; Local = '192.0.2.7:50101'; Remote = '*' }
        @{ With = @{ remoteAddress = 'fe80::1%2' }; Local = '192.0.2.7:50101'; Remote = '[fe80::1%2]:443' }
        @{ With = @{ remoteHost = 'a.example' }; Local = '192.0.2.7:50101'; Remote = 'a.example:443' }
        @{ With = @{ localAddress = $null; localHost = 'pc' }; Local = 'pc:50101'; Remote = '198.51.100.4:443' }
        @{ With = @{ localAddress = $null; localPort = 53 }; Local = '*:53'; Remote = '198.51.100.4:443' }
        @{
            With = @{ localAddress = $null; localPort = $null; remoteAddress = $null; remotePort = $null; protocol = $null }
            Local = $null; Remote = $null
        }
    ) {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'ends') -Line (New-ConnectionLine $With)
        $row = Get-NetWhoConnection
        $row.Local | Should -Be $Local
        $row.Remote | Should -Be $Remote
    }
}

Describe 'A pipeline' {
    AfterEach { $env:NETWHO = $netwho }

    It 'goes on to Get-Process and Stop-Process' {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'self') -Line (New-ConnectionLine @{ pid = $PID; path = (Get-Process -Id $PID).Path })
        $row = Get-NetWhoConnection
        ($row | Get-Process).Id | Should -Be $PID
        { $row | Stop-Process -WhatIf -ErrorAction Stop } | Should -Not -Throw
        ($row | Get-FileHash).Path | Should -Be $row.path
        $bound = $row | ForEach-Object { $_.Id, $_.OwningProcess }
        $bound | Should -Be $PID, $PID
    }

    It 'has the names of what Test-NetConnection takes' {
        # As Windows declares it; the real one would send something.
        function Test-Stand-In {
            [CmdletBinding()]
            param(
                [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] [Alias('RemoteAddress', 'cn')]
                [ValidateNotNullOrEmpty()] [string] $ComputerName = 'none',
                [Parameter(ParameterSetName = 'RemotePort', Mandatory, ValueFromPipelineByPropertyName)] [Alias('RemotePort')]
                [ValidateRange(1, 65535)] [int] $Port
            )
            process { "$ComputerName $Port" }
        }
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'bound') -Line (New-ConnectionLine)
        Get-NetWhoConnection | Test-Stand-In | Should -Be '198.51.100.4 443'
    }

    It 'goes on to Export-Csv and back' {
        $file = Join-Path $TestDrive 'rows.csv'
        Get-NetWhoConnection -Replay $recording -LocalPort 135 | Export-Csv $file -NoTypeInformation -Encoding UTF8
        $back = @(Import-Csv $file)
        $back.Count | Should -Be 2
        $back[0].Local | Should -Be '0.0.0.0:135'
        $back[0].pid | Should -Be '1052'
    }

    It 'goes on as JSON to netwho itself' {
        $json = Get-NetWhoConnection -Replay $recording | ConvertTo-Json
        $again = $json | & $netwho connections --from - --format ndjson 2>&1
        $LASTEXITCODE | Should -Be 0
        @($again | Where-Object { $_ -match '^\{' }).Count | Should -Be @(Get-NetWhoConnection -Replay $recording).Count
        $first = ConvertFrom-Json -InputObject $again[0]
        $first.process | Should -Be 'svchost.exe'
        ([datetime]$first.observedAt).ToUniversalTime() |
            Should -Be (Get-NetWhoConnection -Replay $recording)[0].observedAt.ToUniversalTime()
    }

    It 'goes through Export-Clixml with its view' {
        $file = Join-Path $TestDrive 'rows.xml'
        Get-NetWhoConnection -Replay $recording -LocalPort 135 | Export-Clixml $file
        $rows = Import-Clixml $file
        $rows[0].PSObject.TypeNames[0] | Should -Be 'Deserialized.NetWho.Connection'
        $rows[0].Local | Should -Be '0.0.0.0:135'
        $rows[0].Id | Should -Be 1052
        $rows[0].observedAt | Should -BeOfType [datetime]
        $rows | Out-String -Width 80 | Should -Match '0\.0\.0\.0:135 +\* +LISTENING'
        @($rows | Get-NetWhoConnection -Replay $recording).Count | Should -BeGreaterThan 0
    }
}

Describe 'Another place' {
    It 'is a job' {
        $job = Start-Job -ArgumentList $manifest, $recording {
            param($manifest, $recording)
            Import-Module $manifest
            Get-NetWhoConnection -Replay $recording -LocalPort 135
        }
        $rows = @($job | Wait-Job | Receive-Job)
        $job | Remove-Job
        $rows.Count | Should -Be 2
        $rows[0].PSObject.TypeNames[0] | Should -Be 'Deserialized.NetWho.Connection'
        $rows | Out-String -Width 80 | Should -Match '0\.0\.0\.0:135 +\* +LISTENING'
    }

    It 'is a runspace' {
        $shell = [powershell]::Create()
        try {
            $rows = $shell.AddScript({ param($manifest, $recording) Import-Module $manifest; Get-NetWhoConnection -Replay $recording -LocalPort 135 }).
            AddArgument($manifest).AddArgument($recording).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $rows.Count | Should -Be 2
            $rows[0].Local | Should -Be '0.0.0.0:135'
        } finally {
            $shell.Dispose()
        }
    }

    It 'is ForEach-Object -Parallel' -Skip:(-not $hasParallel) {
        $rows = @(135, 3389 | ForEach-Object -Parallel {
                Import-Module $using:manifest
                Get-NetWhoConnection -Replay $using:recording -LocalPort $_
            })
        $rows.localPort | Sort-Object -Unique | Should -Be 135, 3389
    }

    It 'is another module, which has it for itself' {
        $own = New-Module -Name Own -ArgumentList $manifest, $recording {
            param($manifest, $recording)
            Remove-Module NetWho -Force -ErrorAction Ignore
            Import-Module $manifest
            function Get-Own { Get-NetWhoConnection -Replay $recording -LocalPort 3389 }
            Export-ModuleMember -Function Get-Own
        }
        try {
            Get-Own | Out-String -Width 80 | Should -Match 'ESTABLISHED'
        } finally {
            Remove-Module $own
            Import-Module $manifest -Force -Global
        }
    }
}

Describe 'A strict caller' {
    AfterEach { $env:NETWHO = $netwho }

    It 'gets rows and warnings' {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'warned') -Line (New-ConnectionLine) -ErrorText 'netwho: careful'
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        $PSNativeCommandUseErrorActionPreference = $true
        $row = Get-NetWhoConnection -WarningVariable warned -WarningAction SilentlyContinue
        $row.pid | Should -Be 4712
        "$warned" | Should -Be 'careful'
        $row | Out-String -Width 80 | Should -Match 'sample\.exe +4712 192\.0\.2\.7:50101'
        $row | Format-List | Out-String -Width 80 | Should -Match 'remoteAddress +: 198\.51\.100\.4'
    }

    It 'can go on after exit code <Code>, with the rows before it' -TestCases @(
        @{ Code = 3; Id = 'ReadFailed'; Category = 'ReadError' }
        @{ Code = 4; Id = 'NotUnderstood'; Category = 'InvalidData' }
    ) {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive "code$Code") -Line (New-ConnectionLine) -ErrorText 'netwho: Cannot read' -ExitCode $Code
        $PSNativeCommandUseErrorActionPreference = $true
        $rows = @(Get-NetWhoConnection -ErrorVariable failed -ErrorAction SilentlyContinue)
        $rows.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Be "$Id,Get-NetWhoConnection"
        $failed[0].CategoryInfo.Category | Should -Be $Category
        "$($failed[0])" | Should -Be 'Cannot read'
        { Get-NetWhoConnection -ErrorAction Stop } | Should -Throw -ErrorId "$Id,Get-NetWhoConnection"
    }

    It 'is told nothing by exit code 1' {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'code1') -Line (New-ConnectionLine) -ExitCode 1
        @(Get-NetWhoConnection -ErrorAction Stop).Count | Should -Be 1
    }

    It 'is ended by exit code 2' {
        $env:NETWHO = New-FakeProgram -Folder (Join-Path $TestDrive 'code2') -ErrorText 'netwho: Unknown' -ExitCode 2
        { Get-NetWhoConnection -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoConnection'
    }
}
