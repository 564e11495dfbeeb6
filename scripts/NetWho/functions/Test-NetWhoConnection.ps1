<#
.SYNOPSIS
Judges every connection by rules, and says whether to worry and why.

.DESCRIPTION
Does what `netwho audit` does. An object is a finding: what was seen, what it means, when it means nothing,
and what to do, the worst first. Nothing means that nothing was found in what could be judged: what could
not, a warning tells, and -Verbose in full.

With -Explain there is also an object for each connection, and for each thing that could not be judged, by
outcome: finding, partOf, normal, unremarkable, notJudged. -ListRules lists the rules instead.

.INPUTS
Objects with a process ID, which choose rows.

.OUTPUTS
NetWho.Finding or NetWho.Rule

.EXAMPLE
Test-NetWhoConnection -MinSeverity medium | Format-List severity, title, reason, advice

What matters.

.EXAMPLE
Test-NetWhoConnection -Explain | Group-Object outcome

How many connections are findings, are as they should be, or could not be judged.

.LINK
https://github.com/netwho/netwho
#>
function Test-NetWhoConnection {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('NetWho.Finding', 'NetWho.Rule')]
    param(
        #region options of netwho audit, without fail-on, config-schema

        # Judge by these rules alone, as GLOBs.
        [string[]] $Rule,

        # Leave these rules out, as GLOBs.
        [string[]] $Ignore,

        # Only findings that matter at least so much: informational, low, medium, high, critical.
        [string] $MinSeverity,

        # Judge also by the Sigma rules in a file or a folder (category network_connection).
        [string[]] $Sigma,

        # Judge also by the addresses, blocks and names in FILE, one a line: no connection is wanted
        # there.
        [string[]] $Blocklist,

        # Leave out what was there already: in a snapshot, in saved output, or a day ago in the
        # history (the word history, or its .db file).
        [string] $Baseline,

        # Judge also by what netwho log has kept: what is new, what comes by the clock.
        [switch] $History,

        # The history in FILE instead of the one in your data folder.
        [string] $Database,

        # Ask Windows who signed the programs (PowerShell's Get-AuthenticodeSignature, 1 to 3
        # seconds).
        [switch] $Signatures,

        # The settings in FILE instead of those in netwho.json in your config folder or beside the
        # executable: what is allowed and why, and how much rules matter.
        [string] $Config,

        # Tell of every connection why it is a finding, is normal, or could not be judged.
        [switch] $Explain,

        # List the rules instead of judging.
        [switch] $ListRules,

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

        # Also read the parent and the command line of each process, which can hold passwords; on
        # Windows also user, status, CPU time and window title (tasklist /v), which is slowest.
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
        $options = @(if ($ids.Count -gt 0) { "--pid=$($ids -join ',')" }) + @(ConvertTo-Argument $PSBoundParameters -Except 'Id')
        $run = @{ Cmdlet = $PSCmdlet; Argument = @('audit', '--format=ndjson') + $options; Bound = $PSBoundParameters }
        if ($ListRules) { return Invoke-NetWho @run -Type 'Rule' }
        if ($Explain) { return Invoke-NetWho @run -Type 'Finding', 'Connection' }
        Invoke-NetWho @run -Type 'Finding', 'Connection' | ForEach-Object {
            if ($_.outcome -ne 'notJudged') { return $_ }
            Write-Detail $PSCmdlet (Format-Text "$($_.title): $($_.reason). $($_.advice)")
        }
    }
}
