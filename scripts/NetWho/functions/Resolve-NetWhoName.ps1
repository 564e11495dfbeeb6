<#
.SYNOPSIS
Resolves names to addresses and addresses to names.

.DESCRIPTION
Queries this computer's name server, or that of -Server, as `netwho nslookup` does, with one object for each
record or unanswered query. A name that does not exist is an answer: an object with the status NXDOMAIN.
The name server, and the servers that it queries, learn the names and addresses. Nothing else is sent.

.INPUTS
Names and addresses as text, or objects with a property RemoteAddress, Address, IPAddress or Name: those of
this module, of Get-NetTCPConnection and of Resolve-DnsName. Each name is queried once. Objects without an
address are left out, and nothing from the pipeline gives nothing.

.OUTPUTS
NetWho.Name

.EXAMPLE
Resolve-NetWhoName 8.8.8.8, 1.1.1.1

The names of two addresses.

.EXAMPLE
Resolve-NetWhoName mail.example -Type MX

The mail servers of a domain.

.EXAMPLE
Get-NetWhoConnection -RemotePort 443 -Established | Resolve-NetWhoName | Select-Object query, data

The names of what this computer is connected with.

.LINK
https://github.com/netwho/netwho

.LINK
Get-NetWhoOwner
#>
function Resolve-NetWhoName {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('NetWho.Name')]
    param(
        # Host names, or addresses to find the names of.
        [Parameter(Position = 0, ValueFromPipeline)]
        [AllowNull()] [AllowEmptyCollection()]
        [object[]] $Name,

        #region options of netwho nslookup

        # Record types to query; default: the addresses of names and the names of addresses: A,
        # AAAA, CNAME, MX, NS, PTR, SOA, SRV, TXT, ANY.
        [string[]] $Type,

        # The name server to use instead of the system's: 192.0.2.53, [2001:db8::53]:5353 or
        # dns.example.
        [string] $Server,

        # Read saved output of nslookup instead of querying: a file, a folder, or - for standard
        # input; can be several.
        [string[]] $From,

        # The encoding of saved output, such as utf-8 or cp850; detected by default.
        [string] $Encoding,

        # Read a recording in FOLDER instead of this computer.
        [string] $Replay,

        # Time-out of one query; default: 5.
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
    begin { $asked = New-Object System.Collections.Specialized.OrderedDictionary ([StringComparer]::OrdinalIgnoreCase) }
    process {
        foreach ($one in $Name) {
            $text = Get-AddressText $one 'RemoteAddress', 'Address', 'IPAddress', 'Name'
            if ($text) { $asked[$text] = $true }
        }
    }
    end {
        $options = @('nslookup', '--format=ndjson') + @(ConvertTo-Argument $PSBoundParameters -Except 'Name')
        if ($asked.Count -eq 0) {
            # Without a name netwho would read standard input.
            if ($MyInvocation.ExpectingInput -or $PSBoundParameters.ContainsKey('Name')) { return }
            if (-not $PSBoundParameters.ContainsKey('From')) {
                $PSCmdlet.ThrowTerminatingError((New-Failure 'Cannot resolve nothing: name a host or an address' `
                            -Id 'NothingToResolve' -Category InvalidArgument))
            }
            Invoke-NetWho -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Argument $options -Type 'Name'
            return
        }
        foreach ($part in Split-CommandLine ([string[]]@($asked.Keys))) {
            Invoke-NetWho -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Argument ($options + '--' + $part) -Type 'Name'
        }
    }
}
