# What acts in two steps: netwho's plan (--dry-run) tells what would be done, PowerShell asks about each row
# of it, and a second run does exactly what was said yes to.

# Runs netwho and returns its rows. Where a row says that it was refused or failed, the exit code says no
# more than that: it is no error of its own, which would keep a function from going on with the others.
function Invoke-Plan {
    param(
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        [Parameter(Mandatory)] [string[]] $Argument,
        [Parameter(Mandatory)] [string[]] $Type,
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Bound,
        # Leaves out warnings, where the function says itself what they say.
        [switch] $NoWarning
    )
    $rows = New-Object System.Collections.Generic.List[object]
    $tell = {
        param([hashtable] $Run)
        $isTold = @($rows | Where-Object { $_.PSObject.Properties['result'] -and $_.result -in 'refused', 'failed' }).Count -gt 0
        if ($Run.ExitCode -eq 3 -and $isTold) { $Run.ExitCode = 0 }
        if (-not $NoWarning -or $Run.ExitCode -notin 0, 1) { Complete-NetWho @Run }
    }
    Invoke-NetWho -Cmdlet $Cmdlet -Argument $Argument -Type $Type -Bound $Bound -OnEnd $tell | ForEach-Object { $rows.Add($_) }
    $rows
}

# Where to act, one computer after the other: a process ID means another process on each.
function Split-Bound([System.Collections.IDictionary] $Bound) {
    foreach ($name in 'ComputerName', 'Session') {
        if (-not $Bound.ContainsKey($name)) { continue }
        foreach ($one in @($Bound[$name])) {
            $copy = New-Object 'System.Collections.Generic.Dictionary[string,object]' ([System.StringComparer]::OrdinalIgnoreCase)
            foreach ($key in $Bound.Keys) { $copy[$key] = $Bound[$key] }
            $copy[$name] = @($one)
            $copy
        }
        return
    }
    $Bound
}

# The computers that an object of the pipeline tells of: by the name that remoting had, and by its own.
function Get-ToldComputer($InputObject) {
    if ($null -eq $InputObject) { return }
    foreach ($name in 'PSComputerName', 'computer') {
        $computer = "$(Get-PipedValue $InputObject $name)"
        if ($computer) { $computer }
    }
}

# Whether two names are of one computer. Some have their domain, which an address does not, and Windows cuts
# the name that .NET tells after 15 characters.
function Test-SameComputer([string] $One, [string] $Other) {
    $names = @($One, $Other | ForEach-Object { if ($_ -match '^[\d.]+$|:') { $_ } else { ($_ -split '\.')[0] } })
    if (15 -in $names[0].Length, $names[1].Length) {
        $names = @($names | ForEach-Object { $_.Substring(0, [Math]::Min(15, $_.Length)) })
    }
    $names[0] -eq $names[1]
}

# The names of the computers that a function is to act on; none where that is this one.
function Get-PlaceName([System.Collections.IDictionary] $Bound) {
    if ($Bound.ContainsKey('Session')) { @($Bound['Session'] | Where-Object { $_ } | ForEach-Object { $_.ComputerName }) }
    elseif ($Bound.ContainsKey('ComputerName')) { @($Bound['ComputerName'] | Where-Object { $_ }) }
}

# Whether an object of the pipeline tells of another computer than those to act on: numbers that are read
# there, or were read from its saved output, mean something else here. One computer that is named is meant
# whatever the object says: it can have many names.
function Test-Foreign($InputObject, [System.Collections.IDictionary] $Bound) {
    $told = @(Get-ToldComputer $InputObject)
    if ($told.Count -eq 0) { return $false }
    if (-not (Test-Elsewhere $Bound)) {
        return $told[0] -notin 'localhost', '127.0.0.1', '::1' -and -not (Test-SameComputer $told[0] ([System.Environment]::MachineName))
    }
    $places = @(Get-PlaceName $Bound)
    $places.Count -gt 1 -and @($places | Where-Object { Test-ToldPlace $told $_ }).Count -eq 0
}

# Whether one of some names is that of a computer.
function Test-ToldPlace([string[]] $Told, [string] $Place) {
    @($Told | Where-Object { Test-SameComputer $_ $Place }).Count -gt 0
}

# Of what is to be done, what is meant on a computer of several: an object of the pipeline on its own alone.
# What tells no computer (Told) is meant on all.
function Select-Meant($Wanted, [System.Collections.IDictionary] $Place, [System.Collections.IDictionary] $Bound) {
    $isOnly = @(Get-PlaceName $Bound).Count -le 1
    $Wanted | Where-Object { $isOnly -or @($_.Told).Count -eq 0 -or (Test-ToldPlace $_.Told (Get-PlaceName $Place)) }
}

# Tells that an object of the pipeline is of another computer.
function Write-Foreign([System.Management.Automation.PSCmdlet] $Cmdlet, $InputObject, [string] $What) {
    $bound = $Cmdlet.MyInvocation.BoundParameters
    $of = "Cannot use $What of $(@(Get-ToldComputer $InputObject)[0])"
    $text = if (Test-Elsewhere $bound) { "$of on $(@(Get-PlaceName $bound) -join ', '): none of them has this name, and it means another one elsewhere" }
    else { "$of here: it means another one on this computer" }
    Write-Failure $Cmdlet ((New-Failure (Format-Text $text) -Id 'OtherComputer' -Category InvalidArgument -Target $InputObject `
                -Advice 'Act there, with -ComputerName or -Session, and on that computer alone where it has another name.'))
}

# An end of a connection: 192.0.2.7:443, [2001:db8::7]:443.
function Format-End($Address, $Port) {
    if ("$Address" -like '*:*') { "[$Address]:$Port" } else { "$($Address):$Port" }
}
