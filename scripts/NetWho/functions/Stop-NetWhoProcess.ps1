<#
.SYNOPSIS
Ends processes: by ID, by a port that they use, or by name.

.DESCRIPTION
Does what `netwho kill` does. What would be ended is read first, and PowerShell asks about each process with
its name, ID, file and start; -Confirm:$false ends them without a question, -WhatIf only tells them. Only
what was shown is ended: a process that has an ID by then which belonged to another one is left alone.

Objects of the pipeline that tell when their process started (those of Get-Process and Get-NetWhoProcess) or
what its program is (those of Get-NetWhoConnection) mean that process alone. Objects from another computer,
or from its saved output, are refused.

A process is asked to end. -Force ends it at once, without asking it first; it is not about PowerShell's
question, unlike that of Stop-Process.

What was ended, or had ended already, is output. What netwho does not end (itself, the shell it runs in, what
the system stops without), and what did not end, is an error whose TargetObject says why.

.INPUTS
Objects with a process ID: those of Get-Process, Get-NetTCPConnection or this module.

.OUTPUTS
NetWho.EndedProcess

.EXAMPLE
Stop-NetWhoProcess -Port 58080 -WhatIf

What would be ended to free a port.

.EXAMPLE
Get-NetWhoConnection -Process nothing-like-this | Stop-NetWhoProcess -Confirm:$false

The processes of some connections, without a question.

