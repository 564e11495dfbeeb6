# The options whose parameter has another name.
$script:OptionOf = @{
    Id       = 'pid'
    HostName = 'host'
    Database = 'db'
}

# Parameters that are no options of netwho: PowerShell's own, and where to run.
$script:NoOptions = @(
    [System.Management.Automation.Cmdlet]::CommonParameters
    [System.Management.Automation.Cmdlet]::OptionalCommonParameters
    'ComputerName', 'Session', 'Credential', 'CopyExecutable'
)

# Parameters that name files or folders, and the words that stand for something else there.
$script:PathParameters = @{
    Baseline  = @('history')
    Blocklist = @()
    CacheDir  = @()
    Config    = @()
    Database  = @()
    From      = @()
    Mmdb      = @()
    Replay    = @()
    Sigma     = @()
}

# Bound parameters as options: -LocalPort 80, 443 gives --local-port=80 --local-port=443. Every element is
# an argument of its own, so that no value can be taken for another option.
function ConvertTo-Argument {
    param(
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Bound,
        # Parameters that the function passes on in another way.
        [string[]] $Except = @()
    )
    # That of the function that asks: an error of its ends it, whatever its -ErrorAction.
    $cmdlet = Get-Variable -Name PSCmdlet -Scope 1 -ValueOnly
    Assert-Value -Bound $Bound -Except $Except -Cmdlet $cmdlet
    foreach ($name in $Bound.Keys) {
        if ($name -in $script:NoOptions -or $name -in $Except) { continue }
        $option = Get-OptionName $name
        $value = $Bound[$name]
        if ($value -is [switch]) {
            if ($value) { "--$option" }
            continue
        }
        if ($script:PathParameters.ContainsKey($name)) {
            $words = $script:PathParameters[$name]
            $value = @($value | ForEach-Object { Resolve-PathArgument $_ -Cmdlet $cmdlet -Bound $Bound -Word $words })
        }
        foreach ($one in $value) { "--$option=$(ConvertTo-OptionText $one)" }
    }
}

# Ends the function where a parameter has no value: of a variable that is not set. Without the parameter a
# filter would choose everything. What comes through the pipeline, and what may be null, the function sees to.
function Assert-Value {
    param(
        [System.Collections.IDictionary] $Bound,
        [string[]] $Except,
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )
    foreach ($name in $Bound.Keys) {
        if ($name -in $script:NoOptions) { continue }
        # An empty text is refused by netwho, where it is passed on.
        $isOption = $name -notin $Except
        if (@($Bound[$name] | Where-Object { $null -ne $_ -and ($isOption -or "$_" -ne '') }).Count -gt 0) { continue }
        if (-not $isOption -and $Cmdlet.MyInvocation.ExpectingInput) { continue }
        $mayBeNull = $Cmdlet.MyInvocation.MyCommand.Parameters[$name].Attributes |
            Where-Object { $_ -is [System.Management.Automation.AllowNullAttribute] }
        if ($mayBeNull) { continue }
        $Cmdlet.ThrowTerminatingError((New-Failure "Cannot use -$name without a value" -Id 'InvalidCommandLine' `
                    -Category InvalidArgument -Advice 'Give it a value, or leave it out.'))
    }
}

# The option of a parameter, without its hyphens.
function Get-OptionName {
    param([string] $Parameter)
    $option = $script:OptionOf[$Parameter]
    if ($option) { return $option }
    ($Parameter -creplace '^IPv', 'ipv' -creplace '(?<=[a-z0-9])(?=[A-Z])', '-').ToLowerInvariant()
}

# A path as the program can use it. PowerShell's current location is not the program's where it is a drive
# of PowerShell's own (TestDrive:, a share's) or no file system at all (HKLM:, Env:); ~ and wildcards are
# PowerShell's too. On another computer a path means what it means there.
function Resolve-PathArgument {
    param(
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Path,
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Bound,
        # What stands for something else than a file.
        [string[]] $Word = @(),
        # The path of a file that is written, which wildcards do not choose.
        [switch] $Literal
    )
    if ($Path -ceq '-') {
        $Cmdlet.ThrowTerminatingError((New-Failure 'Cannot read standard input here: - names no file' `
                    -Id 'InvalidPath' -Category InvalidArgument -Target $Path -Advice 'Name a file.'))
    }
    if ($Path -in $Word -or $Path -eq '' -or (Test-Elsewhere $Bound)) { return $Path }
    [System.Management.Automation.ProviderInfo] $provider = $null
    [System.Management.Automation.PSDriveInfo] $drive = $null
    $paths = $Cmdlet.SessionState.Path
    $full = $null
    try { $full = $paths.GetUnresolvedProviderPathFromPSPath($Path, [ref]$provider, [ref]$drive) }
    catch {
        $Cmdlet.ThrowTerminatingError((New-Failure $_.Exception.GetBaseException().Message `
                    -Id 'InvalidPath' -Category ObjectNotFound -Target $Path))
    }
    if ($provider.Name -ne 'FileSystem') {
        $Cmdlet.ThrowTerminatingError((New-Failure "Cannot use $Path as a file: it is in $($provider.Name)" `
                    -Id 'InvalidPath' -Category InvalidArgument -Target $Path -Advice 'Name a file in a folder.'))
    }
    # A name with brackets is a name first.
    $isThere = [System.IO.File]::Exists($full) -or [System.IO.Directory]::Exists($full)
    if ($Literal -or $isThere -or -not [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($Path)) {
        return $full
    }
    $found = @()
    try { $found = @($paths.GetResolvedProviderPathFromPSPath($Path, [ref]$provider)) } catch { $found = @() }
    if ($found.Count -gt 0) { $found } else { $full }
}

# Whether the function runs on other computers.
function Test-Elsewhere([System.Collections.IDictionary] $Bound) {
    $Bound.ContainsKey('ComputerName') -or $Bound.ContainsKey('Session')
}

# A value as netwho reads it, whatever the culture.
function ConvertTo-OptionText($Value) {
    if ($Value -is [datetime]) {
        return $Value.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [cultureinfo]::InvariantCulture)
    }
    if ($Value -is [datetimeoffset]) { return ConvertTo-OptionText $Value.UtcDateTime }
    if ($Value -is [timespan]) {
        return ([decimal]$Value.Ticks / [timespan]::TicksPerSecond).ToString('0.###', [cultureinfo]::InvariantCulture) + 's'
    }
    # The cast knows no culture, and how a number was written: 30s and 7d are numbers of PowerShell.
    [string]$Value
}
