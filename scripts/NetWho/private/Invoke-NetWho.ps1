# Runs netwho once, with all rows as lines of JSON, and emits each as an object as soon as it is there; on
# other computers where -ComputerName or -Session of the function names some.
#
# What it says on standard error is a warning where it ends with 0 or 1. Exit code 2, a wrong command line,
# ends the function; 3 and 4 are errors that a script may go on after, behind what could be read.
function Invoke-NetWho {
    param(
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        # The command and its arguments.
        [Parameter(Mandatory)] [string[]] $Argument,
        # The types of its rows, from the narrow to the wide.
        [Parameter(Mandatory)] [string[]] $Type,
        # The bound parameters of the function: where to run.
        [System.Collections.IDictionary] $Bound = @{}
    )
    if (Test-Far -Bound $Bound -Cmdlet $Cmdlet) {
        Invoke-NetWhoFar -Cmdlet $Cmdlet -Argument $Argument -Type $Type -Bound $Bound
        return
    }
    # What a program writes to standard error must not end a script, and what its exit code means is said here.
    $ErrorActionPreference = 'Continue'
    $PSNativeCommandUseErrorActionPreference = $false
    $PSNativeCommandArgumentPassing = 'Windows'

    $executable = $null
    try { $executable = Find-Executable } catch { $Cmdlet.ThrowTerminatingError($_) }
    $given = @($Argument | ForEach-Object { Protect-Argument $_ })
    $Cmdlet.WriteVerbose("$executable $given")
    $told = New-Object System.Collections.Generic.List[string]
    # Standard input is empty: in a job it is the line to the session that started the job.
    @() | & $executable @given 2>&1 | & {
        process {
            if ($_ -is [System.Management.Automation.ErrorRecord]) { $told.Add("$_") } elseif ($_ -ne '') { $_ }
        }
    } | ConvertTo-Record -Type $Type
    Complete-NetWho -Cmdlet $Cmdlet -ExitCode $LASTEXITCODE -Told $told -Target $given
}

# Tells what a run of netwho came to.
function Complete-NetWho {
    param(
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        [Parameter(Mandatory)] [int] $ExitCode,
        [Parameter(Mandatory)] [AllowEmptyCollection()] [System.Collections.Generic.List[string]] $Told,
        [object] $Target,
        # The computer on which it ran, where that is another one.
        [string] $Computer
    )
    $text = (@($Told) -join [Environment]::NewLine).Trim() -replace '^netwho: ', ''
    $by = if ($Computer) { "$($Computer): " } else { '' }
    if ($ExitCode -in 0, 1) {
        if ($text) { $Cmdlet.WriteWarning((Protect-Text "$by$text")) }
        return
    }
    if (-not $text) { $text = "netwho ended with exit code $ExitCode" }
    $text = Protect-Text "$by$text"
    switch ($ExitCode) {
        2 {
            $Cmdlet.ThrowTerminatingError((New-Failure $text -Id 'InvalidCommandLine' -Category InvalidArgument -Target $Target))
        }
        3 { $Cmdlet.WriteError((New-Failure $text -Id 'ReadFailed' -Category ReadError -Target $Target)) }
        4 { $Cmdlet.WriteError((New-Failure $text -Id 'NotUnderstood' -Category InvalidData -Target $Target)) }
        default {
            $Cmdlet.WriteError((New-Failure $text -Id 'Ended' -Category OperationStopped -Target $Target))
        }
    }
}

# A text without the characters that a terminal obeys: it can come from another computer.
function Protect-Text {
    param([string] $Text)
    $Text -replace '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]', '?'
}
