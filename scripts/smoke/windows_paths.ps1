# Tries dist\netwho.exe on a real Windows where it is known or feared to be weak: paths on shares,
# consoles in UTF-8, a program whose name no OEM code page holds. Each try tells whether it held; the
# workflow goes on where one did not. winpwsh.ts runs it under Wine, which has no shares.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'))
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$tried = 0
$held = 0

function Try-Step($What, [scriptblock]$Step) {
    $script:tried++
    # Standard error of a program must not end the step in 5.1.
    $ErrorActionPreference = 'Continue'
    try { $found = & $Step } catch { $found = $_.Exception.Message }
    if ("$found" -eq 'True') {
        $script:held++
        Write-Host "ok: $What"
    } else {
        Write-Host "not ok: $What`: $found"
    }
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "netwho $PID"
$null = New-Item -ItemType Directory -Path $folder
$saved = Join-Path $folder 'netstat.txt'
Set-Content -Path $saved -Encoding Ascii -Value @(
    '  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711'
    '  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912'
)

function Test-Reading($Path) {
    $rows = @(& $Netwho --from $Path --format ndjson)
    if ($LASTEXITCODE -eq 0 -and $rows.Count -eq 2) { return $true }
    "exit code $LASTEXITCODE, $($rows.Count) rows"
}

function Test-Writing($Path) {
    & $Netwho --from $saved --format csv --out $Path
    if ($LASTEXITCODE -eq 0 -and @(Import-Csv $Path).Count -eq 2) { return $true }
    "exit code $LASTEXITCODE"
}

# C:\x as a share of this machine: \\localhost\C$\x.
function Get-SharePath($Path) { '\\localhost\' + ($Path -replace '^([A-Za-z]):', '$1$$') }

try {
    Try-Step 'reads a local file' { Test-Reading $saved }
    Try-Step 'writes a local file' { Test-Writing (Join-Path $folder 'local.csv') }
    Try-Step 'reads a file on a share' { Test-Reading (Get-SharePath $saved) }
    Try-Step 'writes a file on a share' { Test-Writing (Get-SharePath (Join-Path $folder 'share.csv')) }
    Try-Step 'reads from a mapped drive' {
        $null = & net use N: (Get-SharePath $folder) 2>&1
        try { Test-Reading 'N:\netstat.txt' } finally { $null = & net use N: /delete /y 2>&1 }
    }
    Try-Step 'reads from a substituted drive' {
        $null = & subst O: $folder 2>&1
        try { Test-Reading 'O:\netstat.txt' } finally { $null = & subst O: /d 2>&1 }
    }
    Try-Step 'reads a relative path in a folder on a share' {
        Push-Location (Get-SharePath $folder)
        try { Test-Reading 'netstat.txt' } finally { Pop-Location }
    }

    # 8364 is the euro sign, 26085 a sun: 5.1 reads a script without a mark in its ANSI page.
    $name = 'Gr' + [char]246 + [char]223 + 'e ' + [char]8364 + [char]26085 + '.exe'
    $program = Join-Path $folder $name
    Copy-Item (Join-Path $env:SystemRoot 'System32\ping.exe') $program
    $process = Start-Process -FilePath $program -ArgumentList '-n 60 127.0.0.1' -PassThru
    try {
        $wanted = $process.Id
        foreach ($page in 437, 850, 65001) {
            Try-Step "names a program beyond the code page, chcp $page" {
                $json = Join-Path $folder "$page.json"
                & cmd /d /c "chcp $page >nul & ""$Netwho"" tasklist --pid $wanted --format json > ""$json"""
                $rows = @((Get-Content -Raw $json) | ConvertFrom-Json | ForEach-Object { $_ })
                if ($rows.Count -eq 1 -and $rows[0].process -eq $name) { return $true }
                "exit code $LASTEXITCODE, $(Get-Content -Raw $json)"
            }
        }
        $before = [Console]::OutputEncoding
        [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
        try {
            Try-Step 'csv into the pipe of a console in UTF-8' {
                $rows = @(& $Netwho tasklist --pid $wanted --format csv | ConvertFrom-Csv)
                if ($rows.Count -eq 1 -and $rows[0].process -eq $name) { return $true }
                "exit code $LASTEXITCODE, $($rows | ConvertTo-Json -Compress)"
            }
        } finally {
            [Console]::OutputEncoding = $before
        }
        Try-Step 'csv into a file' {
            $csv = Join-Path $folder 'out.csv'
            & $Netwho tasklist --pid $wanted --bom --out $csv
            $rows = @(Import-Csv $csv)
            if ($rows.Count -eq 1 -and $rows[0].process -eq $name) { return $true }
            "exit code $LASTEXITCODE, $($rows | ConvertTo-Json -Compress)"
        }
    } finally {
        Stop-Process -Id $process.Id -Force
        $process.WaitForExit()
    }
} finally {
    Remove-Item -Recurse -Force -LiteralPath $folder
}

Write-Host "$held of $tried held"
exit [int]($held -lt $tried)
