# Whether a function runs on other computers. An empty -ComputerName or -Session is none, not this one.
function Test-Far {
    param(
        [System.Collections.IDictionary] $Bound,
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet
    )
    $named = $Bound.ContainsKey('ComputerName')
    $fault = $null
    if ($named -and $Bound.ContainsKey('Session')) { $fault = 'Cannot use -ComputerName and -Session together' }
    elseif ($Bound.ContainsKey('Credential') -and -not $named) { $fault = 'Cannot use -Credential without -ComputerName' }
    elseif ($Bound.ContainsKey('CopyExecutable') -and $Bound['CopyExecutable'] -and -not $named -and -not $Bound.ContainsKey('Session')) {
        $fault = 'Cannot use -CopyExecutable without -ComputerName or -Session'
    }
    if ($fault) {
        $Cmdlet.ThrowTerminatingError((New-Failure $fault -Id 'InvalidCommandLine' -Category InvalidArgument))
    }
    $named -or $Bound.ContainsKey('Session')
}

# Runs netwho on other computers side by side, and emits each row as soon as it comes from one of them.
function Invoke-NetWhoFar {
    param(
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        [Parameter(Mandatory)] [string[]] $Argument,
        [Parameter(Mandatory)] [string[]] $Type,
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Bound
    )
    $ErrorActionPreference = 'Continue'
    $where = @{}
    if ($Bound.ContainsKey('Session')) {
        $sessions = @($Bound['Session'] | Where-Object { $null -ne $_ })
        if ($sessions.Count -eq 0) { return }
        $where['Session'] = $sessions
    } else {
        $names = @($Bound['ComputerName'] | Where-Object { $_ })
        if ($names.Count -eq 0) { return }
        $where['ComputerName'] = $names
        if ($Bound.ContainsKey('Credential')) { $where['Credential'] = $Bound['Credential'] }
    }
    $folder = ''
    $own = @()
    $copied = @()
    try {
        if ($Bound.ContainsKey('CopyExecutable') -and $Bound['CopyExecutable']) {
            if ($where.ContainsKey('ComputerName')) {
                # Only into a session can a file be copied.
                $failed = $null
                $own = @(New-PSSession @where -ErrorAction SilentlyContinue -ErrorVariable failed)
                foreach ($record in @($failed)) { Write-FarError -Cmdlet $Cmdlet -Record $record }
                $where = @{ Session = $own }
            }
            $folder = 'netwho-' + [guid]::NewGuid().ToString('N')
            $copied = @($where['Session'])
            $ready = @(Copy-Executable -Cmdlet $Cmdlet -Session $copied -Folder $folder)
            if ($ready.Count -eq 0) { return }
            $where = @{ Session = $ready }
        }
        # All at once: what streams without end must not hold up the others.
        $count = @($where.Values | Select-Object -First 1).Count
        foreach ($list in $where.Values) { if ($list -is [array]) { $count = $list.Count } }
        $where['ThrottleLimit'] = [Math]::Max(32, $count)
        Receive-FarRow -Cmdlet $Cmdlet -Where $where -Argument $Argument -Type $Type -Folder $folder
    } finally {
        $open = @($copied | Where-Object { "$($_.State)" -eq 'Opened' })
        if ($open.Count -gt 0) {
            Invoke-Command -Session $open -ScriptBlock (Get-FarScript 'Remove') -ArgumentList $folder -ErrorAction SilentlyContinue 2>$null | Out-Null
        }
        if ($own.Count -gt 0) { Remove-PSSession -Session $own -ErrorAction SilentlyContinue }
    }
}

# Runs the far script and takes apart what comes: rows, standard error, exit codes, errors of the way.
function Receive-FarRow {
    param($Cmdlet, [hashtable] $Where, [string[]] $Argument, [string[]] $Type, [string] $Folder)
    $runs = @{}
    $Cmdlet.WriteVerbose("netwho $Argument")
    $script = Get-FarScript 'Run'
    Invoke-Command @Where -ScriptBlock $script -ArgumentList $Argument, $Folder 2>&1 | ForEach-Object {
        if ($_ -is [System.Management.Automation.ErrorRecord]) {
            Write-FarError -Cmdlet $Cmdlet -Record $_
            return
        }
        $computer = "$($_.PSComputerName)"
        $key = "$($_.RunspaceId)"
        if (-not $runs.ContainsKey($key)) { $runs[$key] = New-Object System.Collections.Generic.List[string] }
        $line = "$_"
        $text = $line.Substring([Math]::Min(1, $line.Length))
        switch -CaseSensitive -Regex ($line) {
            '^r.' {
                $record = $null
                try { $record = ConvertTo-Record -Line $text -Type $Type } catch {
                    $Cmdlet.WriteError((New-Failure (Protect-Text "$($computer): a line is no row: $($_.Exception.Message)") `
                                -Id 'NotUnderstood' -Category InvalidData -Target $computer))
                    break
                }
                Set-Computer -Record $record -Computer $computer
                $record
                break
            }
            '^e' { $runs[$key].Add($text); break }
            '^x-?[0-9]+$' {
                Complete-NetWho -Cmdlet $Cmdlet -ExitCode ([int]$text) -Told $runs[$key] -Target $computer -Computer $computer
                break
            }
            '^n' {
                $Cmdlet.WriteError((New-Failure (Protect-Text "$($computer): netwho was not found there; -CopyExecutable copies it for one use") `
                            -Id 'ExecutableNotFound' -Category ObjectNotFound -Target $computer `
                            -Advice 'Install netwho there, set its variable NETWHO, or use -CopyExecutable.'))
                break
            }
        }
    }
}

# The computer of a row: what the row says, else the one that it came from.
function Set-Computer {
    param($Record, [string] $Computer)
    $property = $Record.PSObject.Properties['computer']
    if ($null -eq $property) { Add-Member -InputObject $Record -NotePropertyName 'computer' -NotePropertyValue $Computer }
    elseif (-not $property.Value) { $property.Value = $Computer }
}

# An error of the way to a computer, or of the script there, with the computer as its target.
function Write-FarError {
    param($Cmdlet, [System.Management.Automation.ErrorRecord] $Record)
    $computer = ''
    $origin = $Record.PSObject.Properties['OriginInfo']
    if ($origin -and $origin.Value) { $computer = "$($origin.Value.PSComputerName)" }
    if (-not $computer) {
        $target = $Record.TargetObject
        if ($target -is [System.Management.Automation.Runspaces.PSSession]) { $computer = $target.ComputerName }
        elseif ($null -ne $target -and $target.PSObject.Properties['ComputerName']) { $computer = "$($target.ComputerName)" }
        elseif ($target -is [string]) { $computer = $target }
        elseif ($null -ne $target -and $target.PSObject.Properties['ConnectionInfo']) { $computer = "$($target.ConnectionInfo.ComputerName)" }
    }
    $text = "$($Record.Exception.Message)"
    $id = 'RemoteFailed'
    if ("$($Record.FullyQualifiedErrorId)" -match 'ScriptsNotAllowed') {
        $id = 'LanguageMode'
        $text = "its language mode allows no scripts, which netwho needs to run there: $text"
    }
    if ($computer -and -not $text.StartsWith($computer)) { $text = "$($computer): $text" }
    $Cmdlet.WriteError((New-Failure (Protect-Text $text) -Id $id -Category $Record.CategoryInfo.Category -Target $computer))
}
