# Copies the own netwho to those of the sessions that lack it, and gives the sessions that have one. It goes
# into a folder that nobody else may write to.
function Copy-Executable {
    param(
        [Parameter(Mandatory)] [System.Management.Automation.PSCmdlet] $Cmdlet,
        [Parameter(Mandatory)] [System.Management.Automation.Runspaces.PSSession[]] $Session,
        [Parameter(Mandatory)] [string] $Folder
    )
    $preference = Get-CallerPreference -Cmdlet $Cmdlet -Variable 'ProgressPreference' -Parameter 'ProgressAction'
    if ($null -ne $preference) { $ProgressPreference = $preference }
    $own = $null
    $script = Get-FarScript 'Prepare'
    foreach ($one in $Session) {
        $computer = $one.ComputerName
        $failed = $null
        $there = @(Invoke-Command -Session $one -ScriptBlock $script -ArgumentList $Folder -ErrorAction SilentlyContinue -ErrorVariable failed)
        if (@($failed).Count -gt 0) {
            foreach ($record in @($failed)) { $null = Write-FarError -Cmdlet $Cmdlet -Record $record }
            continue
        }
        if ($there[0] -eq 'has') { $one; continue }
        if ($null -eq $own) {
            try { $own = Get-ExecutableKind (Find-Executable) } catch { $Cmdlet.ThrowTerminatingError($_) }
        }
        $system, $machine, $path = "$($there[0])", "$($there[1])", "$($there[2])"
        if (-not (Test-Fits -Own $own -System $system -Machine $machine)) {
            $text = "$($computer): its system is $system on $machine, and the netwho here is for $($own.System) on $($own.Machine)"
            Write-Failure $Cmdlet ((New-Failure (Protect-Text $text) -Id 'ExecutableDoesNotFit' -Category NotImplemented `
                        -Target $computer -Advice 'Install netwho there.'))
            continue
        }
        try {
            Copy-Item -LiteralPath $own.Path -Destination $path -ToSession $one -ErrorAction Stop
            if ($system -ne 'Windows') {
                Invoke-Command -Session $one -ScriptBlock { param([string] $Path) chmod 700 -- $Path } -ArgumentList $path -ErrorAction Stop
            }
            $one
        } catch {
            $text = "$($computer): netwho could not be copied: $($_.Exception.Message)"
            Write-Failure $Cmdlet ((New-Failure (Protect-Text $text) -Id 'CopyFailed' -Category WriteError -Target $computer))
        }
    }
}

# For which system and architecture a program is, by its first bytes.
function Get-ExecutableKind {
    param([string] $Path)
    $bytes = New-Object byte[] 4096
    $stream = [IO.File]::Open($Path, 'Open', 'Read', 'ReadWrite')
    try { [void]$stream.Read($bytes, 0, $bytes.Length) } finally { $stream.Dispose() }
    $system, $number = '', 0
    if ($bytes[0] -eq 0x4d -and $bytes[1] -eq 0x5a) {
        $system = 'Windows'
        $at = [BitConverter]::ToInt32($bytes, 0x3c)
        if ($at -ge 0 -and $at -lt $bytes.Length - 6) { $number = [BitConverter]::ToUInt16($bytes, $at + 4) }
    } elseif ($bytes[0] -eq 0x7f -and $bytes[1] -eq 0x45 -and $bytes[2] -eq 0x4c -and $bytes[3] -eq 0x46) {
        $system = 'Linux'
        $number = [BitConverter]::ToUInt16($bytes, 0x12)
    }
    $machine = switch ($number) { 0x8664 { 'x64' } 0xaa64 { 'arm64' } 62 { 'x64' } 183 { 'arm64' } default { '' } }
    if (-not $system -or -not $machine) {
        throw (New-Failure "Cannot copy $($Path): it is a script or for an unknown machine, not an executable of netwho" `
                -Id 'ExecutableDoesNotFit' -Category InvalidData -Advice 'Set $env:NETWHO to an executable of netwho.')
    }
    @{ Path = $Path; System = $system; Machine = $machine }
}

# Whether a program runs on a system. Windows on ARM64 runs x64 too.
function Test-Fits {
    param([hashtable] $Own, [string] $System, [string] $Machine)
    $Own.System -eq $System -and
    ($Own.Machine -eq $Machine -or ($System -eq 'Windows' -and $Own.Machine -eq 'x64' -and $Machine -eq 'arm64'))
}
