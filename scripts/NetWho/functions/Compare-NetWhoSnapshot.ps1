<#
.SYNOPSIS
Compares two snapshots or saved outputs: new listeners, new peers, what closed.

.DESCRIPTION
Does what `netwho diff` does. Each side is a snapshot, rows that netwho wrote, saved output of netstat -ano
in any language, a folder of such files, a recording, or the word now, this computer as it is. A file of that
name is ./now.

A program's connections to one peer are one thing, whatever client port they have and however many there are;
-Exact compares each one. What only one side could see is no change: it is told as a warning.

.INPUTS
Files, as the older side; objects with a process ID, which choose rows.

.OUTPUTS
NetWho.Change

.EXAMPLE
Compare-NetWhoSnapshot before.json -Listening

What waits for connections since New-NetWhoSnapshot before.json.

.EXAMPLE
Compare-NetWhoSnapshot before.json now -Exact | Group-Object process

How many connections of each program came and went since then.

.LINK
https://github.com/netwho/netwho
#>
function Compare-NetWhoSnapshot {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('NetWho.Change')]
    param(
        # The older side.
        [Parameter(Position = 0, Mandatory, ValueFromPipelineByPropertyName)] [Alias('FullName')] [string] $ReferencePath,

        # The newer side.
        [Parameter(Position = 1)] [string] $DifferencePath = 'now',

        #region options of netwho diff, without fail-on-change

        # Compare every port, and what is left of closed connections (TIME_WAIT) too.
        [switch] $Exact,

        # What happened: opened, closed, changed.
        [string[]] $Change,

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
    begin {
        $ids = New-Object System.Collections.Generic.HashSet[string]
        $references = New-Object System.Collections.Generic.List[string]
    }
    process {
        foreach ($one in Get-BoundId $_ $Id) { [void]$ids.Add($one) }
        if (-not $references.Contains($ReferencePath)) { $references.Add($ReferencePath) }
    }
    end {
        if ($references.Count -eq 0) { return }
        $options = @(if ($ids.Count -gt 0) { "--pid=$($ids -join ',')" }) +
        @(ConvertTo-Argument $PSBoundParameters -Except 'Id', 'ReferencePath', 'DifferencePath')
        $asPath = @{ Cmdlet = $PSCmdlet; Bound = $PSBoundParameters; Word = 'now'; Literal = $true }
        $newer = Resolve-PathArgument $DifferencePath @asPath
        foreach ($reference in $references) {
            $older = Resolve-PathArgument $reference @asPath
            Invoke-NetWho -Cmdlet $PSCmdlet -Argument (@('diff', '--format=ndjson') + $options + @('--', $older, $newer)) `
                -Type 'Change', 'Connection' -Bound $PSBoundParameters
        }
    }
}
