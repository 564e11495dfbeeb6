# Register-, Get- and Unregister-NetWhoTask. What changes tasks runs only where $env:NETWHO_TRY_TASKS says
# that the scheduler is there for that.

BeforeDiscovery { $canTry = [bool]$env:NETWHO_TRY_TASKS }

BeforeAll {
    $module = (Resolve-Path (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1')).Path
    Import-Module $module -Force
    $name = 'pester-' + [guid]::NewGuid().ToString('N').Substring(0, 8)
}

AfterAll {
    if ($env:NETWHO_TRY_TASKS) { Get-NetWhoTask "$name*" | Unregister-NetWhoTask -Confirm:$false }
}

Describe 'Tasks, without a change' {
    It 'schedules nothing with -WhatIf' {
        Register-NetWhoTask log -Every 5m -Name $name -WhatIf -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        @(Get-NetWhoTask "$name*" -WarningAction SilentlyContinue).Count | Should -Be 0
    }

    It 'refuses a command line that netwho refuses' {
        foreach ($silent in 'Continue', 'SilentlyContinue') {
            { Register-NetWhoTask -Argument log, --keeep, 30d -Every 5m -Name $name -WhatIf -ErrorAction $silent } |
                Should -Throw -ErrorId 'InvalidCommandLine,Register-NetWhoTask' -ExpectedMessage '*keeep*'
            { Register-NetWhoTask log -Name $name -WhatIf -ErrorAction $silent } |
                Should -Throw -ErrorId 'InvalidCommandLine,Register-NetWhoTask'
        }
    }

    It 'tells that there is no such task' {
        $quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
        $problem = $null
        Get-NetWhoTask none-of-this @quiet -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problem[0].TargetObject | Should -Be 'none-of-this'
        Unregister-NetWhoTask none-of-this, --all -Confirm:$false @quiet -ErrorVariable problem | Should -BeNullOrEmpty
        $problem.TargetObject | Should -Be 'none-of-this', '--all'
        Get-NetWhoTask none-of-* -ErrorAction Stop -WarningAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'takes nothing away where nothing comes through the pipeline, and refuses to take away nothing' {
        @() | Unregister-NetWhoTask -Confirm:$false | Should -BeNullOrEmpty
        @() | Get-NetWhoTask | Should -BeNullOrEmpty
        { Unregister-NetWhoTask -Confirm:$false } | Should -Throw -ErrorId 'InvalidCommandLine,Unregister-NetWhoTask'
    }
}

Describe 'Tasks' -Skip:(-not $canTry) {
    It 'are added, listed and taken away' {
        $folder = Join-Path $TestDrive 'a folder'
        $null = New-Item -ItemType Directory -Path $folder
        $out = Join-Path $folder 'rows "1".csv'
        if ($env:OS -eq 'Windows_NT') { $out = Join-Path $folder 'rows 1.csv' }
        $task = Register-NetWhoTask -Argument connections, --limit, 1, --out, $out -Every ([timespan]'0:05') -Name $name
        $task.PSTypeNames[0] | Should -Be 'NetWho.Task'
        $task.name | Should -Be $name
        $task.trigger | Should -Be 'every 5m'
        $task.command | Should -Match 'netwho connections --limit 1 --out '

        $second = Register-NetWhoTask tasklist -Daily 23:59 -Name "$name-2" -Confirm:$false -WarningAction SilentlyContinue
        $second.trigger | Should -Be 'daily at 23:59'

        @(Get-NetWhoTask "$name*").Count | Should -Be 2
        (Get-NetWhoTask $name.ToUpper()).name | Should -Be $name
        ($task | Get-NetWhoTask).command | Should -Be $task.command

        Get-NetWhoTask "$name*" | Unregister-NetWhoTask -WhatIf
        @(Get-NetWhoTask "$name*").Count | Should -Be 2
        # Nobody can be asked here.
        { Unregister-NetWhoTask $name } | Should -Throw
        @(Get-NetWhoTask "$name*").Count | Should -Be 2

        $task | Unregister-NetWhoTask -Confirm:$false | Should -BeNullOrEmpty
        @(Get-NetWhoTask "$name*").name | Should -Be "$name-2"
        Unregister-NetWhoTask "$name-2" -Confirm:$false
        @(Get-NetWhoTask "$name*").Count | Should -Be 0
    }

    It 'are replaced by one of the same name' {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        $null = Register-NetWhoTask log -Every 5m -Name $name
        (Register-NetWhoTask log -Every 10m -Name $name).trigger | Should -Be 'every 10m'
        @(Get-NetWhoTask "$name*").Count | Should -Be 1
        Unregister-NetWhoTask $name -Confirm:$false
    }
}
