# What to do where another program answers.
$script:WrongProgram = 'See whether $env:NETWHO and the PATH lead to netwho.'

# The programs that have said that they are netwho.
$script:Known = New-Object System.Collections.Generic.HashSet[string]

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
        [System.Collections.IDictionary] $Bound = @{},
        # Tells what a run came to, in place of Complete-NetWho: it is given the parameters of that as one table.
        [scriptblock] $OnEnd = { param([hashtable] $Run) Complete-NetWho @Run },
        # Tells what stands on standard error as soon as rows follow it: the end may be hours away.
        [switch] $Streaming
    )
    # To a program it would end there: another value.
    foreach ($one in $Argument) {
        if (-not $one.Contains([string][char]0)) { continue }
        $Cmdlet.ThrowTerminatingError((New-Failure "Cannot use $(Format-Text $one): it holds a null character" `
                    -Id 'InvalidCommandLine' -Category InvalidArgument -Target $one))
    }
    if (Test-Far -Bound $Bound -Cmdlet $Cmdlet) {
        Invoke-NetWhoFar -Cmdlet $Cmdlet -Argument $Argument -Type $Type -Bound $Bound -OnEnd $OnEnd -Streaming:$Streaming
        return
    }
    # What a program writes to standard error must not end a script, and what its exit code means is said here.
    $ErrorActionPreference = 'Continue'
    $PSNativeCommandUseErrorActionPreference = $false
    $PSNativeCommandArgumentPassing = 'Windows'

    $executable = $null
    try { $executable = Find-Executable } catch { $Cmdlet.ThrowTerminatingError($_) }
    Write-Detail $Cmdlet "$executable $Argument"
    $told = New-Object System.Collections.Generic.List[string]
    $state = @{ Began = $false }
    # Standard input is empty: in a job it is the line to the session that started the job.
    $start = [scriptblock]::Create('@() | & $executable ' + (ConvertTo-CommandText $Argument) + ' 2>&1')
    try {
        & $start | & {
            process {
                if ($_ -is [System.Management.Automation.ErrorRecord]) { $told.Add("$_") }
                elseif ($_ -ne '') {
                    $state.Began = $true
                    if ($Streaming) { Write-Told -Cmdlet $Cmdlet -Told $told }
                    $_
                }
            }
        } | ConvertTo-Record -Type $Type -Cmdlet $Cmdlet
    } catch {
        # PowerShell makes an error of the program's out of break and continue of a later command.
        $cause = $_.Exception.GetBaseException()
        if ($cause.GetType().Name -eq 'BreakException') { break $cause.Label }
        if ($cause.GetType().Name -eq 'ContinueException') { continue $cause.Label }
        # Behind a row it is an error of a later command of the pipeline, which comes by here too.
        if ($state.Began) { throw }
        $Cmdlet.ThrowTerminatingError((New-Failure "Cannot run ${executable}: $($cause.Message)" -Id 'ExecutableNotRun' `
                    -Category ResourceUnavailable -Target $executable -Advice 'Set $env:NETWHO to the path of netwho.'))
    }
    $exitCode = $LASTEXITCODE
    if (-not $state.Began -and $exitCode -in 0, 1 -and -not $script:Known.Contains($executable)) {
        if (-not (Test-Executable $executable)) {
            $Cmdlet.ThrowTerminatingError((New-Failure "$executable is not netwho: it printed nothing, and tells no version of netwho's" `
                        -Id 'NotUnderstood' -Category InvalidData -Target $executable -Advice $script:WrongProgram))
        }
        [void]$script:Known.Add($executable)
    }
    & $OnEnd @{ Cmdlet = $Cmdlet; ExitCode = $exitCode; Told = $told; Target = $Argument }
}

# Tells what stood on standard error by then as a warning, and forgets it.
function Write-Told {
    param(
        [System.Management.Automation.PSCmdlet] $Cmdlet,
        [System.Collections.Generic.List[string]] $Told,
        [string] $Computer
    )
    if ($Told.Count -eq 0) { return }
    $text = Format-Told $Told $Computer
    $Told.Clear()
    if ($text) { Write-Notice $Cmdlet $text }
}

# The lines of standard error as one message, with the computer that they come from.
function Format-Told([string[]] $Told, [string] $Computer) {
    $text = ($Told -join [Environment]::NewLine).Trim() -replace '(?m)^netwho: '
    if ($text -and $Computer) { $text = "$($Computer): $text" }
    Protect-Text $text
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
    if ($ExitCode -in 0, 1) { return Write-Told -Cmdlet $Cmdlet -Told $Told -Computer $Computer }
    if (-not (@($Told) -join '').Trim()) { $Told.Add("netwho ended with exit code $ExitCode") }
    $text = Format-Told $Told $Computer
    switch ($ExitCode) {
        2 {
            $Cmdlet.ThrowTerminatingError((New-Failure $text -Id 'InvalidCommandLine' -Category InvalidArgument -Target $Target))
        }
        3 { Write-Failure $Cmdlet ((New-Failure $text -Id 'ReadFailed' -Category ReadError -Target $Target)) }
        4 { Write-Failure $Cmdlet ((New-Failure $text -Id 'NotUnderstood' -Category InvalidData -Target $Target)) }
        default {
            Write-Failure $Cmdlet ((New-Failure $text -Id 'Ended' -Category OperationStopped -Target $Target))
        }
    }
}

# A text of several lines as a terminal may show it: it can come from another computer.
function Protect-Text {
    param([string] $Text)
    @($Text -split '\r?\n' | ForEach-Object { Format-Text $_ }) -join [Environment]::NewLine
}
