# Tries on a real Windows the ways out of netwho that a code page can spoil: `>`, `|` and --out, in cmd and
# in the PowerShell that runs this script, in consoles of several pages, with the name of a program that no
# OEM page holds whole. winpwsh.ts runs it under Wine.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'), [switch]$Wine)
. (Join-Path $PSScriptRoot 'tries.ps1')
$Netwho = (Resolve-Path -LiteralPath $Netwho).Path

$folder = New-TryFolder 'pages'
$plain = Join-Path ([IO.Path]::GetTempPath()) "netwho-pages-$PID" # what cmd's `>` writes to
[void][IO.Directory]::CreateDirectory($plain)
# German letters, a euro sign, a Japanese letter: some are in every page, some in few, the last in none of
# Europe.
$name = 'Gr' + [char]0xf6 + [char]0xdf + 'e ' + [char]0x20ac + [char]0x65e5 + '.exe'
$process = Start-Ping (Join-Path $folder $name)
# Each takes Wine half a minute.
$pages = if ($Wine) { 850, 65001 } else { 437, 850, 932, 1252, 65001 }
$list = "tasklist --pid $($process.Id) --fields pid,process"

# What a pipe in this page gets: what the page lacks comes as \uXXXX.
function Get-InPage([int]$Page) {
    if ($Page -eq 65001) { return $name }
    try { [Text.Encoding]::RegisterProvider([Text.CodePagesEncodingProvider]::Instance) } catch { }
    $escape = New-Object System.Text.EncoderReplacementFallback '?'
    $encoding = [Text.Encoding]::GetEncoding($Page, $escape, (New-Object System.Text.DecoderReplacementFallback '?'))
    -join ($name.ToCharArray() | ForEach-Object {
        $bytes = $encoding.GetBytes([string]$_)
        if ($encoding.GetString($bytes) -eq [string]$_) { $_ } else { '\u{0:x4}' -f [int]$_ }
    })
}

# A batch file: cmd parses its own command line oddly, and takes `>` from a file as people type it.
function Invoke-Cmd([int]$Page, [string]$Line) {
    $batch = Join-Path $plain 'try.cmd'
    [IO.File]::WriteAllText($batch, "@echo off`r`nchcp $Page >nul`r`n$Line`r`n")
    $before = [Console]::OutputEncoding
    try { & cmd /d /c $batch } finally { [Console]::OutputEncoding = $before }
    Assert ($LASTEXITCODE -eq 0) "exit code $LASTEXITCODE of $Line"
}

function Assert-Name([string]$Text, [string]$Wanted, [string]$Where) {
    $rows = @($Text | ConvertFrom-Csv)
    Assert ($rows.Count -eq 1 -and $rows[0].process -eq $Wanted) "$Where`: '$($rows | ForEach-Object { $_.process })', wanted '$Wanted'"
}

function Read-Text([string]$Path, [Text.Encoding]$Encoding) { $Encoding.GetString([IO.File]::ReadAllBytes($Path)).TrimStart([char]0xfeff) }
$utf8 = New-Object System.Text.UTF8Encoding $false, $true
$out = Join-Path $plain 'out.txt'

try {
    foreach ($page in $pages) {
        Try-Step "cmd, chcp $page, json: the whole name" {
            Invoke-Cmd $page """$Netwho"" $list --format json >""$out"""
            $row = @([IO.File]::ReadAllText($out) | ConvertFrom-Json | ForEach-Object { $_ })[0]
            Assert ($row.process -eq $name) "it is '$($row.process)'"
        }
        Try-Step "cmd, chcp $page, csv with >: UTF-8" {
            Invoke-Cmd $page """$Netwho"" $list --format csv >""$out"""
            Assert-Name (Read-Text $out $utf8) $name 'in the file'
        }
        Try-Step "cmd, chcp $page, csv with |: the console's page" {
            if ($Wine) { Skip-Step "Wine's cmd pipes through a file on the disk, which gets UTF-8" }
            Invoke-Cmd $page """$Netwho"" $list --format csv | ""$env:SystemRoot\System32\findstr.exe"" , >""$out"""
            $wanted = Get-InPage $page
            $encoding = if ($page -eq 65001) { $utf8 } else { [Text.Encoding]::GetEncoding($page) }
            Assert-Name ((Read-Text $out $encoding).Trim()) $wanted 'behind the pipe'
        }
        Try-Step "cmd, chcp $page, csv with --out --bom: UTF-8" {
            Invoke-Cmd $page """$Netwho"" $list --bom --out ""$plain\out.csv"""
            Assert ([IO.File]::ReadAllBytes("$plain\out.csv")[0] -eq 0xef) 'no mark'
            Assert-Name (Read-Text "$plain\out.csv" $utf8) $name 'in the file'
        }
        Try-Step "PowerShell, page $page`: | ConvertFrom-Csv" {
            $before = [Console]::OutputEncoding
            $null = Get-InPage $page # which makes PowerShell 7 know the page
            # UTF-8 of .NET by its number writes a mark into the pipe.
            [Console]::OutputEncoding = if ($page -eq 65001) { $utf8 } else { [Text.Encoding]::GetEncoding($page) }
            try {
                $rows = @(& $Netwho @($list -split ' ') --format csv | ConvertFrom-Csv)
                Assert ($rows.Count -eq 1 -and $rows[0].process -eq (Get-InPage $page)) "it is '$($rows | ForEach-Object { $_.process })'"
                $rows = @(& $Netwho @($list -split ' ') --format ndjson | ForEach-Object { $_ | ConvertFrom-Json })
                Assert ($rows.Count -eq 1 -and $rows[0].process -eq $name) "ndjson: '$($rows | ForEach-Object { $_.process })'"

                # 5.1 and 7.0 to 7.3 write what they have decoded; later ones write the bytes.
                & $Netwho @($list -split ' ') --format csv --bom > $out
                $isRaw = $PSVersionTable.PSVersion -ge [version]'7.4'
                $wanted = if ($isRaw) { $name } else { Get-InPage $page }
                $text = [IO.File]::ReadAllText($out).TrimStart([char]0xfeff) # it knows UTF-8 and UTF-16 by their marks
                if ($isRaw) { Assert-Name $text $wanted '> with --bom' }
                else { Write-Host "  > of $($PSVersionTable.PSVersion) with --bom: $($text.Trim() -replace '\s+', ' ')" }
                & $Netwho @($list -split ' ') --format csv > $out
                $encoding = if (-not $isRaw) { [Text.Encoding]::Unicode } elseif ($page -eq 65001) { $utf8 } else { [Text.Encoding]::GetEncoding($page) }
                Assert-Name (Read-Text $out $encoding) (Get-InPage $page) '>'
            } finally {
                [Console]::OutputEncoding = $before
            }
        }
    }
} finally {
    Stop-Started $process
    Remove-TryFolder $folder
    Remove-TryFolder $plain
}
Complete-Tries
