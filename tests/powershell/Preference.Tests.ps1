# The preferences of scripts and functions that call the module, which functions of modules do not see.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $empty = Join-Path $TestDrive 'empty.txt'
    [IO.File]::WriteAllText($empty, '')

    # Each is a scope of its own, as a script is.
    function Read-Stopping { $ErrorActionPreference = 'Stop'; Get-NetWhoConnection -From $empty }
    function Read-Silently { $ErrorActionPreference = 'SilentlyContinue'; Get-NetWhoConnection -From $empty -ErrorVariable found; "$found" }
    function Read-Anyway { $ErrorActionPreference = 'Stop'; Get-NetWhoConnection -From $empty -ErrorAction SilentlyContinue; 'went on' }
    function Write-Never([string] $Path) { $WhatIfPreference = $true; New-NetWhoSnapshot -Path $Path -Replay $recording }
    function Write-Still([string] $Path) { $WhatIfPreference = $true; New-NetWhoSnapshot -Path $Path -Replay $recording -WhatIf:$false }
    function Write-Unasked([string] $Path) { $ConfirmPreference = 'None'; New-NetWhoSnapshot -Path $Path -Replay $recording }
    # A look at a history in which nobody has looked lately is told in a warning.
    $database = Join-Path $TestDrive 'history.db'
    function Read-Warning { $WarningPreference = 'SilentlyContinue'; Get-NetWhoHistory -Database $database }
    function Read-Warned { $WarningPreference = 'SilentlyContinue'; Get-NetWhoHistory -Database $database -WarningAction Continue }
    function Read-StopAtWarning { $WarningPreference = 'Stop'; Get-NetWhoHistory -Database $database }
    function Read-Verbose { $VerbosePreference = 'Continue'; Get-NetWhoConnection -Replay $recording -LocalPort 135 }
    function Read-Quiet { $VerbosePreference = 'Continue'; Get-NetWhoConnection -Replay $recording -LocalPort 135 -Verbose:$false }
    function Read-Unjudged { $VerbosePreference = 'Continue'; Test-NetWhoConnection -Replay $recording }
    $recording = Join-Path $PSScriptRoot '../recordings/windows-en'
}

Describe 'Preferences of the caller' {
    It 'ends a script with $ErrorActionPreference Stop where input is not understood' {
        { Read-Stopping } | Should -Throw -ErrorId 'NotUnderstood,Get-NetWhoConnection'
    }

    It 'is silent where the caller wants that, and keeps the error' {
        Read-Silently 2>&1 | Should -BeLike '*empty*'
    }

    It 'goes by -ErrorAction before the variable' {
        Read-Anyway | Should -Be 'went on'
    }

    It 'warns as the caller wants' {
        $null = Add-NetWhoHistory -Replay $recording -Database $database -Confirm:$false
        @(Read-Warning 3>&1) | Should -BeNullOrEmpty
        @(Read-Warned 3>&1).Count | Should -BeGreaterThan 0
        { Read-StopAtWarning } | Should -Throw -ErrorId 'ActionPreferenceStop,Get-NetWhoHistory'
    }

    It 'tells details as the caller wants' {
        $details = { $_ -is [System.Management.Automation.VerboseRecord] }
        @(Read-Verbose 4>&1 | Where-Object $details | Where-Object { "$_" -like '*connections --format=ndjson*' }).Count | Should -Be 1
        @(Read-Quiet 4>&1 | Where-Object $details) | Should -BeNullOrEmpty
        @(Read-Unjudged 4>&1 | Where-Object $details).Count | Should -BeGreaterThan 1
    }

    It 'changes nothing with $WhatIfPreference' {
        $path = Join-Path $TestDrive 'never.json'
        Write-Never $path
        Test-Path $path | Should -BeFalse
    }

    It 'goes by -WhatIf before the variable' {
        $path = Join-Path $TestDrive 'still.json'
        $null = Write-Still $path
        Test-Path $path | Should -BeTrue
    }

    It 'does not ask with $ConfirmPreference None' {
        $path = Join-Path $TestDrive 'unasked.json'
        $null = Write-Unasked $path
        Test-Path $path | Should -BeTrue
    }
}
