<#
.SYNOPSIS
Gets the sockets of a computer with the program behind each.

.DESCRIPTION
Lists TCP connections, listeners and UDP sockets as `netwho connections` does: with process, file, services
and account, who began the connection, and where its other end is. Several filters must all match; a value
that starts with ! excludes.

Each object has the fields of netwho as properties, null where something is not known, and besides these Id
and OwningProcess, the process ID under the names that PowerShell's commands take it by, and Local and
Remote, both ends as text. Times are local. The other end of a socket that waits is *.

Objects come as soon as netwho writes them. Without -Resolve, -Owner and -Rdap nothing is sent to anybody.

.INPUTS
Objects with a process ID: those of Get-Process, Get-NetTCPConnection (OwningProcess) or this module. netwho
runs once, when all have come; nothing from the pipeline gives nothing.

.OUTPUTS
NetWho.Connection

.EXAMPLE
Get-NetWhoConnection -Listening

What waits for connections.

.EXAMPLE
Get-NetWhoConnection -LocalPort 135, 445 | Select-Object process, path, Local

Which programs use two ports.

.EXAMPLE
Get-Process -Id $PID | Get-NetWhoConnection

The connections of a program, here of this PowerShell.

.EXAMPLE
Get-NetWhoConnection -Public -Owner | Group-Object remoteOwner | Sort-Object Count -Descending

Whose networks this computer talks to. Your name server and Team Cymru learn the addresses.

.EXAMPLE
Get-NetWhoConnection -State CLOSE_WAIT | Group-Object process -NoElement

Which programs forget to close connections.

.LINK
https://github.com/netwho/netwho

.LINK
Get-NetWhoInspection
#>
function Get-NetWhoConnection {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('NetWho.Connection')]
    param(
        #region options of netwho connections

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

        # Read saved output of netstat or tasklist, or a snapshot, instead of this computer: a file,
        # a folder, or - for standard input; can be several.
        [string[]] $From,

        # The encoding of saved output, such as utf-8 or cp850; detected by default.
        [string] $Encoding,

        # Read a recording in FOLDER instead of this computer.
        [string] $Replay,

        # Time-out of each tool, and of all look-ups together; default: 30.
        [double] $Timeout,

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
        # Nothing came through the pipeline: not the connections of all programs.
        if ($MyInvocation.ExpectingInput -and $ids.Count -eq 0) { return }
        $options = @(ConvertTo-Argument $PSBoundParameters -Except 'Id')
        # One option, so that thousands of IDs fit the command line of Windows.
        if ($ids.Count -gt 0) { $options += "--pid=$($ids -join ',')" }
        Invoke-NetWho -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Type 'Connection' `
            -Argument (@('connections', '--format=ndjson') + $options)
    }
}
