# Values of parameters by the Tab key.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $recording = (Resolve-Path (Join-Path $PSScriptRoot '../recordings/windows-en')).Path
    function Complete([string] $Line) { @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches) }
}

Describe 'completion' {
    It 'knows states' {
        (Complete 'Get-NetWhoConnection -State ESTAB').CompletionText | Should -Be 'ESTABLISHED'
        (Complete "Get-NetWhoConnection -State 'time").CompletionText | Should -Be 'TIME_WAIT'
        (Complete 'Get-NetWhoConnection -State LISTENING, CLOSE_').CompletionText | Should -Be 'CLOSE_WAIT'
    }

    It 'knows scopes and protocols, and says what they are' {
        $found = Complete 'Get-NetWhoConnection -Protocol '
        $found.CompletionText[0..1] | Should -Be 'TCP', 'UDP'
        $found[0].ResultType | Should -Be 'ParameterValue'
        $found[0].ToolTip | Should -Not -BeNullOrEmpty
        (Complete 'Get-NetWhoConnection -Scope linkL').CompletionText | Should -Be 'linkLocal'
    }

    It 'knows programs that run' {
        $own = if ($env:OS -eq 'Windows_NT') { "$((Get-Process -Id $PID).ProcessName).exe" } else { "$(Get-Content "/proc/$PID/comm")".Trim() }
        (Complete "Get-NetWhoConnection -Process $($own.Substring(0, 3))").ListItemText | Should -Contain $own
    }

    It 'completes every function' {
        foreach ($function in (Get-Module NetWho).ExportedFunctions.Keys) {
            $command = Get-Command $function
            if (-not $command.Parameters.ContainsKey('Encoding')) { continue }
            (Complete "$function -Encoding cp85").CompletionText | Should -Contain 'cp850' -Because $function
        }
    }

    It 'leaves names of files to the shell' {
        Push-Location $TestDrive
        try {
            $null = New-Item 'saved rows.json'
            (Complete 'Get-NetWhoConnection -From saved').CompletionText | Should -BeLike "*saved rows.json*"
        } finally { Pop-Location }
    }

    It 'inserts what PowerShell takes as one value' -Skip:($env:OS -eq 'Windows_NT') {
        $names = 'zq b', 'zq it''s', 'zq$(exit)', 'zq`b', 'zq;y', 'zq"', "zq$([char]0x65e5)"
        # Rust's coreutils, such as sleep, refuse to run by another name.
        $running = foreach ($name in $names) {
            Copy-Item -LiteralPath /bin/bash -Destination (Join-Path $TestDrive $name)
            $start = New-Object Diagnostics.ProcessStartInfo (Join-Path $TestDrive $name), '-c read'
            $start.RedirectStandardInput = $true
            [Diagnostics.Process]::Start($start)
        }
        try {
            $found = Complete 'Get-NetWhoConnection -Process zq'
            # In a word by itself each is that name.
            $values = foreach ($one in $found) { Invoke-Expression "Write-Output $($one.CompletionText)" }
            $values | Sort-Object | Should -Be ($names | Sort-Object)
            (Complete "Get-NetWhoConnection -Process 'zq it").ListItemText | Should -Be 'zq it''s'
        } finally { $running | Stop-Process }
    }

    It 'says nothing, and fails at nothing, without netwho' {
        $saved = $env:NETWHO
        $env:NETWHO = 'no such program'
        $count = $Error.Count
        try {
            Push-Location $TestDrive
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Complete 'Get-NetWhoConnection -State ESTAB' | Should -BeNullOrEmpty
            $clock.ElapsedMilliseconds | Should -BeLessThan 3000
        } finally {
            Pop-Location
            $env:NETWHO = $saved
        }
    }
}

Describe 'the script that netwho prints' {
    BeforeAll {
        $path = $env:PATH
        $env:PATH = (Split-Path -Parent $env:NETWHO) + [IO.Path]::PathSeparator + $path
        & $env:NETWHO completions powershell | Out-String | Invoke-Expression
    }

    AfterAll { $env:PATH = $path }

    It 'completes a command, an option, values and lists' {
        (Complete 'netwho docto').CompletionText | Should -Be 'doctor'
        (Complete 'netwho --establ').CompletionText | Should -Be '--established'
        (Complete 'netwho --state time').CompletionText | Should -Be 'TIME_WAIT'
        (Complete 'netwho --state=time').CompletionText | Should -Be '--state=TIME_WAIT'
        (Complete 'netwho --fields pid,remotePo').CompletionText | Should -Be 'remotePort'
        (Complete "netwho --scope 'publ").CompletionText | Should -Be 'public'
        (Complete 'netwho schedule add --every 5m -- lo').CompletionText | Should -Be 'log'
        (Complete 'netwho --sort -remotePo').CompletionText | Should -Be '-remotePort'
    }

    It 'quotes names of files' {
        Push-Location $TestDrive
        try {
            $null = New-Item 'saved it''s.json'
            $found = (Complete 'netwho --from saved').CompletionText
            Invoke-Expression "Write-Output $found" | Should -BeLike "*saved it's.json"
        } finally { Pop-Location }
    }
}
