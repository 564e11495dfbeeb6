# A preference variable of whoever called a function of the module. Functions of modules do not see those of
# scripts and functions, which cmdlets go by. Nothing where the parameter for it was given.
function Get-CallerPreference {
    param(
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        [Parameter(Mandatory)] [string] $Variable,
        [Parameter(Mandatory)] [string] $Parameter
    )
    if ($Cmdlet.MyInvocation.BoundParameters.ContainsKey($Parameter)) { return }
    $Cmdlet.SessionState.PSVariable.GetValue($Variable)
}

# Writes an error record as a cmdlet does: $ErrorActionPreference of the caller decides what comes of it.
function Write-Failure {
    param(
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        [Parameter(Mandatory)] [System.Management.Automation.ErrorRecord] $Record
    )
    $preference = Get-CallerPreference -Cmdlet $Cmdlet -Variable 'ErrorActionPreference' -Parameter 'ErrorAction'
    if ($null -ne $preference) { $ErrorActionPreference = $preference }
    $Cmdlet.WriteError($Record)
}

# Warns as a cmdlet does.
function Write-Notice {
    param(
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        [Parameter(Mandatory)] [string] $Text
    )
    $preference = Get-CallerPreference -Cmdlet $Cmdlet -Variable 'WarningPreference' -Parameter 'WarningAction'
    if ($null -ne $preference) { $WarningPreference = $preference }
    $Cmdlet.WriteWarning($Text)
}

# Tells a detail as a cmdlet does.
function Write-Detail {
    param(
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        [Parameter(Mandatory)] [string] $Text
    )
    $preference = Get-CallerPreference -Cmdlet $Cmdlet -Variable 'VerbosePreference' -Parameter 'Verbose'
    if ($null -ne $preference) { $VerbosePreference = $preference }
    $Cmdlet.WriteVerbose($Text)
}

# Asks as a cmdlet does: $WhatIfPreference and $ConfirmPreference of the caller count.
function Confirm-Action {
    param(
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        [Parameter(Mandatory)] [string] $Target,
        [Parameter(Mandatory)] [string] $Action
    )
    $preference = Get-CallerPreference -Cmdlet $Cmdlet -Variable 'WhatIfPreference' -Parameter 'WhatIf'
    if ($null -ne $preference) { $WhatIfPreference = $preference }
    $preference = Get-CallerPreference -Cmdlet $Cmdlet -Variable 'ConfirmPreference' -Parameter 'Confirm'
    if ($null -ne $preference) { $ConfirmPreference = $preference }
    $Cmdlet.ShouldProcess($Target, $Action)
}
