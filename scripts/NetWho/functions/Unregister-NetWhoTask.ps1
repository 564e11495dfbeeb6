<#
.SYNOPSIS
Takes tasks away by which the system starts netwho.

.DESCRIPTION
Does what `netwho schedule remove` does: ends the tasks and takes them away, but not their logs. PowerShell
asks about each; -Confirm:$false takes them away without a question.

.INPUTS
Tasks of Get-NetWhoTask.

.OUTPUTS
None

.EXAMPLE
Get-NetWhoTask l* | Unregister-NetWhoTask -WhatIf

What would be taken away.

.EXAMPLE
Unregister-NetWhoTask -All -WhatIf

Every task of netwho.

.LINK
https://github.com/netwho/netwho
#>
function Unregister-NetWhoTask {
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType([void])]
    param(
        # The names of tasks.
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)] [string[]] $Name,

        #region options of netwho schedule, without every, daily, at-logon, elevated, run-as, name, dry-run

        # Remove every task of netwho.
        [switch] $All,

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
    begin { $names = New-Object System.Collections.Generic.List[object] }
    process {
        $piped = if ($MyInvocation.ExpectingInput) { $_ } else { $null }
        if ($PSBoundParameters.ContainsKey('Name') -and (Test-Foreign $piped $PSBoundParameters)) {
            Write-Foreign $PSCmdlet $piped 'the task'
            return
        }
        foreach ($one in $Name) { $names.Add(@{ Text = $one; Told = @(Get-ToldComputer $piped) }) }
    }
    end {
        if ($MyInvocation.ExpectingInput -and $names.Count -eq 0) { return }
        if ($names.Count -eq 0 -and -not $All) {
            $PSCmdlet.ThrowTerminatingError((New-Failure 'Cannot take tasks away: none are named' -Id 'InvalidCommandLine' `
                        -Category InvalidArgument -Advice 'Give -Name or -All.'))
        }
        $options = @(ConvertTo-Argument $PSBoundParameters -Except 'Name')
        $line = 'schedule', 'remove', '--format=ndjson'
        foreach ($place in Split-Bound $PSBoundParameters) {
            $meant = @(Select-Meant $names $place $PSBoundParameters | ForEach-Object { $_.Text } | Select-Object -Unique)
            # No task has a name that begins like an option.
            $wanted = $options + @($meant | Where-Object { $_ -notlike '-*' })
            $plan = @(
                if ($wanted.Count -gt 0) {
                    Invoke-Plan -Cmdlet $PSCmdlet -Type 'Task' -Bound $place -Argument ($line + '--dry-run' + $wanted) -NoWarning
                }
            )
            foreach ($one in $meant) {
                if ($one -notin @($plan | ForEach-Object { $_.name })) { Write-NoTask $PSCmdlet $one }
            }
            $agreed = @($plan | Where-Object { Confirm-Action $PSCmdlet (Format-Task $_) 'Take away' } | ForEach-Object { $_.name })
            if ($agreed.Count -eq 0) { continue }
            Invoke-Plan -Cmdlet $PSCmdlet -Type 'Task' -Bound $place -Argument ($line + $agreed) | Out-Null
        }
    }
}
