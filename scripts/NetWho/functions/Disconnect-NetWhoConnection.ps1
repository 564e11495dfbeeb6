<#
.SYNOPSIS
Closes TCP connections, while their programs go on.

.DESCRIPTION
Does what `netwho close` does, with the open connections that the filters choose, or with those of the
pipeline: exactly these, and only while the same process holds them. A process of the pipeline means all of
its connections. What would be closed is read first, and PowerShell asks about each connection;
-Confirm:$false closes them without a question, -WhatIf only tells them.

It takes administrator rights on Windows, which can close IPv4 connections only, and root on Linux.

What was closed, or was gone already, is output, as are listeners and the like that a filter chose and that
no one can close. What failed, and what was asked for and cannot be closed, is an error whose TargetObject
says why.

.INPUTS
Connections of Get-NetWhoConnection or Get-NetTCPConnection, or objects with a process ID.

.OUTPUTS
NetWho.ClosedConnection

.EXAMPLE
Disconnect-NetWhoConnection -Remote 192.0.2.0/24 -WhatIf

What would be closed.

.EXAMPLE
Get-NetWhoConnection -Established -Remote 192.0.2.7 | Disconnect-NetWhoConnection -Confirm:$false

Some connections, without a question.

.LINK
https://github.com/netwho/netwho
#>
function Disconnect-NetWhoConnection {
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('NetWho.ClosedConnection')]
    param(
        #region options of netwho close, without connection, yes, dry-run

        # Sockets that wait: TCP listeners and UDP sockets without a peer.
        [switch] $Listening,

        # Only open connections.
        [switch] $Established,

        # Only connections that the other end began.
        [switch] $Inbound,

        # Only connections that this computer began.
        [switch] $Outbound,

        # TCP state: LISTENING, ESTABLISHED, TIME_WAIT, CLOSE_WAIT, SYN_SENT, SYN_RECEIVED,
        # FIN_WAIT_1, FIN_WAIT_2, LAST_ACK, CLOSING, CLOSED, BOUND, DELETE_TCB, UNKNOWN.
        [string[]] $State,

        # Protocol: TCP, UDP.
        [string[]] $Protocol,

        # Only IPv4.
        [switch] $IPv4,

        # Only IPv6.
        [switch] $IPv6,

        # Local or remote port, or a range: 53-139,443.
        [string[]] $Port,

        # Local port, or a range.
        [string[]] $LocalPort,

        # Remote port, or a range.
        [string[]] $RemotePort,

        # Local or remote address, CIDR block or range.
        [string[]] $Address,

        # Local address, CIDR block or range.
        [string[]] $Local,

        # Remote address, CIDR block or range.
        [string[]] $Remote,

        # Process ID, or a range.
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('Pid', 'OwningProcess')] [string[]] $Id,

        # Program by name, as GLOBs: chrome*,!svchost.exe.
        [string[]] $Process,

        # Windows service by name, as GLOBs.
        [string[]] $Service,

        # Account of the process, as GLOBs, with or without its domain: anna, PC\anna; on Windows it
        # implies --details.
        [string[]] $User,

        # File of the program, or a folder that it is in, as GLOBs: C:\Windows, *\Temp\*.
        [string[]] $Path,

        # Kind of remote address: any, loopback, linkLocal, private, shared, multicast, reserved,
        # documentation, public.
        [string[]] $Scope,

        # Only connections with a public remote address.
        [switch] $Public,

        # Read a recording in FOLDER instead of this computer.
        [string] $Replay,

        # Time-out of each tool, and of all look-ups together; default: 30.
        [double] $Timeout,

        # The computers to ask, through PowerShell remoting, instead of this one.
        [string[]] $ComputerName,

        # The sessions of PowerShell remoting to ask in; New-PSSession makes them, also over SSH.
        [System.Management.Automation.Runspaces.PSSession[]] $Session,

        # The account for -ComputerName.
        [pscredential] $Credential,

        # Copy netwho to computers that do not have it, for this one use.
        [switch] $CopyExecutable
    )
    #endregion
    begin {
        $named = New-Object System.Collections.Generic.List[object]
        $ids = New-Object System.Collections.Generic.List[object]
    }
    process {
        if (-not $MyInvocation.ExpectingInput) {
            foreach ($one in Get-BoundId $null $Id) { $ids.Add(@{ Text = $one; Told = @() }) }
            return
        }
        if (Test-Foreign $_ $PSBoundParameters) {
            Write-Foreign $PSCmdlet $_ 'a connection'
            return
        }
        $told = @(Get-ToldComputer $_)
        if ($null -eq $_.PSObject.Properties['localPort'] -or $null -eq $_.PSObject.Properties['remotePort']) {
            foreach ($one in Get-BoundId $_ $Id) { $ids.Add(@{ Text = $one; Told = $told }) }
            return
        }
        $text = Get-ConnectionEnds $_
        if ($text) { $named.Add(@{ Text = $text; Told = $told }) } else {
            Write-Failure $PSCmdlet ((New-Failure (Format-Text "Cannot close $(Format-End $_.localAddress $_.localPort): it is no connection") `
                        -Id 'NoConnection' -Category InvalidArgument -Target $_))
        }
    }
    end {
        if ($MyInvocation.ExpectingInput -and $named.Count + $ids.Count -eq 0) { return }
        $options = @(ConvertTo-Argument $PSBoundParameters -Except 'Id')
        # How to read, but not what to choose: what was agreed on is named by its ends.
        $reading = @{}
        foreach ($key in 'Timeout', 'Replay') {
            if ($PSBoundParameters.ContainsKey($key)) { $reading[$key] = $PSBoundParameters[$key] }
        }
        foreach ($key in 'ComputerName', 'Session') {
            if ($PSBoundParameters.ContainsKey($key)) { $reading[$key] = $PSBoundParameters[$key] }
        }
        $acting = @(ConvertTo-Argument $reading)
        $failed = New-Object System.Collections.Generic.List[object]
        foreach ($place in Split-Bound $PSBoundParameters) {
            $orders = New-Object System.Collections.Generic.List[object]
            $connections = @(Select-Meant $named $place $PSBoundParameters | ForEach-Object { "--connection=$($_.Text)" })
            foreach ($group in Split-CommandLine ([string[]]$connections)) { $orders.Add(@{ Filter = @($group); IsNamed = $true }) }
            $owners = @(Select-Meant $ids $place $PSBoundParameters | ForEach-Object { $_.Text })
            if ($owners.Count -gt 0) { $orders.Add(@{ Filter = @("--pid=$($owners -join ',')"); IsNamed = $false }) }
            # By its filters alone, without anything of the pipeline.
            if ($named.Count + $ids.Count -eq 0) { $orders.Add(@{ Filter = @(); IsNamed = $false }) }
            $agreed = New-Object System.Collections.Generic.List[string]
            foreach ($order in $orders) {
                $plan = @(Invoke-Plan -Cmdlet $PSCmdlet -Type 'ClosedConnection', 'Connection' -Bound $place `
                        -Argument (@('close', '--format=ndjson', '--dry-run') + $options + $order.Filter))
                $isOpen = @($plan | Where-Object { $_.result -in 'planned', 'gone' }).Count -gt 0
                foreach ($row in $plan) {
                    if ($row.result -eq 'planned') {
                        if (Confirm-Action $PSCmdlet (Format-Connection $row) 'Close') { $agreed.Add((Get-ConnectionEnds $row)) }
                    } elseif ($row.result -eq 'refused' -and ($order.IsNamed -or -not $isOpen -or (Test-Open $row))) {
                        $failed.Add($row)
                    } else { $row }
                }
            }
            foreach ($group in Split-CommandLine ([string[]]@($agreed | Select-Object -Unique | ForEach-Object { "--connection=$_" }))) {
                $rows = @(Invoke-Plan -Cmdlet $PSCmdlet -Type 'ClosedConnection', 'Connection' -Bound $place `
                        -Argument (@('close', '--format=ndjson', '--yes') + $acting + @($group)))
                foreach ($row in $rows) {
                    if ($row.result -in 'refused', 'failed') { $failed.Add($row) } else { $row }
                }
            }
        }
        # Last of all: with -ErrorAction Stop the first one ends the function.
        foreach ($row in $failed) {
            $category = if ($row.result -eq 'refused') { 'InvalidOperation' } else { 'OperationStopped' }
            Write-Failure $PSCmdlet ((New-Failure (Format-Text "Cannot close $(Format-Connection $row -Short): $($row.reason)") `
                        -Id ($row.result -replace '^r', 'R' -replace '^f', 'F') -Category $category -Target $row))
        }
    }
}

