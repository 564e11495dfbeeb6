# What people see: tables of 80 and 120 columns, lists, colours, names that others chose.

BeforeDiscovery {
    $hasStyle = $PSVersionTable.PSVersion -ge [version]'7.2'
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $typeNames = @(& (Get-Module NetWho) { $script:TimeFields.Keys } | Where-Object { $_ -ne 'Count' } | Sort-Object)
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    . (Join-Path $PSScriptRoot 'FakeProgram.ps1')
    $recordings = Join-Path $PSScriptRoot '../recordings'
    $escape = [string][char]27

    # An object as the module makes it.
    function New-Record([string[]] $Type, [hashtable] $With) {
        & (Get-Module NetWho) { param($line, $type) ConvertTo-Record -Line $line -Type $type } (New-ConnectionLine $With) $Type
    }

}

Describe 'The table of connections' {
    It 'shows every address whole in <Width> columns: <Recording>' -TestCases @(
        foreach ($recording in 'windows-en', 'windows-ja', 'windows-ko', 'linux') {
            foreach ($width in 80, 120) { @{ Recording = $recording; Width = $width } }
        }
    ) {
        $rows = @(Get-NetWhoConnection -Replay (Join-Path $recordings $Recording) -WarningAction SilentlyContinue)
        $table = $rows | Out-String -Width $Width
        $table | Should -Not -Match "\.\.\.|$([char]0x2026)"
        foreach ($row in $rows) {
            $table.Contains($row.Local) | Should -BeTrue -Because "$($row.Local) is in the table"
            $table.Contains($row.Remote) | Should -BeTrue -Because "$($row.Remote) is in the table"
        }
        foreach ($line in $table -split '\r?\n') { $line.Length | Should -BeLessOrEqual $Width }
    }

    It 'shows the longest IPv6 addresses whole in <Width> columns' -TestCases @{ Width = 80 }, @{ Width = 120 } {
        $row = New-Record 'Connection' @{
            localAddress = '2001:db8:1111:2222:3333:4444:5555:6666'; remoteAddress = '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff'
        }
        $table = $row | Out-String -Width $Width
        $table.Contains('[2001:db8:1111:2222:3333:4444:5555:6666]:50101') | Should -BeTrue
        $table.Contains('[2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff]:443') | Should -BeTrue
        $table | Should -Match 'ESTABLISHED'
    }

    It 'loses nothing of what needs one line more' {
        $row = New-Record 'Connection' @{
            localAddress = 'fe80::1111:2222:3333:4444%12345678901234'; remoteAddress = '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff'; remotePort = 65535
            process = 'a-program-with-a-long-name.exe'
        }
        $table = $row | Out-String -Width 80
        $table | Should -Not -Match "\.\.\.|$([char]0x2026)"
        # The third column, as one text.
        $ends = ($table -split '\r?\n' | Select-Object -Skip 3 |
                ForEach-Object { if ($_.Length -gt 20) { $_.Substring(20, [Math]::Min(47, $_.Length - 20)) } }) -join '' -replace '\s'
        $ends | Should -Match '^\[fe80::1111:2222:3333:4444%12345678901234\]:50101\S{1,2}\[2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff\]:65535$'
    }

    It 'has process, pid, both ends and the state' {
        $table = New-Record 'Connection' @{} | Out-String -Width 80
        $table | Should -Match '(?m)^process +pid local +remote +state *\r?$'
        $table | Should -Match 'sample\.exe +4712 192\.0\.2\.7:50101 +\S+ 198\.51\.100\.4:443 +ESTABLISHED'
    }

    It 'shows who began a connection, and the protocol where there is no state' {
        & (Get-Module NetWho) { Get-Mark 'inbound' } | Should -BeIn '<-', ([string][char]0x2190)
        & (Get-Module NetWho) { Get-Mark 'outbound' } | Should -BeIn '->', ([string][char]0x2192)
        New-Record 'Connection' @{ protocol = 'UDP'; state = $null; remoteAddress = $null; remotePort = $null } |
            Out-String -Width 80 | Should -Match '192\.0\.2\.7:50101 +\* +UDP'
    }

    It 'shows the address beside the name that stands in its place' {
        New-Record 'Connection' @{ remoteHost = 'host.example' } | Out-String -Width 120 |
            Should -Match 'host\.example:443 \(198\.51\.100\.4\)'
    }

    It 'uses ASCII where the output cannot hold arrows' {
        $before = [Console]::OutputEncoding
        try {
            [Console]::OutputEncoding = [System.Text.Encoding]::GetEncoding('iso-8859-1')
            if ($env:OS -ne 'Windows_NT' -or [Console]::IsOutputRedirected) {
                New-Record 'Connection' @{} | Out-String -Width 80 | Should -Match ' -> 198\.51\.100\.4:443'
            }
            [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
            New-Record 'Connection' @{} | Out-String -Width 80 | Should -Match " $([char]0x2192) 198\.51\.100\.4:443"
        } finally {
            [Console]::OutputEncoding = $before
        }
    }
}

Describe 'Names that others chose' {
    It 'reach no terminal as <Type>' -TestCases @($typeNames | ForEach-Object { @{ Type = $_ } }) {
        $hostile = "a$([char]27)[31m$([char]0x202e)gpj.exe`n$([char]7)$([char]0x9b)1m"
        $with = @{}
        $fields = 'process', 'path', 'services', 'remoteHost', 'note', 'user', 'windowTitle', 'commandLine', 'query', 'name', 'data',
        'organization', 'asName', 'target', 'reason', 'title', 'rule', 'outcome', 'severity', 'relation', 'change', 'previousState', 'kind',
        'result', 'value', 'advice', 'check', 'status', 'lastResultText', 'command', 'logEnd', 'computer', 'rating', 'id', 'address',
        'network', 'registryCountry', 'type', 'state'
        foreach ($name in $fields) { $with[$name] = $hostile }
        $row = New-Record $Type $with
        foreach ($shown in ($row | Out-String -Width 120), ($row | Format-List | Out-String -Width 120)) {
            $shown -match '[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]' | Should -BeFalse
            $shown.Replace([Environment]::NewLine, '') | Should -Match '\\x1b\[31m'
        }
    }

    It 'are written as the table for people writes them' -TestCases @(
        @{ Text = "a`tb"; Shown = 'a\tb' }
        @{ Text = "$([char]27)[0m"; Shown = '\x1b[0m' }
        @{ Text = "gpj.$([char]0x202e)exe"; Shown = 'gpj.\u{202e}exe' }
        @{ Text = "$([char]0x65e5)$([char]0xe4).exe"; Shown = "$([char]0x65e5)$([char]0xe4).exe" }
        @{ Text = [char]::ConvertFromUtf32(0x1F600); Shown = [char]::ConvertFromUtf32(0x1F600) }
        @{ Text = "x$([char]::ConvertFromUtf32(0xE0041))"; Shown = 'x\u{e0041}' }
        @{ Text = "x$([char]0xd800)"; Shown = 'x\u{d800}' }
    ) {
        & (Get-Module NetWho) { param($text) Format-Text $text } $Text | Should -BeExactly $Shown
    }
}

Describe 'Colours' {
    It 'are never in what is redirected' {
        $row = New-Record 'Connection' @{}
        ($row | Out-String).Contains($escape) | Should -BeFalse
        $file = Join-Path $TestDrive 'rows.txt'
        $row > $file
        (Get-Content $file -Raw).Contains($escape) | Should -BeFalse
        $row | Out-File $file
        (Get-Content $file -Raw).Contains($escape) | Should -BeFalse
    }

    It 'are there where PowerShell is told to keep them, and not where it is told not to' -Skip:(-not $hasStyle) {
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            (New-Record 'Connection' @{} | Out-String).Contains("$escape[32mESTABLISHED") | Should -BeTrue
            $PSStyle.OutputRendering = 'PlainText'
            (New-Record 'Connection' @{} | Out-String).Contains($escape) | Should -BeFalse
        } finally {
            $PSStyle.OutputRendering = $before
        }
    }

    It 'are not there where PowerShell has none' {
        & (Get-Module NetWho) {
            $before = $script:HasStyle
            try {
                $script:HasStyle = $false
                Format-Word 'ESTABLISHED'
            } finally {
                $script:HasStyle = $before
            }
        } | Should -BeExactly 'ESTABLISHED'
    }
}

