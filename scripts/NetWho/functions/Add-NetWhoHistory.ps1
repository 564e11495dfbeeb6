<#
.SYNOPSIS
Adds the connections of this moment to the history.

.DESCRIPTION
Does what `netwho log` does: looks once, or again and again with -Every, and keeps what it saw. Each look is
an object as soon as it is on the disk. -Every without -For ends with Ctrl+C. Register-NetWhoTask lets the
system look.

.INPUTS
None

.OUTPUTS
NetWho.Look

.EXAMPLE
Add-NetWhoHistory

Looks once.

.EXAMPLE
Add-NetWhoHistory -Every 1s -For 3s | Where-Object { $_.missed -gt 0 }

Looks every second for three seconds, and tells of looks that fell out.

.LINK
https://github.com/netwho/netwho
#>
function Add-NetWhoHistory {
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
    [OutputType('NetWho.Look')]
    param(
        #region options of netwho log

        # Keep running, and look again every DURATION, such as 10s or 5m; Ctrl+C ends it.
        [object] $Every,

        # With -Every: end after DURATION, such as 8h.
        [object] $For,

        # Delete what was seen longer ago; default: what this history was given last, 90d at first;
        # with -From nothing is deleted.
        [object] $Keep,

        # The history in FILE, made where it is missing, instead of the one in your data folder;
        # needed with --record and -Replay.
        [string] $Database,

        # Add the names of remote addresses: first those that programs asked for, from Windows' DNS
        # cache (ipconfig /displaydns); then asks your name server, or -Server, about each other
        # address outside your network segment.
        [switch] $Resolve,

        # The name server to use instead of the system's: 192.0.2.53, [2001:db8::53]:5353 or
        # dns.example.
        [string] $Server,

        # Neither read nor write the cache of answers.
        [switch] $NoCache,

        # Cache answers in FOLDER instead of netwho's folder in your cache folder.
        [string] $CacheDir,

        # Add what was saved instead of this computer: a file of netwho snapshot, or rows that
        # netwho wrote, which tell their time; can be several.
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
    end {
        $options = @(ConvertTo-Argument $PSBoundParameters)
        $what = @($options | Where-Object { $_ -like '--db=*' } | ForEach-Object { $_.Substring(5) }) + 'the history' | Select-Object -First 1
        if (-not (Confirm-Action $PSCmdlet $what 'Add connections')) { return }
        Invoke-NetWho -Cmdlet $PSCmdlet -Argument (@('log', '--format=ndjson') + $options) -Type 'Look' -Bound $PSBoundParameters -Streaming
    }
}
