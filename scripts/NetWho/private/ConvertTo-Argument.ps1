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

# Bound parameters as options: -LocalPort 80, 443 gives --local-port=80 --local-port=443. Every element is
# an argument of its own, so that no value can be taken for another option.
function ConvertTo-Argument {
    param(
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Bound,
        # Parameters that the function passes on in another way.
        [string[]] $Except = @()
    )
    foreach ($name in $Bound.Keys) {
        if ($name -in $script:NoOptions -or $name -in $Except) { continue }
        $option = Get-OptionName $name
        $value = $Bound[$name]
        if ($value -is [switch]) {
            if ($value) { "--$option" }
        } else {
            foreach ($one in $value) { "--$option=$(ConvertTo-OptionText $one)" }
        }
    }
}

# The option of a parameter, without its hyphens.
function Get-OptionName {
    param([string] $Parameter)
    $option = $script:OptionOf[$Parameter]
    if ($option) { return $option }
    ($Parameter -creplace '^IPv', 'ipv' -creplace '(?<=[a-z0-9])(?=[A-Z])', '-').ToLowerInvariant()
}

# A value as netwho reads it, whatever the culture.
function ConvertTo-OptionText($Value) {
    if ($Value -is [datetime]) {
        return $Value.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [cultureinfo]::InvariantCulture)
    }
    if ($Value -is [timespan]) {
        return $Value.TotalSeconds.ToString([cultureinfo]::InvariantCulture) + 's'
    }
    if ($Value -is [System.IFormattable]) {
        return $Value.ToString($null, [cultureinfo]::InvariantCulture)
    }
    "$Value"
}
