<#
.SYNOPSIS
Lets the system start netwho by itself: again and again, daily, or at log-on.

.DESCRIPTION
Does what `netwho schedule add` does: a task of Task Scheduler on Windows, units of systemd on Linux. Each
element of -Argument is one argument of netwho, as in: -Argument snapshot, '--out', 'morning.json'. Without
quotation marks 10s and 30d are numbers of PowerShell, and lose their unit: netwho refuses them. The command
line is checked before anything is scheduled. Relative paths in it go by the current folder. A task of the
same name is replaced.

.INPUTS
None

.OUTPUTS
NetWho.Task

.EXAMPLE
Register-NetWhoTask log -Every 5m -WhatIf

What would be scheduled to keep a history.

.EXAMPLE
Register-NetWhoTask -Argument log, '--every', '10s' -AtLogon -Name fine -WhatIf

A finer history, of a netwho that keeps running.

.LINK
https://github.com/netwho/netwho
#>
function Register-NetWhoTask {
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess)]
    [OutputType('NetWho.Task')]
    param(
        # The command line of netwho: a command and its arguments.
        [Parameter(Position = 0, Mandatory)] [ValidateNotNullOrEmpty()] [string[]] $Argument,

        #region options of netwho schedule, without all, dry-run

        # Start it every DURATION, from 1m to 31d, such as 5m or 1h30m.
        [object] $Every,

        # Start it every day at TIME, local time in 24 hours, such as 09:00.
        [string] $Daily,

        # Start it when you log on.
        [switch] $AtLogon,

        # With administrator's (root's) rights, which see the programs of all accounts; takes such
        # rights to add.
        [switch] $Elevated,

        # As you while you are logged on (the default), as you while logged off too, without a
        # password, or as the system: interactive, s4u, system.
        [string] $RunAs,

        # The task's name; default: that of the command, such as log.
        [string] $Name,

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
        $options = @(ConvertTo-Argument $PSBoundParameters -Except 'Argument')
        $line = @('schedule', 'add', '--format=ndjson') + $options
        foreach ($place in Split-Bound $PSBoundParameters) {
            $plan = @(Invoke-Plan -Cmdlet $PSCmdlet -Type 'Task' -Bound $place -Argument ($line + @('--dry-run', '--') + $Argument) |
                    Select-Object -First 1)
            if ($plan.Count -eq 0) { continue }
            if (-not (Confirm-Action $PSCmdlet (Format-Task $plan[0]) 'Schedule')) { continue }
            Invoke-NetWho -Cmdlet $PSCmdlet -Type 'Task' -Bound $place -Argument ($line + '--' + $Argument)
        }
    }
}

# What a question names of a task.
function Format-Task($Row) {
    Format-Text ((@("task $($Row.name)", $Row.command, $Row.trigger) | Where-Object { $_ }) -join ', ')
}
