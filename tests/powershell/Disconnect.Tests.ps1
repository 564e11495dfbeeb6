# Disconnect-NetWhoConnection: plans on recordings, and connections in loopback that the tests open.

BeforeDiscovery {
    # Closing takes root on Linux, and administrator rights on Windows.
    $canClose = $env:OS -ne 'Windows_NT' -and (id -u) -eq '0' -and $null -ne (Get-Command ss -ErrorAction Ignore)
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $recording = Join-Path $PSScriptRoot '../recordings/windows-en'
    $loopback = [System.Net.IPAddress]::Loopback
    $sockets = New-Object System.Collections.Generic.List[System.Net.Sockets.Socket]

    function New-Listener {
        $socket = New-Object System.Net.Sockets.Socket ([System.Net.Sockets.AddressFamily]::InterNetwork), 'Stream', 'Tcp'
        $socket.Bind((New-Object System.Net.IPEndPoint $loopback, 0))
        $socket.Listen(10)
        $sockets.Add($socket)
        $socket
    }

    # A connection to a listener, from a port that another one may have too.
    function Connect-To($Listener, [int] $From = 0) {
        $socket = New-Object System.Net.Sockets.Socket ([System.Net.Sockets.AddressFamily]::InterNetwork), 'Stream', 'Tcp'
        $socket.SetSocketOption('Socket', 'ReuseAddress', $true)
        $socket.Bind((New-Object System.Net.IPEndPoint $loopback, $From))
        $socket.Connect($Listener.LocalEndPoint)
        $sockets.Add($socket)
        $sockets.Add($Listener.Accept())
        $socket
    }

    # The sockets as objects of Get-NetTCPConnection.
    function Get-Row($Socket, [int] $Owner = $PID) {
        [pscustomobject]@{
            LocalAddress  = "$($Socket.LocalEndPoint.Address)"
            LocalPort     = $Socket.LocalEndPoint.Port
            RemoteAddress = "$($Socket.RemoteEndPoint.Address)"
            RemotePort    = $Socket.RemoteEndPoint.Port
            OwningProcess = $Owner
            State         = 'Established'
        }
    }

    # Whether a connection still carries a byte.
    function Test-Alive($Socket) {
        try { $null = $Socket.Send([byte[]](1)); -not ($Socket.Poll(200000, 'SelectRead')) } catch { $false }
    }
}

AfterAll { foreach ($socket in $sockets) { $socket.Dispose() } }

