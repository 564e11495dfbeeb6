# Get-NetWhoConnection on recordings.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $recording = Join-Path $PSScriptRoot '../recordings/windows-en'
}

Describe 'Get-NetWhoConnection' {
    It 'gives the listeners of a port' {
        $rows = @(Get-NetWhoConnection -Replay $recording -LocalPort 135)
        $rows.process | Should -Be 'svchost.exe', 'svchost.exe'
        $rows[0].Local | Should -Be '0.0.0.0:135'
        $rows[1].Local | Should -Be '[::]:135'
    }

    It 'takes process IDs from the pipeline, in one run' {
        $rows = @([pscustomobject]@{ Id = 1052 }, [pscustomobject]@{ Id = 4 } | Get-NetWhoConnection -Replay $recording)
        $rows.pid | Sort-Object -Unique | Should -Be 4, 1052
    }

    It 'gives nothing where nothing comes through the pipeline' {
        @() | Get-NetWhoConnection -Replay $recording | Should -BeNullOrEmpty
    }

    It 'ends at an unknown value, with the words of netwho' {
        { Get-NetWhoConnection -Replay $recording -State bogus } |
            Should -Throw -ErrorId 'InvalidCommandLine,Get-NetWhoConnection' -ExpectedMessage '*bogus*'
    }
}
