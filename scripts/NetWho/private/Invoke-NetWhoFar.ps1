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
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Bound,
        [Parameter(Mandatory)] [scriptblock] $OnEnd,
        [switch] $Streaming
    )
    $ErrorActionPreference = 'Continue'
    $where = @{}
    if ($Bound.ContainsKey('Session')) {
        $sessions = @(
            foreach ($session in @($Bound['Session'] | Where-Object { $null -ne $_ })) {
                if ("$($session.State)" -eq 'Opened') { $session; continue }
                $fault = "$($session.ComputerName): its session is $($session.State)"
                Write-Failure $Cmdlet ((New-Failure (Protect-Text $fault) -Id 'RemoteFailed' -Category ConnectionError -Target $session.ComputerName))
            }
        )
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
                foreach ($record in @($failed)) { $null = Write-FarError -Cmdlet $Cmdlet -Record $record }
                $where = @{ Session = $own }
            }
            $folder = 'netwho-' + [guid]::NewGuid().ToString('N')
            $copied = @($where['Session'])
            $ready = @(Copy-Executable -Cmdlet $Cmdlet -Session $copied -Folder $folder)
            if ($ready.Count -eq 0) { return }
            $where = @{ Session = $ready }
        }
        # All at once: what streams without end must not hold up the others.
        $where['ThrottleLimit'] = [Math]::Max(32, @($where['ComputerName'], $where['Session'] | Where-Object { $_ } | ForEach-Object { $_ }).Count)
        Receive-FarRow -Cmdlet $Cmdlet -Where $where -Argument $Argument -Type $Type -Folder $folder -OnEnd $OnEnd `
            -Streaming:$Streaming
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
    param(
        $Cmdlet, [hashtable] $Where, [string[]] $Argument, [string[]] $Type, [string] $Folder,
        [scriptblock] $OnEnd, [switch] $Streaming
    )
    $runs = @{}
    $ended = New-Object System.Collections.Generic.List[string]
    Write-Detail $Cmdlet "netwho $Argument"
    # A job: Invoke-Command itself waits for the end where Select-Object -First has enough, without stopping
    # what runs there.
    $job = $null
    $failed = $null
    try {
        try {
            $job = Invoke-Command @Where -ScriptBlock (Get-FarScript 'Run') -ArgumentList $Argument, $Folder -AsJob `
                -ErrorAction SilentlyContinue -ErrorVariable failed
        } catch { $failed = $_ }
        foreach ($record in @($failed)) { $null = Write-FarError -Cmdlet $Cmdlet -Record $record }
        if ($null -eq $job) { return }
        # Each object goes through the whole pipeline before the next: the origin is that of the line.
        $origin = @{ Cmdlet = $Cmdlet; Computer = '' }
        Receive-Job -Job $job -Wait 2>&1 | & {
            process {
                if ($_ -is [System.Management.Automation.ErrorRecord]) {
                    $ended.Add((Write-FarError -Cmdlet $Cmdlet -Record $_))
                    return
                }
                $line = "$_"
                $origin.Computer = "$($_.PSComputerName)"
                if ($line -cmatch '^r') {
                    if ($line.Length -eq 1) { return }
                    if ($Streaming) {
                        $soFar = $runs["$($_.RunspaceId)"]
                        if ($null -ne $soFar) { Write-Told -Cmdlet $Cmdlet -Told $soFar -Computer $origin.Computer }
                    }
                    $line.Substring(1)
                } else {
                    if ($line -cmatch '^[xnw]') { $ended.Add($origin.Computer) }
                    Read-FarLine -Cmdlet $Cmdlet -Line $line -Computer $origin.Computer -Key "$($_.RunspaceId)" -Runs $runs -OnEnd $OnEnd
                }
            }
        } | ConvertTo-Record -Type $Type -Origin $origin
        foreach ($child in $job.ChildJobs) {
            if ("$($child.State)" -ne 'Completed' -or $ended.Contains($child.Location)) { continue }
            $fault = "$($child.Location): what ran there ended before netwho did"
            Write-Failure $Cmdlet ((New-Failure (Protect-Text $fault) -Id 'RemoteFailed' -Category OperationStopped -Target $child.Location))
        }
    } finally {
        if ($null -ne $job) {
            Stop-Job -Job $job -ErrorAction SilentlyContinue
            Remove-Job -Job $job -Force -ErrorAction SilentlyContinue
        }
    }
}

# Takes a line of the far script that is no row: keeps or tells it.
function Read-FarLine {
    param(
        $Cmdlet,
        [string] $Line,
        [string] $Computer,
        # Which run it belongs to: two sessions can be on one computer.
        [string] $Key,
        # What each run told on standard error.
        [hashtable] $Runs,
        [scriptblock] $OnEnd
    )
    if (-not $Runs.ContainsKey($Key)) { $Runs[$Key] = New-Object System.Collections.Generic.List[string] }
    if ($Line.Length -eq 0) { return }
    $text = $Line.Substring(1)
    switch -CaseSensitive ($Line[0]) {
        'e' { $Runs[$Key].Add($text) }
        'x' {
            & $OnEnd @{ Cmdlet = $Cmdlet; ExitCode = [int]$text; Told = $Runs[$Key]; Target = $Computer; Computer = $Computer }
        }
        'w' {
            $fault = "$($Computer): $text is not netwho: it printed nothing, and tells no version of netwho's"
            Write-Failure $Cmdlet ((New-Failure (Protect-Text $fault) -Id 'NotUnderstood' -Category InvalidData `
                        -Target $Computer -Advice 'See whether its variable NETWHO and its PATH lead to netwho.'))
        }
        'n' {
            $fault = "$($Computer): netwho was not found there; -CopyExecutable copies it for one use"
            Write-Failure $Cmdlet ((New-Failure (Protect-Text $fault) -Id 'ExecutableNotFound' -Category ObjectNotFound `
                        -Target $Computer -Advice 'Install netwho there, set its variable NETWHO, or use -CopyExecutable.'))
        }
    }
}

# Tells that what another computer sent is no row.
function Write-NoRow {
    param([hashtable] $Origin, [string] $Why)
    $fault = "$($Origin.Computer): a line is no row: $Why"
    Write-Failure $Origin.Cmdlet ((New-Failure (Protect-Text $fault) -Id 'NotUnderstood' -Category InvalidData -Target $Origin.Computer))
}

# The computer of a row: what the row says, else the one that it came from.
function Set-Computer {
    param($Record, [string] $Computer)
    $property = $Record.PSObject.Properties['computer']
    if ($null -eq $property) { Add-Member -InputObject $Record -NotePropertyName 'computer' -NotePropertyValue $Computer }
    elseif (-not $property.Value) { $property.Value = $Computer }
}

# Tells an error of the way to a computer, or of the script there, with the computer as its target, and gives
# the computer.
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
    Write-Failure $Cmdlet ((New-Failure (Protect-Text $text) -Id $id -Category $Record.CategoryInfo.Category -Target $computer))
    $computer
}
