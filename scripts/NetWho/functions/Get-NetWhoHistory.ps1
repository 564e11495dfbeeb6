<#
.SYNOPSIS
Gets earlier connections, from the history that Add-NetWhoHistory or `netwho log` keeps.

.DESCRIPTION
Does what `netwho history` does. Without a question an object is an episode: a connection that was there at
each look from firstSeen to lastSeen. -At gives the connections at a moment, -Changes what was opened and
closed, -FirstSeen what was never seen before -Since, -Timeline the number of a program's connections in each
part of the time, -Beacons how regularly programs contact their peers.

Moments are dates, times ago (a TimeSpan, or text such as 12h) or netwho's words (yesterday, 22:00).

.INPUTS
Objects with a process ID, which choose rows.

.OUTPUTS
NetWho.Episode, NetWho.Connection, NetWho.Change, NetWho.FirstSeen, NetWho.TimelinePiece or NetWho.Beacon

.EXAMPLE
Get-NetWhoHistory -Since (Get-Date).AddDays(-7) | Group-Object process

The programs of the last seven days.

.EXAMPLE
Get-NetWhoHistory -FirstSeen -Since 7d

Programs, listeners and peers that are new this week.

.LINK
https://github.com/netwho/netwho
#>
function Get-NetWhoHistory {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('NetWho.Episode', 'NetWho.Connection', 'NetWho.Change', 'NetWho.FirstSeen', 'NetWho.TimelinePiece', 'NetWho.Beacon')]
    param(
        #region options of netwho history

        # What was there since then: 12h or 7d (ago), today, yesterday, 22:00, 2026-11-25,
        # 2026-11-25T09:00, 2026-11-25T08:00:00Z; in local time, unless it says another; default:
        # 1d.
        [object] $Since,

        # What was there until then; a day without a time to its end; default: now.
        [object] $Until,

        # The connections at that moment, as the last look before it saw them.
        [object] $At,

        # What was opened and closed, in the order of time.
        [switch] $Changes,

        # Programs, listeners and peers of programs that were never seen before -Since.
        [switch] $FirstSeen,

        # A bar for each program that shows when it had connections; --limit N: of N programs.
        [switch] $Timeline,

        # How regularly each program contacts each peer, as a score from 0 to 1, the highest first.
        [switch] $Beacons,

        # The history in FILE instead of the one in your data folder.
        [string] $Database,

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

        # Account of the process, as GLOBs, with or without its domain: anna, PC\anna.
        [string[]] $User,

        # File of the program, or a folder that it is in, as GLOBs: C:\Windows, *\Temp\*.
        [string[]] $Path,

        # Name of either end, as GLOBs: *.example.com; kept by netwho log -Resolve, or with
        # -Resolve.
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

        # Add the names of remote addresses: asks your name server, or -Server, about each address
        # outside your network segment.
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

        # Take the time and the answers to look-ups from a recording in FOLDER; needs -Database.
        [string] $Replay,

        # Time-out of all look-ups together; default: 30.
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
    begin { $ids = New-Object System.Collections.Generic.HashSet[string] }
    process { foreach ($one in Get-BoundId $_ $Id) { [void]$ids.Add($one) } }
    end {
        if ($MyInvocation.ExpectingInput -and $ids.Count -eq 0) { return }
        # netwho refuses two questions at once.
        $type = if ($PSBoundParameters.ContainsKey('At')) { 'Connection' }
        elseif ($Changes) { 'Change', 'Connection' }
        elseif ($FirstSeen) { 'FirstSeen' }
        elseif ($Timeline) { 'TimelinePiece' }
        elseif ($Beacons) { 'Beacon' }
        else { 'Episode', 'Connection' }
        $options = @(if ($ids.Count -gt 0) { "--pid=$($ids -join ',')" }) + @(ConvertTo-Argument $PSBoundParameters -Except 'Id')
        Invoke-NetWho -Cmdlet $PSCmdlet -Argument (@('history', '--format=ndjson') + $options) -Type $type -Bound $PSBoundParameters
    }
}
