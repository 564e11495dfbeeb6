# The module as a whole.

BeforeAll {
    $folder = (Resolve-Path (Join-Path $PSScriptRoot '../../scripts/NetWho')).Path
    $manifest = Join-Path $folder 'NetWho.psd1'
    Import-Module $manifest -Force
    $files = @(Get-ChildItem (Join-Path $folder 'functions') -Filter '*.ps1' | ForEach-Object { $_.BaseName })
}

Describe 'the module' {
    It 'has a valid manifest' {
        $told = Test-ModuleManifest -Path $manifest -ErrorAction Stop -WarningAction Stop
        $told.Name | Should -Be 'NetWho'
        "$($told.PowerShellVersion)" | Should -Be '5.1'
        $told.CompatiblePSEditions | Sort-Object | Should -Be 'Core', 'Desktop'
    }

    It 'exports a function of each file, and nothing else' {
        $module = Get-Module NetWho
        $module.ExportedFunctions.Keys | Sort-Object | Should -Be ($files | Sort-Object)
        (Import-PowerShellDataFile -LiteralPath $manifest).FunctionsToExport | Sort-Object | Should -Be ($files | Sort-Object)
        $module.ExportedAliases.Count + $module.ExportedVariables.Count + $module.ExportedCmdlets.Count | Should -Be 0
    }

    It 'takes by position what a function is about, and nothing else' {
        $places = @{
            'Compare-NetWhoSnapshot' = 'ReferencePath', 'DifferencePath'; 'Get-NetWhoInspection' = @('Target')
            'Get-NetWhoOwner' = @('Address'); 'Get-NetWhoTask' = @('Name'); 'New-NetWhoSnapshot' = @('Path')
            'Register-NetWhoTask' = @('Argument'); 'Resolve-NetWhoName' = @('Name'); 'Stop-NetWhoProcess' = @('Id')
            'Unregister-NetWhoTask' = @('Name'); 'Watch-NetWhoConnection' = @('Interval')
        }
        foreach ($command in Get-Command -Module NetWho) {
            $found = @($command.ParameterSets[0].Parameters | Where-Object { $_.Position -ge 0 } | Sort-Object Position | ForEach-Object { $_.Name })
            $found -join ', ' | Should -Be ($places[$command.Name] -join ', ') -Because $command.Name
        }
    }

    It 'leaves nothing of its own behind in the session' {
        foreach ($name in 'Invoke-NetWho', 'Find-Executable', 'New-Failure', 'ConvertTo-Record', 'Register-Completer') {
            Get-Command -Name $name -ErrorAction Ignore | Should -BeNullOrEmpty
        }
        foreach ($name in 'OptionOf', 'NoOptions', 'TimeFields', 'FarScripts') {
            Get-Variable -Name $name -Scope Global -ErrorAction Ignore | Should -BeNullOrEmpty
        }
    }

    It 'has approved verbs, in private too' {
        $verbs = @(Get-Verb | ForEach-Object { $_.Verb })
        $names = & (Get-Module NetWho) { Get-Command -Module NetWho -CommandType Function | ForEach-Object { $_.Name } }
        $names.Count | Should -BeGreaterThan 10
        foreach ($name in $names) { ($name -split '-')[0] | Should -BeIn $verbs -Because $name }
    }

    It 'has each function once' {
        $names = foreach ($file in Get-ChildItem $folder -Recurse -Filter '*.ps1') {
            $tree = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$null, [ref]$null)
            $tree.EndBlock.Statements | Where-Object { $_ -is [System.Management.Automation.Language.FunctionDefinitionAst] } |
                ForEach-Object { $_.Name }
        }
        @($names | Group-Object | Where-Object { $_.Count -gt 1 } | ForEach-Object { $_.Name }) | Should -BeNullOrEmpty
    }

    It 'is imported and removed again and again, in strict mode' {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        Remove-Module NetWho
        Import-Module $manifest
        Import-Module $manifest -Force
        @(Get-Module NetWho).Count | Should -Be 1
    }

    It 'says that the variable NETWHO names no program' {
        $saved = $env:NETWHO
        try {
            $env:NETWHO = 'no such program'
            { Get-NetWhoConnection } | Should -Throw -ErrorId 'ExecutableNotFound,Get-NetWhoConnection' -ExpectedMessage '*no such program*'
        } finally { $env:NETWHO = $saved }
    }
}
