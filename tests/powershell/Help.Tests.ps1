# The help of every function, and its examples, which are run.
#
# An example is run as it stands, but with -For of a second at most, in a folder of its own, which is the one for temporary files too, with
# before.json and after.json (snapshots) and addresses.txt. Defaults stand in for a computer: -Replay where the
# function has it, -Database for a history, and -WhatIf where something outside the folder would change.
# $notReplayed are the words of an example that go with no recording, $expected the errors that one may give, by
# function. The lines of docs/powershell-module.md are run in the same way.

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

    # The lines of the blocks of PowerShell, but for those with a command that is not here.
    $isCode = $false
    $eachLine = @(
        foreach ($line in Get-Content (Join-Path $PSScriptRoot '../../docs/powershell-module.md') -Encoding UTF8) {
            if ($line -match '^```') { $isCode = $line -eq '```powershell'; continue }
            if (-not $isCode) { continue }
            $ast = [System.Management.Automation.Language.Parser]::ParseInput($line, [ref]$null, [ref]$null)
            $commands = $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
            $lost = @($commands | ForEach-Object { $_.GetCommandName() } |
                    Where-Object { $_ -ne 'netwho' -and -not (Get-Command $_ -ErrorAction Ignore) })
            @{ Code = $line; IsHere = $lost.Count -eq 0 }
        }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../scripts/NetWho/NetWho.psd1') -Force
    $recording = (Resolve-Path (Join-Path $PSScriptRoot '../recordings/windows-en')).ProviderPath

    Set-Alias netwho $env:NETWHO

    $notReplayed = '-ListRules|-Every|\bnow\b'

    # Runs code in the folder; the errors that came, and what was shown.
    function Invoke-Example([string] $Code) {
        $ErrorActionPreference = 'Continue'
        foreach ($key in $defaults.Keys) {
            if ($key -like '*:Replay' -and $Code -match $notReplayed) { $global:PSDefaultParameterValues.Remove($key) }
            else { $global:PSDefaultParameterValues[$key] = $defaults[$key] }
        }
        $failed = New-Object System.Collections.Generic.List[object]
        $short = $Code -replace '(?<=\s-For )\S+', '1s'
        # Shown, so that the view is tried too.
        $shown = & ([scriptblock]::Create($short)) 2>&1 3>$null | ForEach-Object {
            if ($_ -is [System.Management.Automation.ErrorRecord]) { $failed.Add($_) } else { $_ }
        } | Out-String -Width 120
        @{ Failed = $failed; Shown = $shown }
    }

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
        # Some use a history only with -Log or -History.
        if ($own.ContainsKey('Database') -and -not $own.ContainsKey('Log') -and -not $own.ContainsKey('History')) { $defaults["$($function.Name):Database"] = $database }
        # These write in the folder alone.
        $isHarmless = $function.Name -in 'Add-NetWhoHistory', 'New-NetWhoSnapshot'
        if ($own.ContainsKey('WhatIf') -and -not $isHarmless) { $defaults["$($function.Name):WhatIf"] = $true }
    }
}

Describe 'The help of <Name>' -ForEach $eachFunction {
    BeforeAll { $help = Get-Help $Name -Full }

    It 'has a synopsis, a description, what goes in and out, links' {
        $help.Synopsis | Should -Match '[.?]$'
        $help.Synopsis | Should -Not -Match "^\s*$Name "
        "$($help.description.Text)".Length | Should -BeGreaterThan 80
        $takesInput = @((Get-Command $Name).Parameters.Values | ForEach-Object { $_.Attributes } |
                Where-Object { $_ -is [Parameter] -and ($_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName) })
        if ($takesInput.Count -gt 0) { $help.inputTypes | Should -Not -BeNullOrEmpty }
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
        Push-Location $folder
        $places = 'TMPDIR', 'TEMP', 'TMP'
        $kept = @{}
        foreach ($place in $places) {
            $kept[$place] = [Environment]::GetEnvironmentVariable($place)
            [Environment]::SetEnvironmentVariable($place, $folder)
        }
    }

    AfterAll {
        Pop-Location
        foreach ($place in $places) { [Environment]::SetEnvironmentVariable($place, $kept[$place]) }
        $global:PSDefaultParameterValues.Clear()
        foreach ($key in $before.Keys) { $global:PSDefaultParameterValues[$key] = $before[$key] }
    }

    It 'of <Name> works: <Code>' -ForEach $eachExample {
        $run = Invoke-Example $Code
        $run.Shown | Should -Not -Match "$([char]27)"
        foreach ($record in $run.Failed) {
            ($record.FullyQualifiedErrorId -split ',')[0] | Should -BeIn @($expected[$Name]) -Because "$record"
        }
    }

    It 'of the page works: <Code>' -ForEach $eachLine {
        if (-not $IsHere) {
            Set-ItResult -Skipped -Because 'a command of it is not here'
            return
        }
        $run = Invoke-Example $Code
        foreach ($record in $run.Failed) {
            # The processes of the recording are not there.
            $record.FullyQualifiedErrorId | Should -BeLike 'NoProcessFoundForGivenId,*' -Because "$record"
        }
    }
}

Describe 'The page of the module' {
    It 'names every function' {
        $page = Get-Content (Join-Path $PSScriptRoot '../../docs/powershell-module.md') -Raw
        foreach ($function in Get-Command -Module NetWho -CommandType Function) {
            $page | Should -Match "\| ``$($function.Name)``"
        }
    }
}