Describe 'Disconnect-NetWhoConnection' {
    It 'tells what it would close, and closes nothing, with -WhatIf on a recording' {
        Disconnect-NetWhoConnection -Replay $recording -Process svchost.exe -Established -WhatIf | Should -BeNullOrEmpty
    }

    It 'closes nothing of a recording' {
        { Disconnect-NetWhoConnection -Replay $recording -Established -Confirm:$false } |
            Should -Throw -ErrorId 'InvalidCommandLine,Disconnect-NetWhoConnection'
    }

    It 'closes nothing where nothing comes through the pipeline, and refuses to close all' {
        @() | Disconnect-NetWhoConnection -Confirm:$false | Should -BeNullOrEmpty
        { Disconnect-NetWhoConnection -Confirm:$false } |
            Should -Throw -ErrorId 'InvalidCommandLine,Disconnect-NetWhoConnection'
    }

    It 'leaves a connection of another computer alone' {
        $far = [pscustomobject]@{
            PSTypeName = 'NetWho.Connection'; computer = 'server-of-others'; protocol = 'TCP'; pid = 1
            localAddress = '127.0.0.1'; localPort = 1; remoteAddress = '127.0.0.1'; remotePort = 2
        }
        $problem = $null
        $far | Disconnect-NetWhoConnection -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -Be 'OtherComputer,Disconnect-NetWhoConnection'
    }

    It 'names the other computer once, also where remoting names it too' {
        $far = [pscustomobject]@{
            PSTypeName = 'NetWho.Connection'; computer = 'PC-OF-OTHERS'; PSComputerName = 'PC-OF-OTHERS'; protocol = 'TCP'
            pid = 1; localAddress = '127.0.0.1'; localPort = 1; remoteAddress = '127.0.0.1'; remotePort = 2
        }
        $problem = $null
        $far | Disconnect-NetWhoConnection -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].ToString() | Should -BeLike '*a connection of PC-OF-OTHERS here*'
    }

    It 'tells that a listener is no connection' {
        $listener = New-Listener
        $row = [pscustomobject]@{ LocalAddress = '127.0.0.1'; LocalPort = $listener.LocalEndPoint.Port; RemoteAddress = '0.0.0.0'; RemotePort = 0; OwningProcess = $null }
        $problem = $null
        $row | Disconnect-NetWhoConnection -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -Be 'NoConnection,Disconnect-NetWhoConnection'
    }

    It 'tells that a connection is gone' {
        $listener = New-Listener
        $socket = Connect-To $listener
        $row = Get-Row $socket
        $socket.Dispose()
        # What is left of it (FIN_WAIT, TIME_WAIT) has no process; of another process it is another one.
        $row.LocalPort = 1
        $answer = $row | Disconnect-NetWhoConnection -Confirm:$false
        $answer.PSTypeNames[0] | Should -Be 'NetWho.ClosedConnection'
        $answer.result | Should -Be 'gone'
        $answer.localPort | Should -Be 1
    }

    It 'leaves connections alone with -WhatIf, and where nobody can be asked' {
        $listener = New-Listener
        $socket = Connect-To $listener
        Get-Row $socket | Disconnect-NetWhoConnection -WhatIf
        Test-Alive $socket | Should -BeTrue
        { Get-Row $socket | Disconnect-NetWhoConnection } | Should -Throw
        Test-Alive $socket | Should -BeTrue
    }

    It 'leaves a connection alone that another process holds' {
        $listener = New-Listener
        $socket = Connect-To $listener
        $answer = Get-Row $socket -Owner 1 | Disconnect-NetWhoConnection -Confirm:$false
        $answer.result | Should -Be 'gone'
        $answer.reason | Should -Match 'another connection'
        Test-Alive $socket | Should -BeTrue
    }

    It 'closes exactly the connections of the pipeline' -Skip:(-not $canClose) {
        # Two client ports times two servers: four connections, of which filters could not tell two apart.
        $one = New-Listener
        $two = New-Listener
        $first = Connect-To $one
        $port = $first.LocalEndPoint.Port
        $second = Connect-To $two -From $port
        $third = Connect-To $one
        $fourth = Connect-To $two -From $third.LocalEndPoint.Port
        $rows = @((Get-Row $first), (Get-Row $fourth) | Disconnect-NetWhoConnection -Confirm:$false)
        $rows.result | Should -Be 'closed', 'closed'
        $rows.localPort | Sort-Object | Should -Be @($port, $third.LocalEndPoint.Port | Sort-Object)
        Test-Alive $first | Should -BeFalse
        Test-Alive $fourth | Should -BeFalse
        Test-Alive $second | Should -BeTrue
        Test-Alive $third | Should -BeTrue
    }

    It 'closes nothing where a filter has no value, as of a variable that is not set' {
        $unset = $null
        foreach ($none in $unset, @()) {
            { Disconnect-NetWhoConnection -Replay $recording -Established -Process $none -Confirm:$false } |
                Should -Throw -ErrorId 'InvalidCommandLine,Disconnect-NetWhoConnection'
            { Disconnect-NetWhoConnection -Replay $recording -Established -Id $none -Confirm:$false } |
                Should -Throw -ErrorId 'InvalidCommandLine,Disconnect-NetWhoConnection'
        }
    }

    It 'closes the connections of Get-NetWhoConnection' -Skip:(-not $canClose) {
        $listener = New-Listener
        $socket = Connect-To $listener
        $port = $socket.LocalEndPoint.Port
        $row = Get-NetWhoConnection -LocalPort $port -RemotePort $listener.LocalEndPoint.Port -Established
        ($row | Disconnect-NetWhoConnection -Confirm:$false).result | Should -Be 'closed'
        Test-Alive $socket | Should -BeFalse
    }

    It 'closes what filters choose, in strict mode' -Skip:(-not $canClose) {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        $listener = New-Listener
        $socket = Connect-To $listener
        $port = $socket.LocalEndPoint.Port
        $answer = Disconnect-NetWhoConnection -LocalPort $port -Established -Confirm:$false
        $answer.result | Should -Be 'closed'
        Test-Alive $socket | Should -BeFalse
    }

    It 'tells of a listener that a filter chose alone as an error' {
        $listener = New-Listener
        $problem = $null
        Disconnect-NetWhoConnection -LocalPort $listener.LocalEndPoint.Port -Listening -Confirm:$false `
            -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -Be 'Refused,Disconnect-NetWhoConnection'
        $problem[0].TargetObject.state | Should -Be 'LISTENING'
    }
}
