<#
.SYNOPSIS
Watches connections come and go.

.DESCRIPTION
Does what `netwho watch` does in a pipe: an object for each change, as soon as it is seen, opened, closed or
changed (another state). It begins with the connections that are there, as opened, unless -ChangesOnly is
given. Ctrl+C, or a command behind it that has enough (Select-Object -First 5), ends it.

-Until ends it as soon as a connection matches. If -Timeout, -Duration or -Count ends it before, that is an
error of the category OperationTimeout.

.INPUTS
Objects with a process ID, which choose rows.

.OUTPUTS
NetWho.Change

.EXAMPLE
Watch-NetWhoConnection -Count 1 | Select-Object -First 3

The first connections that are there.

.EXAMPLE
Watch-NetWhoConnection 1 -ChangesOnly -Duration 2s

What comes and goes within two seconds.

.LINK
https://github.com/netwho/netwho
#>
function Watch-NetWhoConnection {
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
    [OutputType('NetWho.Change')]
    param(
        # Seconds from one look to the next: from 0.5 to 86400; default: 2.
        [Parameter(Position = 0)] [double] $Interval,

        #region options of netwho watch, without reset

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
        # implies -Details.
        [string[]] $User,

        # File of the program, or a folder that it is in, as GLOBs: C:\Windows, *\Temp\*.
        [string[]] $Path,

        # Name of either end, as GLOBs: *.example.com; with -Resolve.
        [string[]] $HostName,

        # Owner of the remote address, as GLOBs: *google*; with -Owner.
        [string[]] $OwnerName,

        # Country in which the remote address is registered, by its two letters: DE,US; with -Owner.
        [string[]] $Country,

        # Kind of remote address: any, loopback, linkLocal, private, shared, multicast, reserved,
        # documentation, public.
        [string[]] $Scope,

        # Only connections with a public remote address.
        [switch] $Public,

        # End after N looks, also on the screen.
        [int] $Count,

        # End after DURATION, such as 90s or 8h, also on the screen.
        [object] $Duration,

        # End as soon as a connection matches FILTER, in the words of the other options or shorter:
        # "listening port 8080".
        [string] $Until,

        # With -Until: give up after SECONDS, with exit code 1; default: wait for ever.
        [double] $Timeout,

        # In a pipe: leave out the connections that are there at the start.
        [switch] $ChangesOnly,

        # Add each look to the history as well.
        [switch] $Log,

        # With -Log: the history in FILE instead of the one in your data folder.
        [string] $Database,

        # Show a recording in FOLDER instead of this computer.
        [string] $Replay,

        # Add the names of remote addresses: first those that programs asked for, from Windows' DNS
        # cache (ipconfig /displaydns); then asks your name server, or -Server, about each other
        # address outside your network segment.
        [switch] $Resolve,

        # Add the owners of public remote addresses: queries Team Cymru's zone origin.asn.cymru.com
        # through your name server.
        [switch] $Owner,

        # Like -Owner, and also query the address registries over HTTPS, each for at most one
        # address per second.
        [switch] $Rdap,

        # Look up owners in FILE, a MaxMind database (.mmdb) or a CSV list of networks, and ask
        # nobody; implies -Owner; can be several: the first that knows a value counts.
        [string[]] $Mmdb,

        # The name server to use instead of the system's: 192.0.2.53, [2001:db8::53]:5353 or
        # dns.example.
        [string] $Server,

        # Neither read nor write the cache of answers.
        [switch] $NoCache,

        # Cache answers in FOLDER instead of netwho's folder in your cache folder.
        [string] $CacheDir,

        # On Windows, leave out services, which are slow to read.
        [switch] $Fast,

        # On Windows, also read user, status, CPU time and window title (tasklist /v), which is
        # slowest.
        [switch] $Details,

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
    begin { $ids = New-Object System.Collections.Generic.HashSet[string] }
    process { foreach ($one in Get-BoundId $_ $Id) { [void]$ids.Add($one) } }
    end {
        if ($MyInvocation.ExpectingInput -and $ids.Count -eq 0) { return }
        $options = @(if ($ids.Count -gt 0) { "--pid=$($ids -join ',')" }) + @(ConvertTo-Argument $PSBoundParameters -Except 'Id', 'Interval')
        if ($Log -and -not (Confirm-Action $PSCmdlet 'the history' 'Add each look')) { return }
        $seconds = @(if ($PSBoundParameters.ContainsKey('Interval')) { '--', (ConvertTo-OptionText $Interval) })
        $awaited = $PSBoundParameters['Until']
        $tell = {
            param([hashtable] $Run)
            if ($Run.ExitCode -ne 1 -or -not $awaited) { return Complete-NetWho @Run }
            $text = (Format-Told $Run.Told $Run['Computer']) -replace '--until', '-Until'
            Write-Failure $Run.Cmdlet ((New-Failure $text -Id 'TimedOut' -Category OperationTimeout -Target $awaited))
        }
        Invoke-NetWho -Cmdlet $PSCmdlet -Argument (@('watch', '--format=ndjson') + $options + $seconds) -OnEnd $tell -Streaming `
            -Type 'Change', 'Connection' -Bound $PSBoundParameters
    }
}
