# Where netwho is: what $env:NETWHO names, else beside this module or in the folder above it, else on the
# PATH. The current folder is never searched.
function Find-Executable {
    $named = $env:NETWHO
    if ($named) {
        $command = Get-Command -Name $named -CommandType Application -ErrorAction Ignore |
            Select-Object -First 1
        if ($command) { return $command.Path }
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
    $command = Get-Command -Name 'netwho' -CommandType Application -ErrorAction Ignore |
        Select-Object -First 1
    if ($command) { return $command.Path }
    throw (New-Failure 'netwho was not found' -Id 'ExecutableNotFound' -Category ObjectNotFound `
            -Advice 'Put it beside the module or on the PATH, or set $env:NETWHO to its path.')
}
