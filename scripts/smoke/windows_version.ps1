# Tries what Windows itself reads in the version of netwho.exe: what Explorer and Task Manager show.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'))
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$passed = 0

function Assert($Condition, $What) {
    if (-not $Condition) { throw "FAILED: $What" }
    $script:passed++
    Write-Host "ok: $What"
}

$Netwho = (Resolve-Path -LiteralPath $Netwho).Path
$version = (& $Netwho --version) -replace '^netwho ', ''
$found = [System.Diagnostics.FileVersionInfo]::GetVersionInfo($Netwho)
$numbers = '{0}.{1}.{2}.{3}' -f $found.FileMajorPart, $found.FileMinorPart, $found.FileBuildPart, $found.FilePrivatePart
Assert ($found.ProductName -eq 'netwho') "the product is netwho: $($found.ProductName)"
Assert ($found.CompanyName -eq 'The netwho authors') "the company: $($found.CompanyName)"
Assert ($found.FileVersion -eq $version -and $found.ProductVersion -eq $version) "the version is the program's: $($found.FileVersion)"
Assert ($numbers -eq (($version -replace '[-+].*', '') + '.0')) "the numbers of the version: $numbers"
Assert ($found.OriginalFilename -eq 'netwho.exe') "the name of the file: $($found.OriginalFilename)"
Assert ($found.FileDescription -like 'netwho*') "the description: $($found.FileDescription)"

Add-Type -AssemblyName System.Drawing
$icon = [System.Drawing.Icon]::ExtractAssociatedIcon($Netwho)
$middle = $icon.ToBitmap().GetPixel([int]($icon.Width * 0.3), [int]($icon.Height / 2))
# The large dot of netwho's icon: not the window that Windows shows for a program without one.
Assert ($middle.R -gt 220 -and $middle.G -gt 230 -and $middle.B -gt 235) "the icon is netwho's: $middle"

Write-Host "$passed passed"
exit 0
