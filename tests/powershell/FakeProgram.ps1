# Programs that stand for netwho in tests: they write what they are told, whatever they are asked but their
# version.

# Makes a program that writes lines, waits, writes the rest, and ends with an exit code; its path. Its
# arguments are kept in args.txt beside it, its process ID in pid.txt (not on Windows).
function New-FakeProgram {
    param(
        [Parameter(Mandatory)] [string] $Folder,
        [string[]] $Line = @(),
        # Seconds.
        [int] $Wait = 0,
        [string[]] $Rest = @(),
        [string] $ErrorText = '',
        [int] $ExitCode = 0
    )
    New-Item -ItemType Directory -Path $Folder -Force | Out-Null
    $Folder = (Resolve-Path -LiteralPath $Folder).ProviderPath
    foreach ($part in @{ name = 'first'; lines = $Line }, @{ name = 'rest'; lines = $Rest }, @{ name = 'error'; lines = @($ErrorText) }) {
        $text = (@($part.lines) | Where-Object { $_ } | ForEach-Object { "$_`n" }) -join ''
        [IO.File]::WriteAllText((Join-Path $Folder "$($part.name).txt"), $text)
    }
    if ($env:OS -eq 'Windows_NT') {
        $program = Join-Path $Folder 'netwho.cmd'
        $pause = if ($Wait -gt 0) { "@ping -n $($Wait + 1) 127.0.0.1 >nul" } else { '' }
        [IO.File]::WriteAllText($program, (@(
                    '@if "%~1"=="--version" (echo netwho 0.1.0& exit /b 0)', '@echo %*>>"%~dp0args.txt"', '@type "%~dp0first.txt"', $pause, '@type "%~dp0rest.txt"'
                    '@type "%~dp0error.txt" 1>&2', "@exit /b $ExitCode"
                ) -join "`r`n"))
        # On Windows the module takes no such script for netwho: cmd.exe interprets arguments.
        & (Get-Module NetWho) { function script:Find-Executable { $env:NETWHO } }
        return $program
    }
    $program = Join-Path $Folder 'netwho'
    [IO.File]::WriteAllText($program, (@(
                '#!/bin/sh', '[ "$1" = --version ] && echo netwho 0.1.0 && exit', "cd '$Folder'", 'echo $$ > pid.txt', 'printf "%s\n" "$@" >> args.txt', 'cat first.txt'
                "sleep $Wait", 'cat rest.txt', 'cat error.txt >&2', "exit $ExitCode", ''
            ) -join "`n"))
    chmod +x $program
    $program
}

# A line as `netwho connections --format ndjson` writes it, with some fields of one's own.
function New-ConnectionLine([hashtable] $With = @{}) {
    $row = [ordered]@{
        observedAt = '2026-11-26T10:00:00.000Z'; computer = 'PC'; protocol = 'TCP'
        localAddress = '192.0.2.7'; localPort = 50101; localService = $null; localScope = 'documentation'
        remoteAddress = '198.51.100.4'; remotePort = 443; remoteService = 'https'; remoteScope = 'documentation'
        state = 'ESTABLISHED'; direction = 'outbound'; createdAt = $null; pid = 4712; process = 'sample.exe'
        path = $null; services = $null; socketService = $null; user = $null; localHost = $null; remoteHost = $null
        remoteHostSource = $null; remoteAsn = $null; remoteOwner = $null; remoteCountry = $null
        remoteNetwork = $null; note = $null
    }
    foreach ($name in $With.Keys) { $row[$name] = $With[$name] }
    $json = ConvertTo-Json -InputObject $row -Compress
    # ASCII alone, as netwho writes into a pipe.
    [regex]::Replace($json, '[^ -~]', [System.Text.RegularExpressions.MatchEvaluator] { param($m) '\u{0:x4}' -f [int]$m.Value[0] })
}
