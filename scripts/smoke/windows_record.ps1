# Keeps what this Windows' tools print, byte by byte, in a folder: the only real ones there are to learn
# from. A recording that netwho plays back with --replay, and the plain output of further tools.
param(
    [string]$Folder = (Join-Path $PSScriptRoot '..\..\dist\recording'),
    [string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'),
    [switch]$Wine # which lacks many of the tools
)
$ErrorActionPreference = 'Continue'

$null = New-Item -ItemType Directory -Force -Path $Folder
$failed = @()
foreach ($command in 'connections', 'netstat', 'tasklist', 'doctor') {
    & $Netwho $command --record (Join-Path $Folder $command) --out (Join-Path $Folder "$command.json")
    Write-Host "netwho $command`: exit code $LASTEXITCODE"
    if ($LASTEXITCODE -ne 0) { $failed += $command }
}

# A name for the cache of DNS.
try { [void][System.Net.Dns]::GetHostEntry('github.com') } catch { }

$tools = [ordered]@{
    'netstat-ano'       = 'netstat -ano'
    'netstat-abno'      = 'netstat -abno'
    'netstat-anoqti'    = 'netstat -anoqti'
    'netstat-f'         = 'netstat -f'
    'netstat-s'         = 'netstat -s'
    'netstat-r'         = 'netstat -rn'
    'netstat-help'      = 'netstat /?'
    'tasklist'          = 'tasklist'
    'tasklist-csv'      = 'tasklist /fo csv /nh'
    'tasklist-list'     = 'tasklist /fo list'
    'tasklist-v'        = 'tasklist /v /fo csv'
    'tasklist-v-table'  = 'tasklist /v'
    'tasklist-svc'      = 'tasklist /svc /fo list'
    'tasklist-svc-csv'  = 'tasklist /svc /fo csv /nh'
    'tasklist-apps'     = 'tasklist /apps /fo csv'
    'tasklist-m'        = 'tasklist /m /fo csv'
    'tasklist-none'     = 'tasklist /fi "pid eq 1" /fo csv /nh'
    'tasklist-help'     = 'tasklist /?'
    'displaydns'        = 'ipconfig /displaydns'
    'ipconfig'          = 'ipconfig /all'
    'portranges'        = 'netsh interface ipv4 show excludedportrange protocol=tcp'
    'portranges-udp'    = 'netsh interface ipv4 show excludedportrange protocol=udp'
    'portranges-6'      = 'netsh interface ipv6 show excludedportrange protocol=tcp'
    'portranges-6-udp'  = 'netsh int ipv6 show excludedportrange protocol=udp'
    'httpqueues'        = 'netsh http show servicestate view=requestq'
    'httpsessions'      = 'netsh http show servicestate view=session'
    'httpstate'         = 'netsh http show servicestate'
    'urlacl'            = 'netsh http show urlacl'
    'tasks'             = 'schtasks /query /fo csv /v'
    'tasks-csv'         = 'schtasks /query /fo csv'
    'tasks-list'        = 'schtasks /query /fo list /v'
    'task-missing'      = 'schtasks /query /tn \netwho\no-such-task /fo csv /v'
    'nslookup'          = 'nslookup -type=PTR 1.0.0.127.in-addr.arpa. 127.0.0.1'
    'nslookup-name'     = 'nslookup github.com.'
    'nslookup-none'     = 'nslookup no-such-name.invalid.'
    'chcp'              = 'chcp'
    'version'           = 'ver'
    'services'          = 'sc queryex type= service state= all'
}
foreach ($name in $tools.Keys) {
    $path = Join-Path $Folder "$name.txt"
    & cmd /d /c "$($tools[$name]) > ""$path"" 2>&1"
    Write-Host "$($tools[$name]): exit code $LASTEXITCODE, $((Get-Item $path).Length) bytes"
}

# A session as netwho has it: questions line by line on standard input, answers and errors in their order.
$questions = Join-Path $Folder 'nslookup-session-questions.txt'
[IO.File]::WriteAllText($questions, "set type=PTR`r`n1.0.0.127.in-addr.arpa.`r`nset type=A`r`nlocalhost.`r`nno-such-name.invalid.`r`nexit`r`n")
$path = Join-Path $Folder 'nslookup-session.txt'
& cmd /d /c "nslookup - < ""$questions"" > ""$path"" 2>&1"
Write-Host "nslookup with standard input: exit code $LASTEXITCODE, $((Get-Item $path).Length) bytes"
& $Netwho nslookup localhost github.com 8.8.8.8 --record (Join-Path $Folder 'nslookup') --out (Join-Path $Folder 'nslookup.json')
Write-Host "netwho nslookup: exit code $LASTEXITCODE"
if ($LASTEXITCODE -ne 0) { $failed += 'nslookup' }

# Every file must hold something: a recording of nothing teaches nothing.
$empty = @(Get-ChildItem -File $Folder | Where-Object { $_.Length -eq 0 })
if ($Wine) { $empty = @(); $failed = @() }
if ($empty.Count -gt 0) { Write-Host "not ok: empty: $empty" }
if ($failed.Count -gt 0) { Write-Host "not ok: netwho failed: $failed" }
Write-Host "ok: $(@(Get-ChildItem -File $Folder).Count) files"
exit [int]($empty.Count + $failed.Count -gt 0)
