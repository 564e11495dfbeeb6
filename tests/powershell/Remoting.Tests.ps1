# Functions on other computers. The far end is a server of SSH's on loopback that this file starts: its own
# configuration, keys and port, as the current user. Windows' own remoting, WinRM, is not tried.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'SshServer.ps1')
    $noServer = -not (Test-SshServer)
    $noX64 = $noServer -or (uname -m) -ne 'x86_64'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'SshServer.ps1')
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $recording = (Resolve-Path (Join-Path $PSScriptRoot '../recordings/windows-en')).Path
}

Describe 'where a function runs' {
    It 'is nowhere where no computer or session is given' {
        @(Get-NetWhoConnection -Replay $recording -ComputerName @()).Count | Should -Be 0
        @(Get-NetWhoConnection -Replay $recording -Session @()).Count | Should -Be 0
        @(Get-NetWhoConnection -Replay $recording -Session $null).Count | Should -Be 0
    }

    It 'must be clear' {
        $account = New-Object pscredential 'anna', (New-Object securestring)
        { Get-NetWhoConnection -ComputerName a -Session $null } | Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoConnection'
        { Get-NetWhoConnection -Credential $account } | Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoConnection'
        { Get-NetWhoConnection -CopyExecutable } | Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoConnection'
    }

    It 'is a list of names as they are, with the account, all at once' {
        Mock -ModuleName NetWho Invoke-Command { }
        $account = New-Object pscredential 'anna', (New-Object securestring)
        $names = @(1..40 | ForEach-Object { "pc$_; exit" })
        Get-NetWhoConnection -ComputerName $names -Credential $account -LocalPort 135
        Should -Invoke -ModuleName NetWho Invoke-Command -Times 1 -Exactly -ParameterFilter {
            ($ComputerName -join ' ') -eq ($names -join ' ') -and $Credential.UserName -eq 'anna' -and $ThrottleLimit -eq 40 -and
            $AsJob -and ($ArgumentList[0] -join ' ') -eq 'connections --format=ndjson --local-port=135'
        }
    }

    It 'is its own computer for an object of the pipeline, where several are named' {
        # Arguments by computer: what would be asked of netwho there.
        $script:asked = @{}
        Mock -ModuleName NetWho Invoke-Command { $script:asked["$ComputerName"] += @($ArgumentList[0] | Where-Object { $_ -match '^pid:|^--pid|^--connection|^task' }) }
        $rows = foreach ($name in 'PC1', 'pc2.example.org', 'pc3') {
            [pscustomobject]@{
                PSTypeName = 'NetWho.Connection'; computer = $name; pid = [int]$name[2] - 40; process = 'a'; path = $null; protocol = 'TCP'
                localAddress = '192.0.2.1'; localPort = [int]$name[2] - 40; remoteAddress = '192.0.2.9'; remotePort = 9; Name = "task$($name[2])"
            }
        }
        $problem = $null
        $silent = @{ WhatIf = $true; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problem' }
        $rows | Stop-NetWhoProcess -ComputerName pc1, PC2 @silent
        @($script:asked['pc1']) + @($script:asked['PC2']) | Should -Be 'pid:9', 'pid:10'
        $problem.FullyQualifiedErrorId | Should -Be 'OtherComputer,Stop-NetWhoProcess'
        "$problem" | Should -BeLike '*of pc3 on pc1, PC2*'

        $script:asked.Clear()
        $rows | Disconnect-NetWhoConnection -ComputerName pc1, PC2 @silent
        @($script:asked['pc1']) + @($script:asked['PC2']) |
            Should -Be '--connection=TCP 192.0.2.1:9 192.0.2.9:9 9', '--connection=TCP 192.0.2.1:10 192.0.2.9:9 10'
        $problem.FullyQualifiedErrorId | Should -Be 'OtherComputer,Disconnect-NetWhoConnection'

        $script:asked.Clear()
        $rows[0] | Disconnect-NetWhoConnection -ComputerName pc1, PC2 @silent
        @($script:asked.Keys) | Should -Be 'pc1'

        $script:asked.Clear()
        $rows | Unregister-NetWhoTask -ComputerName pc1, PC2 @silent
        @($script:asked['pc1']) + @($script:asked['PC2']) | Should -Be 'task1', 'task2'
        @($problem | Where-Object { $_.FullyQualifiedErrorId -eq 'OtherComputer,Unregister-NetWhoTask' }).Count | Should -Be 1

        # One computer has many names; a number alone is meant everywhere.
        $script:asked.Clear()
        $rows[0] | Stop-NetWhoProcess -ComputerName 192.0.2.77 @silent
        Stop-NetWhoProcess -Id 5 -ComputerName pc1, PC2 @silent
        [pscustomobject]@{ Id = 6 } | Stop-NetWhoProcess -ComputerName pc1, PC2 @silent
        $script:asked['192.0.2.77'] | Should -Be 'pid:9'
        @($script:asked['pc1']) + @($script:asked['PC2']) | Should -Be 'pid:5', 'pid:6', 'pid:5', 'pid:6'
    }

    It 'does not take a task of another computer away here' {
        $task = [pscustomobject]@{ PSTypeName = 'NetWho.Task'; name = 'log'; computer = 'server-of-others' }
        $problem = $null
        $task | Unregister-NetWhoTask -WhatIf -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem.FullyQualifiedErrorId | Should -Be 'OtherComputer,Unregister-NetWhoTask'
    }

    It 'is told where a computer cannot be reached' {
        $errors = $null
        Get-NetWhoConnection -ComputerName 'nowhere.invalid' -ErrorAction SilentlyContinue -ErrorVariable errors |
            Should -BeNullOrEmpty
        @($errors | Where-Object { $_.FullyQualifiedErrorId -eq 'RemoteFailed,Get-NetWhoConnection' }).Count | Should -Be 1
    }
}

Describe 'an executable to copy' {
    It 'is one by its first bytes' {
        $path = Join-Path $TestDrive 'kind'
        $cases = @(
            @{ At = 0; Machine = 62; Magic = 0x7f, 0x45, 0x4c, 0x46; Field = 18; Kind = 'Linux x64' }
            @{ At = 0; Machine = 183; Magic = 0x7f, 0x45, 0x4c, 0x46; Field = 18; Kind = 'Linux arm64' }
            @{ At = 128; Machine = 0x8664; Magic = 0x4d, 0x5a; Field = 132; Kind = 'Windows x64' }
            @{ At = 128; Machine = 0xaa64; Magic = 0x4d, 0x5a; Field = 132; Kind = 'Windows arm64' }
        )
        foreach ($case in $cases) {
            $bytes = New-Object byte[] 256
            ([byte[]]$case.Magic).CopyTo($bytes, 0)
            if ($case.At) { $bytes[0x3c] = $case.At }
            [BitConverter]::GetBytes([uint16]$case.Machine).CopyTo($bytes, $case.Field)
            [IO.File]::WriteAllBytes($path, $bytes)
            $kind = & (Get-Module NetWho) { param($Path) Get-ExecutableKind $Path } $path
            "$($kind.System) $($kind.Machine)" | Should -Be $case.Kind
        }
    }

    It 'is no script' {
        $path = Join-Path $TestDrive 'script'
        [IO.File]::WriteAllText($path, "#!/bin/sh`necho`n")
        { & (Get-Module NetWho) { param($Path) Get-ExecutableKind $Path } $path } | Should -Throw '*is a script*'
    }

    It 'fits its own system and architecture, and Windows on ARM64 runs x64' {
        & (Get-Module NetWho) {
            Test-Fits -Own @{ System = 'Linux'; Machine = 'x64' } -System Linux -Machine x64 | Should -BeTrue
            Test-Fits -Own @{ System = 'Linux'; Machine = 'x64' } -System Linux -Machine arm64 | Should -BeFalse
            Test-Fits -Own @{ System = 'Linux'; Machine = 'x64' } -System Windows -Machine x64 | Should -BeFalse
            Test-Fits -Own @{ System = 'Windows'; Machine = 'x64' } -System Windows -Machine arm64 | Should -BeTrue
            Test-Fits -Own @{ System = 'Windows'; Machine = 'arm64' } -System Windows -Machine x64 | Should -BeFalse
        }
    }

    It 'goes into a folder that only its owner may enter' -Skip:$noServer {
        $name = 'netwho-' + [guid]::NewGuid().ToString('N')
        $saved = $env:NETWHO, $env:PATH, $env:TMPDIR
        try {
            $env:NETWHO = ''
            $env:TMPDIR = "$TestDrive"
            $env:PATH = '/usr/bin:/bin'
            $there = & (Get-Module NetWho) { param($Name) & (Get-FarScript 'Prepare') $Name } $name
            $there[0] | Should -Be 'Linux'
            $there[2] | Should -Be "$TestDrive/$name/netwho"
            stat -c %a "$TestDrive/$name" | Should -Be '700'
            { & (Get-Module NetWho) { param($Name) & (Get-FarScript 'Prepare') $Name } $name 2>$null } | Should -Throw
            & (Get-Module NetWho) { param($Name) & (Get-FarScript 'Remove') $Name } $name
            Test-Path "$TestDrive/$name" | Should -BeFalse
        } finally { $env:NETWHO, $env:PATH, $env:TMPDIR = $saved }
    }
}

Describe 'over SSH' -Skip:$noServer {
    BeforeAll {
        $server = Start-SshServer
        $folder = $server.Folder
        $port = $server.Port

        # Two computers, as far as a session can tell.
        function Open-Session([string] $Name) {
            $where = @{
                HostName = $Name; Port = $port; KeyFilePath = "$folder/user"
                Options = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = "$folder/known"; LogLevel = 'ERROR' }
            }
            New-PSSession @where
        }
        # A program of the far end, in place of netwho.
        function Set-Far($Session, [string] $Text) {
            $path = $Text
            if ($Text -match "`n") {
                $path = "$folder/far-$([guid]::NewGuid().ToString('N'))"
                Set-Content $path "#!/bin/sh`n$Text"
                chmod 700 $path
            }
            Invoke-Command -Session $Session -ScriptBlock { param($Path) $env:NETWHO = $Path } -ArgumentList $path
        }
        $first = Open-Session '127.0.0.1'
        $second = Open-Session '127.0.0.2'
        $both = $first, $second
        $shadowed = $env:NETWHO
    }

    AfterAll {
        $env:NETWHO = $shadowed
        $first, $second | Where-Object { $_ } | Remove-PSSession
        Stop-SshServer $server
    }

    BeforeEach { Set-Far $both $shadowed }

    It 'gives the rows of both computers, as objects of this module' {
        $rows = @(Get-NetWhoConnection -Session $both -Replay $recording -LocalPort 135)
        $rows.Count | Should -Be 4
        $rows.process | Select-Object -Unique | Should -Be 'svchost.exe'
        $rows.computer | Select-Object -Unique | Should -Be 'DESKTOP-EXAMPLE'
        $rows[0].PSObject.TypeNames[0] | Should -Be 'NetWho.Connection'
        $rows[0].observedAt | Should -BeOfType [datetime]
        $here = (Get-NetWhoConnection -Replay $recording -LocalPort 135)[0]
        $rows[0].PSObject.Properties.Name | Should -Be $here.PSObject.Properties.Name
    }

    It 'says of a row without a computer where it came from' {
        Set-Far $both "echo '{`"pid`":1,`"computer`":null}'`necho '{`"pid`":2}'"
        $rows = @(Get-NetWhoConnection -Session $both | Sort-Object computer, pid)
        $rows.computer | Should -Be '127.0.0.1', '127.0.0.1', '127.0.0.2', '127.0.0.2'
        $rows.pid | Should -Be 1, 2, 1, 2
    }

    It 'runs side by side, and gives each row as it comes' {
        # The second row comes when the first ones of both are there.
        Set-Far $both @"
echo '{"pid":1}'
n=0; while [ `$n -lt 1200 ] && [ ! -e $folder/go ]; do sleep 0.1; n=`$((n+1)); done
[ -e $folder/go ] && echo '{"pid":2}' || echo '{"pid":3}'
"@
        $count = 0
        $ids = Get-NetWhoConnection -Session $both | ForEach-Object {
            $count++
            if ($count -eq 2) { $null = New-Item "$folder/go" }
            $_.pid
        }
        $ids | Should -Be 1, 1, 2, 2
    }

    It 'ends what runs there when enough has come, and leaves the session as it was' {
        Set-Far $both "echo `$`$ >> $folder/pids`nwhile echo '{`"pid`":1}'; do sleep 0.1; done"
        @(Get-NetWhoConnection -Session $both | Select-Object -First 3).Count | Should -Be 3
        $ids = @(Get-Content "$folder/pids")
        $ids.Count | Should -Be 2
        for ($n = 0; $n -lt 600 -and ($ids | Where-Object { Test-Path "/proc/$_" }); $n++) { Start-Sleep -Milliseconds 100 }
        foreach ($id in $ids) { "/proc/$id" | Should -Not -Exist }
        Invoke-Command -Session $both -ScriptBlock { 'there' } | Should -Be 'there', 'there'
        Get-Job | Should -BeNullOrEmpty
    }

    It 'hands over arguments whole, and nothing is interpreted' {
        Set-Far $first "printf '%s\n' `"`$@`" > $folder/arguments; echo '{`"pid`":1}'`n"
        $name = "we`"ird `$(touch $folder/touched); & \name\ 'x' `$env:PATH $([char]0xe9)\"
        Get-NetWhoConnection -Session $first -Process $name, 'a b\', '/etc/host*' -User '' | Out-Null
        Get-Content "$folder/arguments" | Should -Be 'connections', '--format=ndjson', "--process=$name", '--process=a b\', '--process=/etc/host*', '--user='
        Remove-Item "$folder/arguments"
        Get-NetWhoInspection '/etc/host*', '~' -Session $first | Out-Null
        Get-Content "$folder/arguments" | Should -Be 'inspect', '--format=ndjson', '--', '/etc/host*', '~'
        "$folder/touched" | Should -Not -Exist
    }

    It 'says which computer lacks netwho, and that it can be copied; the other goes on' {
        Set-Far $second ''
        $errors = $null
        $rows = @(Get-NetWhoConnection -Session $both -Replay $recording -LocalPort 135 -ErrorAction SilentlyContinue -ErrorVariable errors)
        $rows.Count | Should -Be 2
        $told = @($errors | Where-Object { $_.FullyQualifiedErrorId -eq 'ExecutableNotFound,Get-NetWhoConnection' })
        $told.Count | Should -Be 1
        $told[0].TargetObject | Should -Be '127.0.0.2'
        "$($told[0])" | Should -BeLike '127.0.0.2: *-CopyExecutable*'
    }

    It 'tells exit codes and standard error of each computer, with its name' {
        Set-Far $first "echo '{`"pid`":1}'`nprintf 'netwho: half of it\033[2J\n' >&2; exit 3"
        Set-Far $second "echo '{`"pid`":2}'`necho 'netwho: a word' >&2; exit 0"
        $errors = $null
        $warnings = $null
        $rows = @(Get-NetWhoConnection -Session $both -ErrorAction SilentlyContinue -ErrorVariable errors -WarningAction SilentlyContinue -WarningVariable warnings)
        $rows.Count | Should -Be 2
        @($warnings | ForEach-Object { "$_" }) | Should -Be '127.0.0.2: a word'
        $errors[0].FullyQualifiedErrorId | Should -Be 'ReadFailed,Get-NetWhoConnection'
        $errors[0].TargetObject | Should -Be '127.0.0.1'
        # What a terminal would obey is taken out.
        "$($errors[0])" | Should -Be '127.0.0.1: half of it\x1b[2J'
    }

    It 'ends at a wrong command line' {
        { Get-NetWhoConnection -Session $both -State bogus } |
            Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoConnection' -ExpectedMessage '127.0.0.*bogus*'
    }

    It 'tells a line that is no row, and goes on' {
        Set-Far $first "echo '{`"pid`":1}'`necho hello`necho '{`"pid`":2}'"
        $errors = $null
        $rows = @(Get-NetWhoConnection -Session $first -ErrorAction SilentlyContinue -ErrorVariable errors)
        $rows.pid | Should -Be 1, 2
        @($errors | Where-Object { $_.FullyQualifiedErrorId -eq 'NotUnderstood,Get-NetWhoConnection' }).Count | Should -Be 1
    }

    It 'tells a program that prints nothing and is not netwho' {
        Set-Far $first '/bin/true'
        $errors = $null
        @(Get-NetWhoConnection -Session $both -Replay $recording -State DELETE_TCB -ErrorAction SilentlyContinue -ErrorVariable errors) |
            Should -BeNullOrEmpty
        @($errors | ForEach-Object { $_.FullyQualifiedErrorId }) | Should -Be 'NotUnderstood,Get-NetWhoConnection'
        $errors[0].TargetObject | Should -Be '127.0.0.1'
        "$($errors[0])" | Should -BeLike '127.0.0.1: /bin/true is not netwho*'
    }

    It 'tells a program that cannot be started' {
        [IO.File]::WriteAllBytes("$folder/broken", [byte[]](0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0))
        chmod 700 "$folder/broken"
        Set-Far $first "$folder/broken"
        $errors = $null
        Get-NetWhoConnection -Session $first -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty
        $told = @($errors | Where-Object { "$($_.FullyQualifiedErrorId)" -like '*,Get-NetWhoConnection' })
        $told.Count | Should -Be 1
        $told[0].TargetObject | Should -Be '127.0.0.1'
    }

    It 'goes on with the others where a session breaks, and says so then and later' {
        $third = Open-Session '127.0.0.2'
        $id = Invoke-Command -Session $third -ScriptBlock { $PID }
        Set-Far $first "for n in 1 2 3 4 5 6 7 8; do echo '{`"pid`":1}'; sleep 0.1; done`n"
        Set-Far $third "while echo '{`"pid`":2}'; do sleep 0.1; done`n"
        $errors = $null
        $ids = @(
            Get-NetWhoConnection -Session $first, $third -ErrorAction SilentlyContinue -ErrorVariable errors | ForEach-Object {
                if ($_.pid -eq 2 -and -not $third.Broken) {
                    Add-Member -InputObject $third -NotePropertyName Broken -NotePropertyValue $true -Force
                    Stop-Process -Id $id -Force -ErrorAction SilentlyContinue
                }
                $_.pid
            }
        )
        @($ids | Where-Object { $_ -eq 1 }).Count | Should -Be 8
        $told = @($errors | Where-Object { $_.FullyQualifiedErrorId -eq 'RemoteFailed,Get-NetWhoConnection' })
        $told.Count | Should -Be 1
        $told[0].TargetObject | Should -Be '127.0.0.2'
        $errors = $null
        @(Get-NetWhoConnection -Session $first, $third -ErrorAction SilentlyContinue -ErrorVariable errors).Count | Should -Be 8
        "$($errors[0])" | Should -Be '127.0.0.2: its session is Broken'
        Remove-PSSession $third
    }

    It 'runs in constrained language, and says where no language is allowed' {
        $third = Open-Session '127.0.0.1'
        Set-Far $third $shadowed
        Invoke-Command -Session $third -ScriptBlock { $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage' }
        @(Get-NetWhoConnection -Session $third -Replay $recording -LocalPort 135).Count | Should -Be 2
        Remove-PSSession $third
        $third = Open-Session '127.0.0.1'
        Invoke-Command -Session $third -ScriptBlock { $ExecutionContext.SessionState.LanguageMode = 'NoLanguage' }
        $errors = $null
        Get-NetWhoConnection -Session $third -ErrorAction SilentlyContinue -ErrorVariable errors
        @($errors | Where-Object { $_.FullyQualifiedErrorId -eq 'LanguageMode,Get-NetWhoConnection' }).Count | Should -Be 1
        Remove-PSSession $third
    }

    It 'acts there, and asks here' {
        $running = Start-Process /bin/sleep -ArgumentList 600 -PassThru
        try {
            Stop-NetWhoProcess -Id $running.Id -Session $first -WhatIf
            $running.HasExited | Should -BeFalse
            $ended = @(Stop-NetWhoProcess -Id $running.Id -Session $first -Confirm:$false)
            $running.WaitForExit(60000) | Should -BeTrue
            $ended[0].pid | Should -Be $running.Id
            $ended[0].PSObject.TypeNames[0] | Should -Be 'NetWho.EndedProcess'
        } finally { if (-not $running.HasExited) { $running.Kill() } }
    }

    It 'is the same with every type of record' {
        $found = @(Get-NetWhoProcess -Session $both -Replay $recording | Select-Object -First 1) +
        @(Test-NetWhoConnection -Session $first -ListRules | Select-Object -First 1)
        $found[0].PSObject.TypeNames | Should -Contain 'NetWho.Process'
        $found[1].PSObject.TypeNames | Should -Contain 'NetWho.Rule'
    }

    Context 'copying' -Skip:$noX64 {
        BeforeAll {
            # An executable for Linux on x64 that writes one row: write(1, text, length); exit(0).
            $text = [Text.Encoding]::ASCII.GetBytes("{`"process`":`"copied`"}`n")
            $code = [byte[]](0xb8, 1, 0, 0, 0, 0xbf, 1, 0, 0, 0, 0x48, 0x8d, 0x35, 14, 0, 0, 0, 0xba, $text.Length, 0, 0, 0, 0x0f, 5) +
            [byte[]](0x6a, 60, 0x58, 0x31, 0xff, 0x0f, 5)
            $size = 120 + $code.Length + $text.Length
            $header = [byte[]](0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            foreach ($number in [int16]2, [int16]62, 1, [long]0x400078, [long]64, [long]0, 0) { $header += [BitConverter]::GetBytes($number) }
            foreach ($number in 64, 56, 1, 0, 0, 0) { $header += [BitConverter]::GetBytes([int16]$number) }
            foreach ($number in 1, 5) { $header += [BitConverter]::GetBytes($number) }
            foreach ($number in 0, 0x400000, 0x400000, $size, $size, 0x1000) { $header += [BitConverter]::GetBytes([long]$number) }
            # The text lies behind the 7 bytes that end the program.
            $code[13] = 14
            [IO.File]::WriteAllBytes("$folder/own", [byte[]]($header + $code + $text))
            chmod 700 "$folder/own"
            function Get-Left { @(Get-ChildItem "$folder/temporary" -Force) }
            $null = New-Item -ItemType Directory "$folder/temporary"
        }
        BeforeEach {
            Invoke-Command -Session $both -ScriptBlock { param($Path) $env:TMPDIR = $Path; $env:PATH = '/usr/bin:/bin' } -ArgumentList "$folder/temporary"
            Set-Far $second ''
            $env:NETWHO = "$folder/own"
        }
        AfterEach { $env:NETWHO = $shadowed }

        It 'copies to where there is none, for one use' {
            Set-Far $first "echo '{`"process`":`"there`"}'`n"
            $rows = @(Get-NetWhoConnection -Session $both -CopyExecutable | Sort-Object computer)
            $rows.process | Should -Be 'there', 'copied'
            Get-Left | Should -BeNullOrEmpty
        }

        It 'leaves nothing where enough has come' {
            Set-Far $first "while echo '{`"process`":`"there`"}'; do sleep 0.1; done`n"
            @(Get-NetWhoConnection -Session $both -CopyExecutable | Select-Object -First 4).Count | Should -Be 4
            Get-Left | Should -BeNullOrEmpty
        }

        It 'copies no script' {
            $env:NETWHO = $shadowed
            { Get-NetWhoConnection -Session $second -CopyExecutable } |
                Should -Throw -ErrorId 'ExecutableDoesNotFit,Get-NetWhoConnection'
            Get-Left | Should -BeNullOrEmpty
        }

        It 'copies nothing that does not fit' {
            $bytes = [IO.File]::ReadAllBytes("$folder/own")
            $bytes[18] = 183
            [IO.File]::WriteAllBytes("$folder/arm", $bytes)
            chmod 700 "$folder/arm"
            $env:NETWHO = "$folder/arm"
            $errors = $null
            Get-NetWhoConnection -Session $second -CopyExecutable -ErrorAction SilentlyContinue -ErrorVariable errors
            $told = @($errors | Where-Object { $_.FullyQualifiedErrorId -eq 'ExecutableDoesNotFit,Get-NetWhoConnection' })
            "$($told[0])" | Should -Be '127.0.0.2: its system is Linux on x64, and the netwho here is for Linux on arm64'
            Get-Left | Should -BeNullOrEmpty
        }
    }
}
