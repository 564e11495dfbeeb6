# Parameters whose values the shell completes itself: files and folders, and where to run.
$script:NotCompleted = @(
    [System.Management.Automation.Cmdlet]::CommonParameters
    [System.Management.Automation.Cmdlet]::OptionalCommonParameters
    'ComputerName', 'Session', 'Credential', 'CopyExecutable', 'InputObject'
)

# Registers completers for the values of all parameters of the functions: netwho names them.
function Register-Completer {
    param([Parameter(Mandatory)] [string[]] $Function)
    $functions = @{}
    foreach ($name in $Function) {
        $command = Get-Command -Name $name -CommandType Function
        if (-not (Get-CommandName $command.Definition)) { continue }
        foreach ($parameter in $command.Parameters.Values) {
            if ($parameter.SwitchParameter -or $parameter.Name -in $script:NotCompleted) { continue }
            if (-not $functions.ContainsKey($parameter.Name)) { $functions[$parameter.Name] = @() }
            $functions[$parameter.Name] += $name
        }
    }
    $complete = {
        param($Command, $Parameter, $Word, $Tree, $Bound)
        # Whatever happens, a key press must not print an error.
        try { Get-Completion -Function $Command -Parameter $Parameter -Word $Word } catch { Write-Debug "$_" }
    }
    foreach ($parameter in $functions.Keys) {
        Register-ArgumentCompleter -CommandName $functions[$parameter] -ParameterName $parameter -ScriptBlock $complete
    }
}

# The command of netwho that a function runs: its options are the function's parameters.
function Get-CommandName {
    param([string] $Definition)
    if ($Definition -match '#region options of netwho ([a-z]+(?: [a-z]+)*)') { $Matches[1] }
}

# The values that a parameter can have, as netwho tells them.
function Get-Completion {
    param([string] $Function, [string] $Parameter, [string] $Word)
    $ErrorActionPreference = 'Continue'
    $PSNativeCommandUseErrorActionPreference = $false
    $executable = Find-Executable
    $definition = (Get-Command -Name $Function -CommandType Function).Definition
    $words = @((Get-CommandName $definition) -split ' ')
    # What stands before the options is no option but what the command works on.
    $before = $definition.Substring(0, $definition.IndexOf('#region options of netwho'))
    if ($before -notmatch "[$]$Parameter\b") { $words += '--' + (Get-OptionName $Parameter) }
    $words += $Word -replace "^['`"\u2018-\u201e]" -replace "['`"\u2018-\u201e]$"
    # Escaped, for every version hands such words over whole.
    $given = @($words | ForEach-Object { '=' + [uri]::EscapeDataString($_) })
    @() | & $executable completions powershell --complete '--' @given 2>$null | ForEach-Object {
        $found = ConvertFrom-Json -InputObject "$_"
        if ($found.PSObject.Properties['text']) {
            New-Object System.Management.Automation.CompletionResult $found.text, $found.list, 'ParameterValue', $found.tip
        }
    }
}