.LINK
https://github.com/netwho/netwho
#>
function Stop-NetWhoProcess {
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('NetWho.EndedProcess')]
    param(
        # Process IDs.
        [Parameter(Position = 0, ValueFromPipelineByPropertyName)] [Alias('Pid', 'OwningProcess')]
        [AllowNull()] [string[]] $Id,

        # The processes that have these ports of this computer, or ranges of them: 8080, 8000-8010.
        [string[]] $Port,

        # Programs by name, with or without .exe, as GLOBs: game*.
        [string[]] $Name,

        #region options of netwho kill, without yes, dry-run

        # End it at once, without asking it to end itself first.
        [switch] $Force,

        # Also end the processes that it started, and those that these started.
        [switch] $Tree,

        # How long each process may take to end; default: 5.
        [double] $Wait,

        # Read a recording in FOLDER instead of this computer.
        [string] $Replay,

        # Time-out of each tool, and of all look-ups together; default: 30.
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
    begin { $wanted = New-Object System.Collections.Generic.List[object] }
    process {
        $piped = if ($MyInvocation.ExpectingInput) { $_ } else { $null }
        if (-not $PSBoundParameters.ContainsKey('Id')) { return }
        if ($null -ne $piped -and (Test-Foreign $piped $PSBoundParameters)) {
            Write-Foreign $PSCmdlet $piped 'the process ID'
            return
        }
        $found = @(Get-BoundId $piped $Id)
        if ($found.Count -eq 0) {
            Write-Failure $PSCmdlet ((New-Failure 'Cannot end the process of this object: its ID is not known' `
                        -Id 'NoProcess' -Category InvalidArgument -Target $piped))
            return
        }
        foreach ($one in $found) {
            # A name is no ID: it could mean many processes.
            if ($one -notmatch '^\d{1,10}$') {
                $PSCmdlet.ThrowTerminatingError((New-Failure "Cannot end ${one}: it is no process ID" `
                            -Id 'InvalidCommandLine' -Category InvalidArgument -Target $one -Advice 'Use -Name or -Port.'))
            }
            $wanted.Add((New-WantedProcess $one $piped))
        }
    }
    end {
        if ($MyInvocation.ExpectingInput -and $wanted.Count -eq 0) { return }
        $named = @($Port | Where-Object { $_ } | ForEach-Object { ":$_" })
        foreach ($one in @($Name | Where-Object { $_ })) {
            # netwho would take these for something else than a name.
            if ($one -match '^\s*(pid:)?\d+\s*(@.*)?$|^\s*\*?:|,') {
                $PSCmdlet.ThrowTerminatingError((New-Failure "Cannot end ${one}: it is no name of a program" `
                            -Id 'InvalidCommandLine' -Category InvalidArgument -Target $one -Advice 'Use -Id or -Port.'))
            }
            $named += $one
        }
        if ($wanted.Count + $named.Count -eq 0) {
            $PSCmdlet.ThrowTerminatingError((New-Failure 'Cannot end processes: none are named' -Id 'InvalidCommandLine' `
                        -Category InvalidArgument -Advice 'Give -Id, -Port or -Name, or objects with a process ID.'))
        }
        $options = @(ConvertTo-Argument $PSBoundParameters -Except 'Id', 'Port', 'Name')
        $failed = New-Object System.Collections.Generic.List[object]
        foreach ($place in Split-Bound $PSBoundParameters) {
            $meant = @(Select-Meant $wanted $place $PSBoundParameters)
            $targets = @($meant | ForEach-Object { $_.Target }) + $named
            if ($targets.Count -eq 0) { continue }
            $plan = @(Invoke-Plan -Cmdlet $PSCmdlet -Type 'EndedProcess' -Bound $place `
                    -Argument (@('kill', '--format=ndjson', '--dry-run') + $options + @('--') + $targets))
            $agreed = [ordered]@{}
            $others = @()
            foreach ($row in $plan) {
                $asked = $meant | Where-Object { $_.Target -ceq $row.target } | Select-Object -First 1
                if ($null -ne $asked) { $row.target = "$($asked.Id)" }
                if ($row.result -eq 'refused') { $failed.Add($row); continue }
                if ($row.result -ne 'planned') { $row; continue }
                # What another process started that only has the ID is not meant either.
                if ($others -contains $row.target) { continue }
                $why = if ($null -ne $asked -and $asked.Id -eq "$($row.pid)") { Test-OtherProcess $asked $row } else { $null }
                if ($why) {
                    $others += $row.target
                    $row.result = 'gone'
                    $row.reason = $why
                    $row
                    continue
                }
                $action = if ($PSBoundParameters.ContainsKey('Force') -and $Force) { 'End by force' } else { 'End' }
                if (-not (Confirm-Action $PSCmdlet (Format-Process $row) $action)) { continue }
                # The time as netwho wrote it: to the last digit.
                $agreed["pid:$($row.pid)@$(ConvertTo-OptionText $row.startedAt)"] = $row.target
            }
            if ($agreed.Count -eq 0) { continue }
            $acting = @($options | Where-Object { $_ -cne '--tree' })
            $rows = @(Invoke-Plan -Cmdlet $PSCmdlet -Type 'EndedProcess' -Bound $place `
                    -Argument (@('kill', '--format=ndjson', '--yes') + $acting + @('--') + @($agreed.Keys)))
            foreach ($row in $rows) {
                if ($agreed.Contains("$($row.target)")) { $row.target = $agreed["$($row.target)"] }
                if ($row.result -in 'refused', 'failed') { $failed.Add($row) } else { $row }
            }
        }
        # Last of all: with -ErrorAction Stop the first one ends the function.
        foreach ($row in $failed) {
            $category = if ($row.result -eq 'refused') { 'PermissionDenied' } else { 'OperationStopped' }
            $what = if ($row.process) { "$($row.process) ($($row.pid))" } else { $row.target }
            Write-Failure $PSCmdlet ((New-Failure (Format-Text "Cannot end ${what}: $($row.reason)") `
                        -Id ($row.result -replace '^r', 'R' -replace '^f', 'F') -Category $category -Target $row))
        }
    }
}

# A process that is to be ended, with what an object of the pipeline tells of it.
function New-WantedProcess([string] $Id, $Piped) {
    $wanted = @{ Id = $Id; Target = "pid:$Id"; StartTime = $null; Process = $null; Path = $null; Told = @(Get-ToldComputer $Piped) }
    if ($null -ne $Piped) {
        if (@($Piped.PSObject.TypeNames | Where-Object { $_ -match '^(Deserialized\.)?NetWho\.' }).Count -gt 0) {
            $startedAt = Get-PipedValue $Piped 'startedAt'
            if ($startedAt -is [datetime]) { $wanted.Target = "pid:$Id@$(ConvertTo-OptionText $startedAt)" }
            $wanted.Process = Get-PipedValue $Piped 'process'
            $wanted.Path = Get-PipedValue $Piped 'path'
        }
        $wanted.StartTime = Get-PipedValue $Piped 'StartTime'
    }
    [pscustomobject]$wanted
}

# Why a process is another one than an object of the pipeline told of; nothing where it is the same.
function Test-OtherProcess($Wanted, $Row) {
    # .NET counts a start on Linux from a boot time that it works out itself.
    if ($Wanted.StartTime -is [datetime] -and $Row.startedAt -is [datetime] -and
        [Math]::Abs(($Wanted.StartTime.ToUniversalTime() - $Row.startedAt.ToUniversalTime()).TotalSeconds) -gt 2) {
        return "it has ended: another process has the ID $($Row.pid), started at $($Row.startedAt)"
    }
    $field = if ($Wanted.Path -and $Row.path) { 'Path' } else { 'Process' }
    if ($Wanted.$field -and $Row.$field -and $Wanted.$field -ne $Row.$field) {
        return "it has ended: the ID $($Row.pid) is that of $($Row.$field), and not of $($Wanted.$field)"
    }
}

# What a question names of a process.
function Format-Process($Row) {
    $name = if ($Row.process) { "$($Row.process) ($($Row.pid))" } else { "process $($Row.pid)" }
    $parts = @($name)
    if ($Row.path) { $parts += "$($Row.path)" }
    if ($Row.user) { $parts += "user $($Row.user)" }
    if ($Row.startedAt) { $parts += 'started ' + $Row.startedAt.ToString('yyyy-MM-dd HH:mm:ss', [cultureinfo]::InvariantCulture) }
    if ($Row.connections) { $parts += "sockets: $($Row.connections)" }
    if ($Row.children) { $parts += "children: $($Row.children)" }
    if ($Row.reason) { $parts += "$($Row.reason)" }
    Format-Text ($parts -join ', ')
}
