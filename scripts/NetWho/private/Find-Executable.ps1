# Where netwho is: what $env:NETWHO names, else beside this module or in the folder above it, else on the
# PATH. The current folder is never searched.
function Find-Executable {
    $named = $env:NETWHO
    if ($named) {
        $path = Find-Program $named
        if ($path) { return $path }
        throw (New-Failure "The variable NETWHO names $named, which is no program" -Id 'ExecutableNotFound' `
                -Category ObjectNotFound -Advice 'Set it to the path of netwho, or remove it.')
    }
    $module = Split-Path -Parent $PSScriptRoot
    foreach ($folder in $module, (Split-Path -Parent $module)) {
        foreach ($name in 'netwho.exe', 'netwho') {
            $path = Join-Path $folder $name
            if (Test-Path -LiteralPath $path -PathType Leaf) { return $path }
        }
    }
    $path = Find-Program 'netwho'
    if ($path) { return $path }
    throw (New-Failure 'netwho was not found' -Id 'ExecutableNotFound' -Category ObjectNotFound `
            -Advice 'Put it beside the module or on the PATH, or set $env:NETWHO to its path.')
}

# Whether a program says that it is netwho. One that prints nothing and ends well could be any program, such
# as true, and nothing found would be no answer. It runs on other computers too.
function Test-Executable {
    param([string] $Path)
    "$(@() | & $Path --version 2>$null)" -match '^netwho \d'
}

# The path of a program. On Windows only an .exe is one: cmd.exe would interpret what is given to a batch
# file. It runs on other computers too.
function Find-Program {
    param([string] $Name)
    foreach ($command in @(Get-Command -Name $Name -CommandType Application -All -ErrorAction Ignore)) {
        if ($env:OS -ne 'Windows_NT' -or $command.Path -like '*.exe') { return $command.Path }
    }
}
