<#
.SYNOPSIS
Gets the tasks by which the system starts netwho, and how they went.

.DESCRIPTION
Does what `netwho schedule status` does: when each task starts, how it ended, and the end of its log.

.INPUTS
Objects with the name of a task.

.OUTPUTS
NetWho.Task

.EXAMPLE
Get-NetWhoTask

Every task of netwho.

.EXAMPLE
Get-NetWhoTask l* | Where-Object { $_.lastResult -ne 0 }

Tasks that failed, or did not run yet.

.LINK
https://github.com/netwho/netwho
#>
function Get-NetWhoTask {
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('NetWho.Task')]
    param(
        # The names of tasks; wildcards are permitted.
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)] [SupportsWildcards()] [string[]] $Name,

        #region options of netwho schedule, without every, daily, at-logon, elevated, run-as, name, all, dry-run

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
    begin { $names = New-Object System.Collections.Generic.List[string] }
    process { if ($PSBoundParameters.ContainsKey('Name') -and $null -ne $Name) { $names.AddRange($Name) } }
    end {
        if ($MyInvocation.ExpectingInput -and $names.Count -eq 0) { return }
        Assert-Value -Bound $PSBoundParameters -Except 'Name' -Cmdlet $PSCmdlet
        $seen = New-Object System.Collections.Generic.List[string]
        Invoke-NetWho -Cmdlet $PSCmdlet -Type 'Task' -Argument 'schedule', 'status', '--format=ndjson' -Bound $PSBoundParameters |
            ForEach-Object {
                $task = $_.name
                $seen.Add($task)
                if ($names.Count -eq 0 -or @($names | Where-Object { $task -like $_ }).Count -gt 0) { $_ }
            }
        foreach ($one in $names) {
            if ([System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($one) -or $one -in $seen) { continue }
            Write-NoTask $PSCmdlet $one
        }
    }
}

# Tells that there is no task of a name.
function Write-NoTask([System.Management.Automation.PSCmdlet] $Cmdlet, [string] $Name) {
    Write-Failure $Cmdlet ((New-Failure "There is no task $Name" -Id 'NoTask' -Category ObjectNotFound -Target $Name `
                -Advice 'Get-NetWhoTask lists all.'))
}
