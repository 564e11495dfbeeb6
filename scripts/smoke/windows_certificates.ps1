# Tries on a real Windows whose certificates netwho.exe believes: those of Windows' own store, as where a
# company inspects TLS. An authority of this run's own is made a trusted root of the computer for a moment,
# so it must run as administrator.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'))
. (Join-Path $PSScriptRoot 'tries.ps1')
$Netwho = (Resolve-Path -LiteralPath $Netwho).Path

$folder = New-TryFolder 'certificates'
$program = Join-Path $folder 'serves.exe'
New-Program 'serves.cs' $program
$process = Start-Unseen $program (Format-Argument $folder)

# What netwho says of an address that only the server of this run knows.
function Get-Owner([hashtable]$With = @{}) {
    $run = Invoke-Netwho 'whois', '8.8.8.8', '--no-dns', '--no-cache', '--rdap-server', $url, '--timeout', '20', '--format', 'json', '--verbose' -With $With
    $run.IsKnown = $run.Out -match 'EXAMPLE-NET'
    "exit code $($run.Code): $($run.Err.Trim())" | Write-Host
    $run
}

try {
    $port = Join-Path $folder 'port.txt'
    if (-not (Wait-Until { [IO.File]::Exists($port) } 30)) { throw 'FAILED: the server does not start' }
    $url = "https://127.0.0.1:$([IO.File]::ReadAllText($port).Trim())/"
    $authority = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2 (Join-Path $folder 'authority.cer')

    Try-Step 'an authority that Windows does not trust: a message that says so' {
        $run = Get-Owner
        Assert (-not $run.IsKnown -and $run.Code -eq 3) "exit code $($run.Code): $($run.Out)"
        Assert ("$($run.Out) $($run.Err)" -match 'certificate is not trusted') 'it does not say why'
    }
    $store = New-Object System.Security.Cryptography.X509Certificates.X509Store 'Root', 'LocalMachine'
    $store.Open('ReadWrite')
    try {
        $store.Add($authority)
        Try-Step 'the same authority among the trusted roots of Windows: it counts' {
            $run = Get-Owner
            Assert ($run.IsKnown -and $run.Code -eq 0) "exit code $($run.Code): $($run.Out) $($run.Err)"
        }
        Try-Step "DENO_TLS_CA_STORE=mozilla: it does not count" {
            $run = Get-Owner @{ DENO_TLS_CA_STORE = 'mozilla' }
            Assert (-not $run.IsKnown -and $run.Code -eq 3) "exit code $($run.Code): $($run.Out)"
        }
    } finally {
        $store.Remove($authority)
        $store.Close()
    }
    Try-Step 'doctor names both stores' {
        $check = @(Read-Rows 'doctor' | Where-Object { $_.check -eq 'certificates' })[0]
        Assert ($check.value -eq "Windows', Mozilla's") "it says $($check.value)"
    }
} finally {
    Stop-Started $process
    Start-Sleep -Seconds 1
    Remove-TryFolder $folder
}
Complete-Tries
