# Keeps what this Windows' tools print, byte by byte, in a folder: the only real ones there are to learn
# from. A recording that netwho plays back with --replay, and the plain output of further tools.
param(
    [string]$Folder = (Join-Path $PSScriptRoot '..\..\dist\recording'),
    [string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe')
)
$ErrorActionPreference = 'Continue'

$null = New-Item -ItemType Directory -Force -Path $Folder
foreach ($command in 'connections', 'netstat', 'tasklist', 'doctor') {
    & $Netwho $command --record (Join-Path $Folder $command) --out (Join-Path $Folder "$command.json")
    Write-Host "netwho $command`: exit code $LASTEXITCODE"
}

$tools = [ordered]@{
    'netstat-ano'    = 'netstat -ano'
    'netstat-abno'   = 'netstat -abno'
    'netstat-anoqti' = 'netstat -anoqti'
    'tasklist-csv'   = 'tasklist /fo csv /nh'
    'tasklist-v'     = 'tasklist /v /fo csv'
    'tasklist-svc'   = 'tasklist /svc /fo list'
    'tasklist-m'     = 'tasklist /m /fo csv'
    'displaydns'     = 'ipconfig /displaydns'
    'portranges'     = 'netsh interface ipv4 show excludedportrange protocol=tcp'
    'portranges-udp' = 'netsh int ipv6 show excludedportrange protocol=udp'
    'httpqueues'     = 'netsh http show servicestate view=requestq'
    'httpstate'      = 'netsh http show servicestate'
    'urlacl'         = 'netsh http show urlacl'
    'tasks'          = 'schtasks /query /fo csv /v'
    'nslookup'       = 'nslookup -type=PTR 1.0.0.127.in-addr.arpa. 127.0.0.1'
    'chcp'           = 'chcp'
    'version'        = 'ver'
}
foreach ($name in $tools.Keys) {
    $path = Join-Path $Folder "$name.txt"
    & cmd /d /c "$($tools[$name]) > ""$path"" 2>&1"
    Write-Host "$($tools[$name]): exit code $LASTEXITCODE, $((Get-Item $path).Length) bytes"
}
exit 0
