# Tries on a real Windows what only that can tell: who signed the programs with sockets. netwho must say of
# each file what this PowerShell says of it. Wine has no Windows PowerShell 5.1, and no catalogues.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'))
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$passed = 0

function Assert($Condition, $What) {
    if (-not $Condition) { throw "FAILED: $What" }
    $script:passed++
    Write-Host "ok: $What"
}

function Get-Inspected($Target) {
    $rows = @((& $Netwho inspect $Target --signatures --no-cache --format json) -join "`n" |
        ConvertFrom-Json | ForEach-Object { $_ })
    Assert ($LASTEXITCODE -eq 0) "inspect $Target --signatures ends with 0"
    @($rows | Where-Object { $_.relation -eq 'process' })[0]
}

# A part of Windows, which a catalogue signs, or PowerShell 7, which is signed itself.
$listener = New-Object System.Net.Sockets.TcpListener ([System.Net.IPAddress]::Loopback), 0
$listener.Start()
$row = Get-Inspected "pid:$PID"
Assert ($row.signature -eq 'Valid') 'this PowerShell is signed'
Assert ($row.signer -match '^Microsoft') 'by Microsoft'
$listener.Stop()

# A program of our own that listens: unsigned, signed by nobody that Windows trusts, changed after that.
# Characters that mean something to PowerShell, and some that no code page has all of.
$folder = Join-Path ([IO.Path]::GetTempPath()) ("netwho [1] 'x' `$y " + [char]0xdf + [char]0x65e5)
[void][IO.Directory]::CreateDirectory($folder)
$source = Join-Path $PSScriptRoot 'listens.cs'
$csc = Join-Path $env:SystemRoot 'Microsoft.NET\Framework64\v4.0.30319\csc.exe'
$unsigned = Join-Path $folder 'unsigned.exe'
& $csc /nologo "/out:$unsigned" $source
Assert (Test-Path -LiteralPath $unsigned) 'a program is made'

$subject = 'CN="Gr' + [char]0xf6 + [char]0xdf + 'e, Inc.", O=Example'
$thumbprint = (New-SelfSignedCertificate -Type CodeSigningCert -Subject $subject `
    -CertStoreLocation Cert:\CurrentUser\My).Thumbprint
# PowerShell 7 may have got a copy of the certificate that signs nothing.
$certificate = Get-Item -LiteralPath "Cert:\CurrentUser\My\$thumbprint"
$signed = Join-Path $folder 'signed.exe'
[IO.File]::Copy($unsigned, $signed)
Set-AuthenticodeSignature -LiteralPath $signed -Certificate $certificate | Out-Null
$changed = Join-Path $folder 'changed.exe'
$bytes = [IO.File]::ReadAllBytes($signed)
$bytes[0x50] = $bytes[0x50] -bxor 1 # a letter of "This program cannot be run in DOS mode"
[IO.File]::WriteAllBytes($changed, $bytes)

$started = @()
try {
    foreach ($file in $unsigned, $signed, $changed) {
        $start = New-Object System.Diagnostics.ProcessStartInfo $file
        $start.UseShellExecute = $false
        $start.CreateNoWindow = $true
        $started += [System.Diagnostics.Process]::Start($start)
    }
    Start-Sleep -Seconds 2
    $statuses = @()
    foreach ($process in $started) {
        $row = Get-Inspected "pid:$($process.Id)"
        $name = Split-Path -Leaf $row.path
        $truth = Get-AuthenticodeSignature -LiteralPath $row.path
        Assert ($row.signature -eq [string]$truth.Status) "$name is $($truth.Status)"
        $signer = if ($truth.SignerCertificate) { 'Gr' + [char]0xf6 + [char]0xdf + 'e, Inc.' }
        Assert ($row.signer -eq $signer) "$name names its signer, if Windows does: $signer"
        if ($name -eq 'signed.exe') { Assert ($null -ne $signer) 'signed.exe names one' }
        $statuses += $row.signature
    }
    Assert ($statuses[0] -eq 'NotSigned') 'unsigned is NotSigned'
    Assert ($statuses[2] -eq 'HashMismatch') 'changed is HashMismatch'

    $ErrorActionPreference = 'Continue'
    $said = & $Netwho audit --signatures --no-cache --format json 2>&1 |
        Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | Out-String
    Assert ($LASTEXITCODE -eq 0) 'audit --signatures ends with 0'
    Assert ($said -notmatch 'who signed') 'Windows told of all programs'
} finally {
    $started | ForEach-Object { Stop-Process -Id $_.Id -Force -ErrorAction SilentlyContinue }
    Start-Sleep -Seconds 1
    Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue
    Remove-Item -LiteralPath "Cert:\CurrentUser\My\$thumbprint" -ErrorAction SilentlyContinue
}

Write-Host "$passed passed"
exit 0