Describe 'Every type' {
    It 'has a table and a list, also when it went through a job: <Type>' -TestCases @($typeNames | ForEach-Object { @{ Type = $_ } }) {
        foreach ($name in "NetWho.$Type", "Deserialized.NetWho.$Type") {
            $views = @(Get-FormatData -TypeName $name | ForEach-Object { $_.FormatViewDefinition } | ForEach-Object { $_.Control.GetType().Name })
            $views | Should -Contain 'TableControl'
            $views | Should -Contain 'ListControl'
        }
    }

    It 'shows a list of what is known' {
        $list = New-Record 'Connection' @{ services = @('a', 'b') } | Format-List | Out-String -Width 80
        $list | Should -Match 'services +: a; b'
        $list | Should -Match 'remotePort +: 443'
        $list | Should -Not -Match 'remoteOwner'
    }
}

Describe 'Other tables' {
    It 'show processes' {
        $table = Get-NetWhoProcess -Replay (Join-Path $recordings 'windows-en') -Service TermService | Out-String -Width 80
        $table | Should -Match 'svchost\.exe +1388 +[\d.]+ MB TermService'
    }

    It 'show names' {
        Resolve-NetWhoName 8.8.8.8 -Replay (Join-Path $recordings 'windows-en') | Out-String -Width 80 |
            Should -Match '8\.8\.8\.8 +PTR +dns\.widgets\.example +NOERROR'
    }

    It 'show owners' {
        Get-NetWhoOwner 8.8.8.8 -Replay (Join-Path $recordings 'windows-en') | Out-String -Width 80 |
            Should -Match '8\.8\.8\.8 +Example Widgets Inc\. +US +64500 8\.8\.8\.0/24'
    }

    It 'show an inspection: files of processes, ends of sockets' {
        $table = Get-NetWhoInspection pid:4712 -Replay (Join-Path $recordings 'windows-en') | Out-String -Width 120
        $table | Should -Match 'process +Sample Chat\. +4712 C:\\Users'
        $table | Should -Match 'peer +Sample Chat\. +4712 127\.0\.0\.1:50110 +\S+ 127\.0\.0\.1:27017 +ESTABLISHED'
    }

    It 'show changes, with both states where the state changed' {
        $change = New-Record 'Change', 'Connection' @{
            change = 'changed'; previousState = 'SYN_SENT'; changedAt = '2026-11-26T10:00:00.000Z'
        }
        ($change | Out-String -Width 120) -replace '\s+', ' ' | Should -Match '\d\d:00:00 changed sample\.exe 4712 192\.0\.2\.7:50101 .* \(SYN_SENT, then ESTABLISHED\)'
    }

    It 'show why a connection was not closed' {
        New-Record 'ClosedConnection' @{ result = 'refused'; reason = 'It is UDP' } | Out-String -Width 80 | Should -Match 'It is UDP'
    }

    It 'show sizes as the table for people does' -TestCases @(
        @{ Bytes = 812; Shown = '812 B' }
        @{ Bytes = 64500; Shown = '64.5 kB' }
        @{ Bytes = 999950; Shown = '1.0 MB' }
        @{ Bytes = 3000000; Shown = '3.0 MB' }
    ) {
        & (Get-Module NetWho) { param($bytes) Format-Size $bytes } $Bytes | Should -Be $Shown
    }
}
