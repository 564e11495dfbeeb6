<#
.SYNOPSIS
Gets who owns an address: network, organization, country and abuse contact.

.DESCRIPTION
Asks about public addresses as `netwho whois` does: by DNS, your name server queries Team Cymru's zones for
the network that announces the address; over HTTPS, this computer queries the address registry that is
responsible. Both learn the addresses. -NoRdap asks by DNS alone, which is fast; with -Mmdb all comes from
your own files, and nobody is asked. Answers are cached.

The country is where the network is registered, not where the machine is. An address that is not public
gives an object with a note.

.INPUTS
Addresses as text, or objects with a property RemoteAddress, Address, IPAddress or data: those of this
module (also of Resolve-NetWhoName), of Get-NetTCPConnection and of Resolve-DnsName. Each address is asked
about once. Objects without an address are left out, and nothing from the pipeline gives nothing.

.OUTPUTS
NetWho.Owner

.EXAMPLE
Get-NetWhoOwner 8.8.8.8

Who owns an address.

.EXAMPLE
Get-NetWhoConnection -Public | Get-NetWhoOwner -NoRdap | Select-Object address, asName, registryCountry

Whose networks this computer is connected with.

.EXAMPLE
(Get-NetWhoOwner 8.8.8.8).abuseContact

Where to report abuse.

.LINK
https://github.com/netwho/netwho

.LINK
Resolve-NetWhoName
#>
function Get-NetWhoOwner {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('NetWho.Owner')]
    param(
        # The addresses.
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)]
        [AllowNull()] [AllowEmptyCollection()] [AllowEmptyString()]
        [object[]] $Address,

        #region options of netwho whois

        # Query DNS only, which is fast even for many addresses: no organization and no abuse
        # contact.
        [switch] $NoRdap,

        # Query the registries only: no AS number and no AS name.
        [switch] $NoDns,

        # The RDAP server to query instead of the registries: https://rdap.example/, or
        # http://127.0.0.1:8080/ on this computer.
        [string] $RdapServer,

        # Look in FILE, a MaxMind database (.mmdb) or a CSV list of networks, and ask nobody; can be
        # several: the first that knows a value counts.
        [string[]] $Mmdb,

        # The name server to use instead of the system's: 192.0.2.53, [2001:db8::53]:5353 or
        # dns.example.
        [string] $Server,

        # Neither read nor write the cache of answers.
        [switch] $NoCache,

        # Cache answers in FOLDER instead of netwho's folder in your cache folder.
        [string] $CacheDir,

        # Read recorded answers in FOLDER instead of querying.
        [string] $Replay,

        # Time-out of all queries together; default: 30.
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
        foreach ($one in $Address) {
            # What a name server says of an address is a name, which has no owner here.
            $data = if ($null -ne $one -and (Get-PipedValue $one 'type') -in 'A', 'AAAA') { 'data' }
            $text = Get-AddressText $one (@('RemoteAddress', 'Address', 'IPAddress') + @($data))
            if ($text) { $asked[$text] = $true }
        }
    }
    end {
        $options = @('whois', '--format=ndjson') + @(ConvertTo-Argument $PSBoundParameters -Except 'Address')
        foreach ($part in Split-CommandLine ([string[]]@($asked.Keys))) {
            Invoke-NetWho -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Argument ($options + '--' + $part) -Type 'Owner'
        }
    }
}
