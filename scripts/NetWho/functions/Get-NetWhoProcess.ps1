<#
.SYNOPSIS
Gets the processes of a computer with the services that they host.

.DESCRIPTION
Lists processes as `netwho tasklist` does: with file, memory, session, start time and, on Windows, services.
-Details adds account, parent, command line and window title. A command line can hold a password: it is read
only then.

Each object has Id and OwningProcess besides the fields of netwho, so that Stop-Process, Wait-Process and
Get-Process take it.

.INPUTS
Objects with a process ID: those of Get-Process, Get-NetTCPConnection (OwningProcess) or this module. netwho
runs once, when all have come; nothing from the pipeline gives nothing.

.OUTPUTS
NetWho.Process

.EXAMPLE
Get-NetWhoProcess -Service *

The processes that host services, on Windows.

.EXAMPLE
Get-NetWhoConnection -Listening | Get-NetWhoProcess -Details | Select-Object process, Id, user, path

The programs that wait for connections, each once.

.EXAMPLE
Get-NetWhoProcess | Sort-Object memoryBytes -Descending | Select-Object -First 5

The five processes with the most memory.

.LINK
https://github.com/netwho/netwho

.LINK
Get-NetWhoConnection
#>
function Get-NetWhoProcess {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('NetWho.Process')]
    param(
        #region options of netwho tasklist

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
        # Nothing came through the pipeline: not all processes.
        if ($MyInvocation.ExpectingInput -and $ids.Count -eq 0) { return }
        $options = @(ConvertTo-Argument $PSBoundParameters -Except 'Id')
        if ($ids.Count -gt 0) { $options += "--pid=$($ids -join ',')" }
        Invoke-NetWho -Cmdlet $PSCmdlet -Bound $PSBoundParameters -Type 'Process' `
            -Argument (@('tasklist', '--format=ndjson') + $options)
    }
}
