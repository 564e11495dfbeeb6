<#
.SYNOPSIS
Gets everything about a process, a port, a program, an address or a network.

.DESCRIPTION
Inspects a target as `netwho inspect` does: the process with the size, times, hash and company of its file,
parent, services, account and start time; its listeners and peers; and other connections of this computer
to the networks of these peers. The property relation says what each object is.

A number is looked for among the process IDs and among the ports in use; pid:443 and :443 are one of these
alone. On Windows it says which program is behind a port that System holds, and what reserves a port that
nothing uses. Without -Resolve, -Owner and -Rdap nothing is sent to anybody.

.INPUTS
Targets as text or numbers, or objects with a process ID: those of Get-Process, Get-NetTCPConnection
(OwningProcess) or this module. Each target is inspected once, and nothing from the pipeline gives nothing.

.OUTPUTS
NetWho.Inspection

.EXAMPLE
Get-NetWhoInspection :135

What is behind a port.

.EXAMPLE
Get-NetWhoConnection -Listening -Process svchost* | Get-NetWhoInspection | Where-Object relation -eq process

The processes behind some listeners, with their files.

.EXAMPLE
Get-NetWhoConnection -Established | Select-Object -First 1 | Get-NetWhoInspection | Format-List

Everything that is known about the program of a connection, and what it is connected with.

.LINK
https://github.com/netwho/netwho

.LINK
Get-NetWhoConnection
#>
function Get-NetWhoInspection {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('NetWho.Inspection')]
    param(
        # Process IDs, ports (:443, :https), programs (chrome, svchost*), addresses (203.0.113.7,
        # 203.0.113.7:443) or networks (203.0.113.0/24).
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)]
        [AllowNull()] [AllowEmptyCollection()] [AllowEmptyString()]
        [object[]] $Target,

        #region options of netwho inspect

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

        # Ask Windows who signed the programs (PowerShell's Get-AuthenticodeSignature, 1 to 3
        # seconds).
        [switch] $Signatures,

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

        # On Windows, leave out services and users, which are slow to read.
        [switch] $Fast,

        # Also read the command line of each process, which can hold passwords.
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
    begin { $asked = New-Object System.Collections.Specialized.OrderedDictionary ([StringComparer]::OrdinalIgnoreCase) }
    process {
        foreach ($one in $Target) {
            if ($null -eq $one) { continue }
            if ($one -is [string] -or $one -is [ValueType] -or $one -is [System.Net.IPAddress]) {
                $text = [System.Convert]::ToString($one, [cultureinfo]::InvariantCulture).Trim()
            } else {
                $id = Get-PipedValue $one 'pid', 'OwningProcess', 'ProcessId', 'Id'
                $text = if ($null -ne $id) { "pid:$id" }
            }
            if ($text) { $asked[$text] = $true }
        }
    }
    end {
        $options = @('inspect', '--format=ndjson') + @(ConvertTo-Argument $PSBoundParameters -Except 'Target')
        foreach ($part in Split-CommandLine ([string[]]@($asked.Keys))) {
            Invoke-NetWho -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Argument ($options + '--' + $part) -Type 'Inspection'
        }
    }
}
