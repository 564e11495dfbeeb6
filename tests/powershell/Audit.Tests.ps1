# Test-NetWhoConnection on recordings and saved output.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $recording = Join-Path $PSScriptRoot '../recordings/windows-en'
    $blocked = Join-Path $TestDrive 'blocked.txt'
    Set-Content -LiteralPath $blocked -Value '198.51.100.4' -Encoding ascii
    $saved = Join-Path $TestDrive 'saved.txt'
    Set-Content -LiteralPath $saved -Encoding ascii -Value '  TCP    192.0.2.7:50123    198.51.100.4:443    ESTABLISHED    4711'
}

Describe 'Test-NetWhoConnection' {
    It 'gives findings alone, and warns of what it could not judge' {
        $told = $null
        $rows = @(Test-NetWhoConnection -From $saved -Blocklist $blocked -WarningVariable told -WarningAction SilentlyContinue)
        $rows.outcome | Select-Object -Unique | Should -Be 'finding'
        $finding = $rows | Where-Object { $_.remoteAddress -eq '198.51.100.4' -and $_.rule -eq 'blocked-address' }
        $finding | Should -Not -BeNullOrEmpty
        $finding.PSTypeNames[0, 1] | Should -Be 'NetWho.Finding', 'NetWho.Connection'
        "$told" | Should -Match 'not known|could not'
    }

    It 'tells in full with -Verbose what it could not judge' {
        $told = @(Test-NetWhoConnection -Replay $recording -Verbose -WarningAction SilentlyContinue 4>&1 |
                Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and "$_" -like 'Not judged: *' })
        $told.Count | Should -BeGreaterThan 0
    }

    It 'gives every connection with -Explain, and what it could not judge' {
        $rows = @(Test-NetWhoConnection -Replay $recording -Explain -WarningAction SilentlyContinue)
        $rows.outcome | Should -Contain 'notJudged'
        $rows.outcome | Should -Contain 'normal'
        @($rows | Where-Object { $null -eq $_.protocol -and $_.outcome -eq 'notJudged' }).Count | Should -BeGreaterThan 0
    }

    It 'lists the rules' {
        $rules = @(Test-NetWhoConnection -ListRules)
        $rules.Count | Should -BeGreaterThan 50
        $rules[0].PSTypeNames[0] | Should -Be 'NetWho.Rule'
    }

    It 'takes process IDs from the pipeline, and nothing from nothing' {
        $rows = @([pscustomobject]@{ Id = 4711 } | Test-NetWhoConnection -From $saved -Blocklist $blocked -WarningAction SilentlyContinue)
        $rows.Count | Should -BeGreaterThan 0
        @([pscustomobject]@{ Id = 9 } | Test-NetWhoConnection -From $saved -Blocklist $blocked -WarningAction SilentlyContinue).Count | Should -Be 0
        @() | Test-NetWhoConnection -From $saved | Should -BeNullOrEmpty
    }

    It 'ends at a rule that there is not, in strict mode too' {
        Set-StrictMode -Version Latest
        { Test-NetWhoConnection -From $saved -Rule no-such-rule } | Should -Throw -ErrorId 'InvalidCommandLine,Test-NetWhoConnection'
        @(Test-NetWhoConnection -From $saved -WarningAction SilentlyContinue).Count | Should -BeGreaterOrEqual 0
    }
}
