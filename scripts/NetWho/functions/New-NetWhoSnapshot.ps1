<#
.SYNOPSIS
Saves all connections and processes of this moment as one JSON document.

.DESCRIPTION
Does what `netwho snapshot` does. Compare-NetWhoSnapshot, and -From of the other functions, read the file. It
is written whole or not at all, and replaces one of its name unless -NoClobber is given. On another computer
(-ComputerName, -Session) the file is written there, and nothing is output.

.INPUTS
None

.OUTPUTS
System.IO.FileInfo

.EXAMPLE
New-NetWhoSnapshot before.json

A file to compare with later: Compare-NetWhoSnapshot before.json.

.EXAMPLE
New-NetWhoSnapshot before.json -WhatIf

What would be written.

.LINK
https://github.com/netwho/netwho
#>
function New-NetWhoSnapshot {
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
    [OutputType([System.IO.FileInfo])]
    param(
        # The file to write.
        [Parameter(Position = 0, Mandatory)] [Alias('FilePath', 'OutFile')] [string] $Path,

        # Leave a file alone that is there already.
        [switch] $NoClobber,

        #region options of netwho snapshot

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
    end {
        $options = @(ConvertTo-Argument $PSBoundParameters -Except 'Path', 'NoClobber')
        $file = Resolve-PathArgument $Path -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Literal
        $isFar = Test-Elsewhere $PSBoundParameters
        if ($NoClobber -and $isFar) {
            $PSCmdlet.ThrowTerminatingError((New-Failure 'Cannot use -NoClobber on another computer' `
                        -Id 'InvalidCommandLine' -Category InvalidArgument -Target $Path))
        }
        if ($NoClobber -and [System.IO.File]::Exists($file)) {
            Write-Failure $PSCmdlet ((New-Failure "Cannot write ${file}: it is there already" -Id 'FileExists' `
                        -Category ResourceExists -Target $file))
            return
        }
        if (-not (Confirm-Action $PSCmdlet $file 'Write a snapshot')) { return }
        $before = if ($isFar) { $null } else { [System.IO.FileInfo]$file }
        $was = if ($before -and $before.Exists) { $before.LastWriteTimeUtc.Ticks } else { 0 }
        Invoke-NetWho -Cmdlet $PSCmdlet -Argument (@('snapshot', "--out=$file") + $options) -Type 'Snapshot' -Bound $PSBoundParameters
        if ($isFar) { return }
        $after = [System.IO.FileInfo]$file
        # What could not be written was told; an older file is no answer.
        if ($after.Exists -and $after.LastWriteTimeUtc.Ticks -ne $was) { Get-Item -LiteralPath $file }
    }
}
