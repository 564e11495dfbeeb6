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

# The computer that an object of the pipeline tells of; nothing where it names none.
function Get-ToldComputer($InputObject) {
    foreach ($name in 'PSComputerName', 'computer') {
        $computer = "$(Get-PipedValue $InputObject $name)"
        if ($computer) { return $computer }
    }
}

# Whether an object of the pipeline tells of another computer than this one: numbers that are read there, or
# were read from its saved output, mean something else here.
function Test-Foreign($InputObject) {
    $computer = Get-ToldComputer $InputObject
    if (-not $computer -or $computer -in 'localhost', '127.0.0.1', '::1') { return $false }
    # Windows cuts the name that .NET tells after 15 characters; some names have their domain.
    $names = @($computer, [System.Environment]::MachineName) | ForEach-Object { ($_ -split '\.')[0] }
    $length = if ($names[1].Length -eq 15) { 15 } else { [Math]::Max($names[0].Length, $names[1].Length) }
    $short = $names | ForEach-Object { $_.Substring(0, [Math]::Min($length, $_.Length)) }
    $short[0] -ne $short[1]
}

# Tells that an object of the pipeline is of another computer.
function Write-Foreign([System.Management.Automation.PSCmdlet] $Cmdlet, $InputObject, [string] $What) {
    $computer = Get-ToldComputer $InputObject
    Write-Failure $Cmdlet ((New-Failure (Format-Text "Cannot use $What of $computer here: it means another one on this computer") `
                -Id 'OtherComputer' -Category InvalidArgument -Target $InputObject `
                -Advice 'Act there, with -ComputerName or -Session.'))
}

# An end of a connection: 192.0.2.7:443, [2001:db8::7]:443.
function Format-End($Address, $Port) {
    if ("$Address" -like '*:*') { "[$Address]:$Port" } else { "$($Address):$Port" }
}
