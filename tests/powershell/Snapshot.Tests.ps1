# New-NetWhoSnapshot and Compare-NetWhoSnapshot.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $recording = Join-Path $PSScriptRoot '../recordings/windows-en'
    $before = "  TCP    192.0.2.7:50123    198.51.100.4:443    ESTABLISHED    4711`r`n"
    $after = "$before  TCP    0.0.0.0:8080    0.0.0.0:0    LISTENING    800`r`n"
    Set-Content -LiteralPath (Join-Path $TestDrive 'old.txt') -Value $before -NoNewline -Encoding ascii
    Set-Content -LiteralPath (Join-Path $TestDrive 'new.txt') -Value $after -NoNewline -Encoding ascii
}

Describe 'New-NetWhoSnapshot' {
    It 'writes a file, and returns it' {
        $file = New-NetWhoSnapshot (Join-Path $TestDrive 'one.json') -Replay $recording
        $file | Should -BeOfType [System.IO.FileInfo]
        $file.FullName | Should -Be (Join-Path $TestDrive 'one.json')
        @(Get-NetWhoConnection -From $file.FullName -LocalPort 135).Count | Should -Be 2
    }

    It 'goes by the current location of PowerShell, also where it is a drive of PowerShell' {
        Push-Location 'TestDrive:\'
        try {
            (New-NetWhoSnapshot two.json -Replay $recording).FullName | Should -Be (Join-Path $TestDrive 'two.json')
            @(Get-NetWhoConnection -From two.json -LocalPort 135).Count | Should -Be 2
        } finally { Pop-Location }
    }

    It 'writes nothing with -WhatIf' {
        New-NetWhoSnapshot (Join-Path $TestDrive 'three.json') -Replay $recording -WhatIf | Should -BeNullOrEmpty
        Join-Path $TestDrive 'three.json' | Should -Not -Exist
    }

    It 'replaces a file, unless -NoClobber is given' {
        $path = Join-Path $TestDrive 'four.json'
        Set-Content -LiteralPath $path -Value 'mine'
        { New-NetWhoSnapshot $path -Replay $recording -NoClobber -ErrorAction Stop } |
            Should -Throw -ErrorId 'FileExists,New-NetWhoSnapshot'
        Get-Content -LiteralPath $path | Should -Be 'mine'
        (New-NetWhoSnapshot $path -Replay $recording).Length | Should -BeGreaterThan 100
    }

    It 'returns no file that it could not write' {
        $problem = $null
        New-NetWhoSnapshot (Join-Path $TestDrive 'none/five.json') -Replay $recording `
            -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem.Count | Should -BeGreaterThan 0
    }

    It 'refuses what is no file system' {
        foreach ($silent in 'Continue', 'SilentlyContinue') {
            { New-NetWhoSnapshot 'Env:\x.json' -Replay $recording -ErrorAction $silent } |
                Should -Throw -ErrorId 'InvalidPath,New-NetWhoSnapshot'
            { New-NetWhoSnapshot 'nosuchdrive:\x.json' -Replay $recording -ErrorAction $silent } |
                Should -Throw -ErrorId 'InvalidPath,New-NetWhoSnapshot'
        }
    }
}

Describe 'Compare-NetWhoSnapshot' {
    It 'gives the changes' {
        $rows = @(Compare-NetWhoSnapshot (Join-Path $TestDrive 'old.txt') (Join-Path $TestDrive 'new.txt'))
        $rows.Count | Should -Be 1
        $rows[0].PSTypeNames[0, 1] | Should -Be 'NetWho.Change', 'NetWho.Connection'
        $rows[0].change | Should -Be 'opened'
        $rows[0].localPort | Should -Be 8080
    }

    It 'takes the older side from the pipeline, and relative paths' {
        Push-Location 'TestDrive:\'
        try {
            $rows = @(Get-Item old.txt | Compare-NetWhoSnapshot -DifferencePath new.txt)
            $rows.localPort | Should -Be 8080
            @(Compare-NetWhoSnapshot -ReferencePath old.txt -DifferencePath ./new.txt -Established).Count | Should -Be 0
        } finally { Pop-Location }
    }

    It 'compares nothing where nothing comes through the pipeline' {
        @() | Compare-NetWhoSnapshot -DifferencePath (Join-Path $TestDrive 'new.txt') | Should -BeNullOrEmpty
    }

    It 'compares with this computer by default, and warns of what only one side could see' {
        $told = $null
        $null = Compare-NetWhoSnapshot $recording -WarningVariable told -WarningAction SilentlyContinue
        "$told" | Should -Match 'is from|compared'
    }

    It 'does not wait for standard input' {
        { Compare-NetWhoSnapshot - (Join-Path $TestDrive 'new.txt') } | Should -Throw -ErrorId 'InvalidPath,Compare-NetWhoSnapshot'
    }

    It 'is an error of its own category where a file is missing, and where it is not understood' {
        $problem = $null
        Compare-NetWhoSnapshot (Join-Path $TestDrive 'none.txt') -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].CategoryInfo.Category | Should -Be 'ReadError'
        Set-Content -LiteralPath (Join-Path $TestDrive 'prose.txt') -Value 'Nothing of the kind.'
        Compare-NetWhoSnapshot (Join-Path $TestDrive 'prose.txt') -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].CategoryInfo.Category | Should -Be 'InvalidData'
    }
}

Describe 'Paths of every function' {
    It 'expands wildcards, and takes a name with brackets as it is' {
        Push-Location 'TestDrive:\'
        try {
            @(Get-NetWhoConnection -From 'ne?.txt', 'o*d.txt').Count | Should -Be 3
            [System.IO.File]::Copy((Join-Path $TestDrive 'old.txt'), (Join-Path $TestDrive 'a[1].txt'))
            @(Get-NetWhoConnection -From 'a[1].txt').Count | Should -Be 1
        } finally { Pop-Location }
    }

    It 'keeps the words that are no path' {
        $problem = $null
        # A history that is not there: a path would be read as saved output.
        Push-Location 'TestDrive:\'
        try {
            Test-NetWhoConnection -Replay $recording -Baseline history -Database none.db `
                -ErrorAction SilentlyContinue -ErrorVariable problem -WarningAction SilentlyContinue
        } finally { Pop-Location }
        "$problem" | Should -Match 'history'
        "$problem" | Should -Match 'none\.db'
    }
}
