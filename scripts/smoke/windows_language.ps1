# Records what this Windows' tools print in another language: installs it (a large download), makes a user
# whose language it is, and lets Task Scheduler run windows_record.ps1 as that user, since a language counts
# from the next logon on. What the computer's code pages are needs a restart, which a runner of CI cannot
# have: they stay. It must run as administrator, on a machine that is thrown away afterwards.
param([string]$Language = 'de-DE', [string]$Folder = (Join-Path $PSScriptRoot '..\..\dist\recording'))
. (Join-Path $PSScriptRoot 'tries.ps1')

$schtasks = Join-Path $env:SystemRoot 'System32\schtasks.exe'
$user = 'netwho-reader'
$password = "Aa1-$([Guid]::NewGuid())"
$place = Join-Path $env:PUBLIC "netwho-$Language"
[void][IO.Directory]::CreateDirectory($place)

# Runs a line as the user, and waits for its end.
function Invoke-AsUser([string]$Line, [int]$Seconds) {
    $batch = Join-Path $place 'run.cmd'
    $done = Join-Path $place 'done.txt'
    if ([IO.File]::Exists($done)) { [IO.File]::Delete($done) }
    [IO.File]::WriteAllText($batch, "@echo off`r`n$Line`r`n>""$done"" echo %ERRORLEVEL%`r`n")
    $run = Invoke-Program $schtasks '/create', '/f', '/ru', $user, '/rp', $password, '/rl', 'HIGHEST', '/sc', 'once', '/st', '23:59', '/tn', $user, '/tr', $batch
    Assert ($run.Code -eq 0) "schtasks /create: $($run.Out) $($run.Err)"
    $run = Invoke-Program $schtasks '/run', '/tn', $user
    Assert ($run.Code -eq 0) "schtasks /run: $($run.Out) $($run.Err)"
    Assert (Wait-Until { [IO.File]::Exists($done) } $Seconds) "it did not end within $Seconds seconds"
}

try {
    Try-Step "$Language is installed" {
        if (-not (Get-Command Install-Language -ErrorAction SilentlyContinue)) { Skip-Step 'this Windows has no Install-Language' }
        Install-Language $Language | Out-String
        Assert (@((Get-InstalledLanguage).LanguageId) -contains $Language) 'it is not there'
    }
    Try-Step "a user reads $Language, and the tools are recorded" {
        if ($tries.Held -eq 0) { Skip-Step 'the language is missing' }
        New-LocalUser -Name $user -Password (ConvertTo-SecureString $password -AsPlainText -Force) | Out-Null
        Add-LocalGroupMember -SID 'S-1-5-32-544' -Member $user
        Invoke-AsUser "reg add ""HKCU\Control Panel\Desktop"" /v PreferredUILanguages /t REG_MULTI_SZ /d $Language /f" 120
        Start-Sleep -Seconds 5
        $recording = Join-Path $place 'recording'
        $record = Join-Path $PSScriptRoot 'windows_record.ps1'
        $netwho = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '..\..\dist\netwho.exe')).Path
        Invoke-AsUser "powershell -NoProfile -ExecutionPolicy Bypass -File ""$record"" -Folder ""$recording"" -Netwho ""$netwho"" >""$place\said.txt"" 2>&1" 900
        [IO.File]::ReadAllText("$place\said.txt")
        [void][IO.Directory]::CreateDirectory($Folder)
        Copy-Item -Recurse -Force $recording (Join-Path $Folder $Language)
        # The first line with letters that netstat prints: "Active Connections" in English.
        $title = @([IO.File]::ReadAllLines("$recording\netstat-ano.txt") | Where-Object { $_ -match '\w' })[0]
        "PREMISE: netstat's title is '$title'"
        Assert ($title -ne 'Active Connections') 'the tools still speak English'
    }
} finally {
    $null = Invoke-Program $schtasks '/delete', '/f', '/tn', $user
    Remove-LocalUser -Name $user -ErrorAction SilentlyContinue
    Remove-Item -LiteralPath $place -Recurse -Force -ErrorAction SilentlyContinue
}
Complete-Tries
