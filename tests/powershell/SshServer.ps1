# A server of SSH's on loopback for one test: its own configuration, keys and port, as the current user.

# Whether there is one here, and lets this user in. A session needs PowerShell 7, whose New-PSSession has
# -Options from 7.3 on.
function Test-SshServer {
    if ($PSVersionTable.PSVersion -lt [version]'7.3' -or $env:OS -eq 'Windows_NT') { return $false }
    foreach ($program in '/usr/sbin/sshd', 'ssh', 'ssh-keygen', 'pwsh') {
        if (-not (Get-Command $program -CommandType Application -ErrorAction Ignore)) { return $false }
    }
    $server = Start-SshServer
    try {
        $options = 'BatchMode=yes', 'StrictHostKeyChecking=no', 'LogLevel=ERROR', "UserKnownHostsFile=$($server.Folder)/known" |
            ForEach-Object { '-o', $_ }
        (ssh -n @options -i "$($server.Folder)/user" -p $server.Port 127.0.0.2 'echo there' 2>$null) -eq 'there'
    } finally { Stop-SshServer $server }
}

function Start-SshServer {
    $folder = Join-Path ([IO.Path]::GetTempPath()) ('netwho-ssh-' + [guid]::NewGuid().ToString('N'))
    mkdir -m 700 $folder
    foreach ($key in 'host', 'user') { ssh-keygen -q -t ed25519 -N '' -f "$folder/$key" }
    Copy-Item "$folder/user.pub" "$folder/authorized"
    # As the superuser it wants this folder.
    $made = (id -u) -eq 0 -and -not (Test-Path /run/sshd)
    if ($made) { mkdir -m 755 /run/sshd }
    $finder = New-Object Net.Sockets.TcpListener ([Net.IPAddress]::Loopback), 0
    $finder.Start()
    $port = $finder.LocalEndpoint.Port
    $finder.Stop()
    $shell = (Get-Command pwsh -CommandType Application | Select-Object -First 1).Path
    $quoted = foreach ($text in $env:PATH, "$env:DOTNET_ROOT", $shell) { "'" + ($text -replace "'", "'\''") + "'" }
    Set-Content "$folder/shell" (@(
            '#!/bin/sh'
            "export PATH=$($quoted[0]) POWERSHELL_TELEMETRY_OPTOUT=1"
            if ($env:DOTNET_ROOT) { "export DOTNET_ROOT=$($quoted[1])" }
            "exec $($quoted[2]) -sshs -NoLogo -NoProfile"
        ) -join "`n")
    chmod 700 "$folder/shell"
    Set-Content "$folder/config" @"
Port $port
ListenAddress 127.0.0.1
ListenAddress 127.0.0.2
HostKey $folder/host
PidFile none
AuthorizedKeysFile $folder/authorized
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem powershell $folder/shell
"@
    $start = @{
        FilePath = '/usr/sbin/sshd'; ArgumentList = '-D', '-e', '-f', "$folder/config"
        RedirectStandardError = "$folder/log"; PassThru = $true
    }
    $process = Start-Process @start
    for ($n = 0; $n -lt 600 -and -not $process.HasExited; $n++) {
        if ((Get-Content -Raw "$folder/log") -match 'listening on 127.0.0.1') { break }
        Start-Sleep -Milliseconds 100
    }
    [pscustomobject]@{ Folder = $folder; Port = $port; Process = $process; MadeRun = $made }
}

function Stop-SshServer($Server) {
    if (-not $Server.Process.HasExited) { $Server.Process.Kill() }
    $Server.Process.WaitForExit()
    if ($Server.MadeRun) { Remove-Item /run/sshd }
    Remove-Item -LiteralPath $Server.Folder -Recurse -Force
}
