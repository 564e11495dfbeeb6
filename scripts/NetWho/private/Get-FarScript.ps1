# What runs on other computers, in Windows PowerShell 5.1 too and in constrained language: cmdlets, operators
# and no methods of .NET. Nothing is put into these texts; values come as arguments.
$script:FarScripts = @{

    # Runs netwho: $First are its arguments, $Second the name of the folder that it was copied to. A row comes as
    # 'r' and its line, a line of standard error as 'e' and it, the exit code as 'x' and it; 'n' says that there
    # is no netwho, 'w' and a path that the program is another one.
    Run     = @'
$ErrorActionPreference = 'Continue'
$PSNativeCommandUseErrorActionPreference = $false
$PSNativeCommandArgumentPassing = 'Windows'
$executable = $null
if ($env:NETWHO) { $executable = Find-Program $env:NETWHO }
if (-not $executable) { $executable = Find-Program 'netwho' }
if (-not $executable -and $Second) {
    foreach ($name in 'netwho.exe', 'netwho') {
        $path = Join-Path (Get-FarFolder $Second) $name
        if (Test-Path -LiteralPath $path -PathType Leaf) { $executable = $path }
    }
}
if (-not $executable) { return 'n' }
# The text holds nothing but arguments in quotation marks.
$isEmpty = $true
# Of a program that cannot be started it stays as it is.
$global:LASTEXITCODE = $null
Invoke-Expression ('@() | & $executable ' + (ConvertTo-CommandText $First) + ' 2>&1') | ForEach-Object {
    if ($_ -is [System.Management.Automation.ErrorRecord]) { "e$_" } else { $isEmpty = $false; "r$_" }
}
$exitCode = $LASTEXITCODE
if ($isEmpty -and $exitCode -in 0, 1 -and -not (Test-Executable $executable)) { return "w$executable" }
"x$exitCode"
'@

    # Says 'has' where netwho is there; else makes the folder $First, and says system, machine and path.
    Prepare = @'
$ErrorActionPreference = 'Stop'
if ($env:NETWHO -and (Find-Program $env:NETWHO)) { return 'has' }
if (Find-Program 'netwho') { return 'has' }
$folder = Get-FarFolder $First
if ($env:OS -eq 'Windows_NT') {
    $machine = $env:PROCESSOR_ARCHITECTURE
    if ($env:PROCESSOR_ARCHITEW6432) { $machine = $env:PROCESSOR_ARCHITEW6432 }
    $null = New-Item -ItemType Directory -Path $folder
    'Windows', ($machine -replace '^AMD64$', 'x64' -replace '^ARM64$', 'arm64'), (Join-Path $folder 'netwho.exe')
} else {
    # With this mode from the first moment; it fails where the name is taken.
    mkdir -m 700 -- $folder
    if ($LASTEXITCODE -ne 0) { throw "Cannot make the folder $folder" }
    (uname -s), ((uname -m) -replace '^x86_64$', 'x64' -replace '^aarch64$', 'arm64'), (Join-Path $folder 'netwho')
}
'@

    # Removes the folder $First.
    Remove  = @'
$folder = Get-FarFolder $First
if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
'@
}

# The path of a folder in the far system's folder for temporary files.
function Get-FarFolder {
    param([string] $Name)
    $parent = '/tmp'
    if ($env:OS -eq 'Windows_NT') { $parent = $env:TEMP } elseif ($env:TMPDIR) { $parent = $env:TMPDIR }
    Join-Path $parent $Name
}

# A far script, with the functions of this module that it calls.
function Get-FarScript {
    param([string] $Name)
    $functions = foreach ($function in 'Protect-Argument', 'ConvertTo-CommandText', 'Find-Program', 'Test-Executable', 'Get-FarFolder') {
        "function $function {$((Get-Command -Name $function -CommandType Function).Definition)}"
    }
    [scriptblock]::Create((@('param($First, $Second)') + $functions + $script:FarScripts[$Name]) -join "`n")
}