# A connection by its ends and its process, as netwho's --connection reads it; nothing for what is none.
function Get-ConnectionEnds($Row) {
    $protocol = Get-PipedValue $Row 'protocol'
    if (($protocol -and $protocol -ne 'TCP') -or -not $Row.localAddress -or -not $Row.remoteAddress) { return }
    if (-not $Row.localPort -or -not $Row.remotePort) { return }
    $owner = Get-PipedValue $Row 'pid', 'OwningProcess'
    $ends = "TCP $(Format-End $Row.localAddress $Row.localPort) $(Format-End $Row.remoteAddress $Row.remotePort)"
    if ($owner) { "$ends $owner" } else { $ends }
}

# Whether a row that cannot be closed is an open connection all the same.
function Test-Open($Row) {
    $Row.protocol -eq 'TCP' -and $Row.state -notin 'LISTENING', 'BOUND', 'TIME_WAIT', 'CLOSED', 'DELETE_TCB'
}

# What a question names of a connection.
function Format-Connection($Row, [switch] $Short) {
    $ends = Format-End $Row.localAddress $Row.localPort
    if ($Row.remoteAddress) { $ends += " to $(Format-End $Row.remoteAddress $Row.remotePort)" }
    $name = if ($Row.process) { "$($Row.process) ($($Row.pid))" } elseif ($Row.pid) { "process $($Row.pid)" } else { $null }
    $parts = @("$($Row.protocol) $ends")
    if ($name) { $parts += "of $name" }
    if (-not $Short) {
        if ($Row.path) { $parts += "$($Row.path)" }
        if ($Row.state) { $parts += "$($Row.state)" }
        if ($Row.reason) { $parts += "$($Row.reason)" }
    }
    Format-Text ($parts -join ', ')
}
