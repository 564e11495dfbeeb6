# Packs the module for a gallery, with the licence and without the program:
#
#   pwsh scripts/packages/new_gallery_package.ps1 -Destination FOLDER
#
# Writes FOLDER/NetWho.VERSION.nupkg and returns its path. Needs no network; needs PowerShell 7.5 or later,
# whose PSResourceGet has Compress-PSResource.
param([Parameter(Mandatory)] [string] $Destination)
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$temporary = Join-Path ([IO.Path]::GetTempPath()) "netwho-$([guid]::NewGuid().ToString('n'))"
$module = Join-Path $temporary 'NetWho'
try {
    $null = New-Item -ItemType Directory -Path $temporary
    $null = New-Item -ItemType Directory -Path $Destination -Force
    Copy-Item -LiteralPath ([IO.Path]::Combine($root, 'scripts', 'NetWho')) -Destination $module -Recurse
    Copy-Item -LiteralPath (Join-Path $root 'LICENSE') -Destination $module
    # A program would be in the package for every system, and be of one.
    foreach ($name in 'netwho', 'netwho.exe') {
        if (Test-Path -LiteralPath (Join-Path $module $name)) { throw "There is a $name in the module's folder" }
    }
    (Compress-PSResource -Path $module -DestinationPath $Destination -PassThru).FullName
}
finally { Remove-Item -LiteralPath $temporary -Recurse -Force }
