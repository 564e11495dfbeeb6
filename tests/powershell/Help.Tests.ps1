# The help of every function, and its examples, which are run.
#
# An example is run as it stands, in a folder of its own with before.json and after.json (snapshots) and
# addresses.txt. Defaults stand in for a computer: -Replay and -Database where the function has them, and -WhatIf
# where it changes something. $expected names errors that an example may give, by function.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $functions = @(Get-Command -Module NetWho -CommandType Function | Sort-Object Name)
    $eachFunction = @($functions | ForEach-Object { @{ Name = $_.Name } })
    $eachExample = @(
        foreach ($function in $functions) {
            foreach ($example in (Get-Help $function.Name -Full).examples.example) {
                @{ Name = $function.Name; Code = $example.code }
            }
        }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $recording = (Resolve-Path (Join-Path $PSScriptRoot '../recordings/windows-en')).ProviderPath

    # Error IDs that the examples of a function may give on a computer that lacks what they ask for.
    $expected = @{
        # No Task Scheduler, or no systemd for users.
        'Get-NetWhoTask' = 'ReadFailed'
    }

    $folder = Join-Path $TestDrive 'examples'
    New-Item -ItemType Directory -Path $folder | Out-Null
    foreach ($name in 'before.json', 'after.json') {
        & $env:NETWHO snapshot --replay $recording --out (Join-Path $folder $name) 2>&1 | Out-Null
        if ($LASTEXITCODE -ne 0) { throw "netwho snapshot ended with $LASTEXITCODE" }
    }
    Set-Content -Path (Join-Path $folder 'addresses.txt') -Value '8.8.8.8', '1.1.1.1'
    $database = Join-Path $folder 'history.db'
    & $env:NETWHO log --replay $recording --db $database 2>&1 | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "netwho log ended with $LASTEXITCODE" }

    $defaults = @{}
    foreach ($function in Get-Command -Module NetWho -CommandType Function) {
        $own = $function.Parameters
        if ($own.ContainsKey('Replay')) { $defaults["$($function.Name):Replay"] = $recording }
        if ($own.ContainsKey('Database')) { $defaults["$($function.Name):Database"] = $database }
        if ($own.ContainsKey('WhatIf')) { $defaults["$($function.Name):WhatIf"] = $true }
    }
}

Describe 'The help of <Name>' -ForEach $eachFunction {
    BeforeAll { $help = Get-Help $Name -Full }

    It 'has a synopsis, a description, what goes in and out, links' {
        $help.Synopsis | Should -Match '\.$'
        $help.Synopsis | Should -Not -Match "^\s*$Name "
        "$($help.description.Text)".Length | Should -BeGreaterThan 80
        $help.inputTypes | Should -Not -BeNullOrEmpty
        "$($help.returnValues.returnValue.type.name)" | Should -Match '\S'
        $help.relatedLinks.navigationLink | Should -Not -BeNullOrEmpty
    }

    It 'has two examples or more, each with a remark' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $examples) {
            $example.code | Should -Match ([regex]::Escape($Name))
            (@($example.remarks | ForEach-Object { $_.Text }) -join '').Trim() | Should -Match '\.$' -Because $example.code
        }
    }

    It 'says what each parameter is' {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($parameter in (Get-Command $Name).Parameters.Values) {
            if ($parameter.Name -in $common) { continue }
            $told = @($help.parameters.parameter | Where-Object { $_.name -eq $parameter.Name })
            $told.Count | Should -Be 1 -Because $parameter.Name
            "$($told[0].description.Text)" | Should -MatchExactly '(?s)^[A-Z].*\.$' -Because $parameter.Name
        }
    }

    It 'has a verb that PowerShell knows, and types of its own' {
        ($Name -split '-')[0] | Should -BeIn (Get-Verb | ForEach-Object { $_.Verb })
        foreach ($type in (Get-Command $Name).OutputType) {
            if ($type.Name -like 'NetWho.*') { Get-FormatData -TypeName $type.Name | Should -Not -BeNullOrEmpty }
        }
    }
}

Describe 'An example' {
    BeforeAll {
        $before = $global:PSDefaultParameterValues.Clone()
        $global:PSDefaultParameterValues.Clear()
        foreach ($key in $defaults.Keys) { $global:PSDefaultParameterValues[$key] = $defaults[$key] }
        Push-Location $folder
    }

    AfterAll {
        Pop-Location
        $global:PSDefaultParameterValues.Clear()
        foreach ($key in $before.Keys) { $global:PSDefaultParameterValues[$key] = $before[$key] }
    }

    It 'of <Name> works: <Code>' -ForEach $eachExample {
        $run = [scriptblock]::Create($Code)
        $failed = New-Object System.Collections.Generic.List[object]
        # Shown, so that the view is tried too.
        & $run 2>&1 3>$null | ForEach-Object {
            if ($_ -is [System.Management.Automation.ErrorRecord]) { $failed.Add($_) } else { $_ }
        } | Out-String -Width 120 | Should -Not -Match "$([char]27)"
        foreach ($record in $failed) {
            $id = ($record.FullyQualifiedErrorId -split ',')[0]
            $id | Should -BeIn @($expected[$Name]) -Because "$record"
        }
    }
}
