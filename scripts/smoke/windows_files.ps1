# Tries on a real Windows what can stand in the way of a file that netwho writes, and what a replaced file
# must keep: programs that hold it open, attributes, access lists, streams, links. It must run as
# administrator, as on GitHub. winpwsh.ts runs it under Wine; -Wine leaves out what that lacks.
#
# Controlled Folder Access cannot be tried: Defender's switch for it does nothing on a runner of CI.
param([string]$Netwho = (Join-Path $PSScriptRoot '..\..\dist\netwho.exe'), [switch]$Wine)
. (Join-Path $PSScriptRoot 'tries.ps1')
$Netwho = (Resolve-Path -LiteralPath $Netwho).Path

$folder = New-TryFolder 'files'
$saved = Join-Path $folder 'netstat.txt'
Write-SavedSockets $saved
$out = Join-Path $folder 'out.csv'

function Write-Rows([string]$Path = $out, [string[]]$More = @()) {
    Invoke-Netwho (@('--from', $saved, '--format', 'csv', '--out', $Path) + $More)
}

function Assert-Rows([string]$Path = $out, [int]$Count = 2) {
    $rows = @([IO.File]::ReadAllText($Path) | ConvertFrom-Csv)
    Assert ($rows.Count -eq $Count) "$($rows.Count) rows in $Path"
}

function Assert-Done($Run) { Assert ($Run.Code -eq 0) "exit code $($Run.Code), $($Run.Err.Trim())" }

# One line that says what is the matter, and a line that says what to do.
function Assert-Refused($Run, [string]$Pattern) {
    $said = $Run.Err.Trim()
    Assert ($Run.Code -eq 3) "exit code $($Run.Code), $said"
    Assert ($said -match '^netwho: Cannot ') "it does not say what cannot be done: $said"
    Assert ($said -notmatch 'os error|Internal error') "it is a bare error of Windows: $said"
    Assert ($said -match $Pattern) "it does not say why: $said"
    $said
}

function Use-OpenFile([IO.FileShare]$Share, [scriptblock]$Step) {
    Assert-Done (Write-Rows)
    $file = [IO.File]::Open($out, 'Open', 'ReadWrite', $Share)
    try { & $Step } finally { $file.Close() }
    Assert-Rows
    Assert (@([IO.Directory]::GetFiles($folder)).Count -le 3) "left behind: $([IO.Directory]::GetFiles($folder))"
}

try {
    Try-Step 'replaces a file' {
        [IO.File]::WriteAllText($out, 'before')
        Assert-Done (Write-Rows)
        Assert-Rows
    }
    foreach ($share in 'Read', 'None') {
        Try-Step "a file that is open, as in Excel (FileShare.$share): --out" {
            Use-OpenFile $share { Assert-Refused (Write-Rows) 'open|another program|in use' }
        }
        Try-Step "a file that is open, as in Excel (FileShare.$share): --append" {
            Use-OpenFile $share { Assert-Refused (Write-Rows $out '--append') 'open|another program|in use' }
        }
        Try-Step "a file that is open (FileShare.$share) as input" {
            $file = [IO.File]::Open($saved, 'Open', 'ReadWrite', $share)
            try {
                $run = Invoke-Netwho '--from', $saved, '--format', 'csv'
                if ($share -eq 'Read') { "FileShare.Read: exit code $($run.Code) $($run.Err.Trim())" }
                else { Assert-Refused $run 'open|another program|in use' }
            } finally { $file.Close() }
        }
    }
    Try-Step 'a file that others may write and delete meanwhile is replaced' {
        [IO.File]::WriteAllText($out, 'before')
        $file = [IO.File]::Open($out, 'Open', 'Read', 'ReadWrite, Delete')
        try { Assert-Done (Write-Rows) } finally { $file.Close() }
        Assert-Rows
    }
    Try-Step 'a read-only file' {
        if ($Wine) { Skip-Step 'to root of Linux none is read-only' }
        [IO.File]::WriteAllText($out, 'before')
        [IO.File]::SetAttributes($out, 'ReadOnly')
        try { Assert-Refused (Write-Rows) 'read-only' } finally { [IO.File]::SetAttributes($out, 'Normal') }
        Assert ([IO.File]::ReadAllText($out) -eq 'before') 'the file has changed'
    }
    Try-Step 'a hidden file stays hidden' {
        if ($Wine) { Skip-Step 'Wine hides no file' }
        [IO.File]::WriteAllText($out, 'before')
        [IO.File]::SetAttributes($out, 'Hidden')
        try {
            Assert-Done (Write-Rows)
            Assert-Rows
            Assert ([IO.File]::GetAttributes($out).HasFlag([IO.FileAttributes]::Hidden)) "it is $([IO.File]::GetAttributes($out))"
        } finally { [IO.File]::SetAttributes($out, 'Normal') }
    }
    Try-Step 'an access list of its own is kept' {
        if ($Wine) { Skip-Step 'Wine keeps the rights of Linux' }
        [IO.File]::WriteAllText($out, 'before')
        $icacls = Join-Path $env:SystemRoot 'System32\icacls.exe'
        # Only administrators (S-1-5-32-544), nothing inherited.
        $run = Invoke-Program $icacls $out, '/inheritance:r', '/grant:r', '*S-1-5-32-544:F'
        Assert ($run.Code -eq 0) $run.Out
        $before = (Get-Acl -LiteralPath $out).Sddl
        Assert-Done (Write-Rows)
        Assert-Rows
        $after = (Get-Acl -LiteralPath $out).Sddl
        Assert ($before -eq $after) "before $before, after $after"
    }
    Try-Step 'an alternate stream is kept' {
        if ($Wine) { Skip-Step 'Wine has no streams' }
        Remove-Item -LiteralPath $out -Force
        [IO.File]::WriteAllText($out, 'before')
        Set-Content -LiteralPath $out -Stream netwho.note -Value 'kept'
        Assert-Done (Write-Rows)
        Assert-Rows
        Assert ((Get-Content -LiteralPath $out -Stream netwho.note) -eq 'kept') 'the stream is gone'
    }
    Try-Step 'a new file inherits what its folder gives' {
        if ($Wine) { Skip-Step 'Wine keeps the rights of Linux' }
        Remove-Item -LiteralPath $out -Force
        Assert-Done (Write-Rows)
        $own = @((Get-Acl -LiteralPath $out).Access | Where-Object { -not $_.IsInherited })
        Assert ($own.Count -eq 0) "it has rights of its own: $($own | ForEach-Object { $_.IdentityReference })"
    }

    # An elevated run must not be led to another file by whoever may write into the folder.
    $elevated = ([Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()).IsInRole(
        [Security.Principal.WindowsBuiltInRole]::Administrator)
    $elsewhere = Join-Path $folder 'elsewhere'
    [void][IO.Directory]::CreateDirectory($elsewhere)
    $victim = Join-Path $elsewhere 'victim.txt'
    [IO.File]::WriteAllText($victim, 'before')
    foreach ($option in '--out', '--append') {
        Try-Step "elevated, $option through a symbolic link to a file" {
            if (-not $elevated) { Skip-Step 'this run is not elevated' }
            $link = Join-Path $folder 'link.csv'
            $null = & cmd /d /c mklink $link $victim 2>&1
            if (-not (Test-Path -LiteralPath $link)) { Skip-Step 'no symbolic link could be made' }
            try {
                $run = if ($option -eq '--out') { Write-Rows $link } else { Write-Rows $link '--append' }
                "exit code $($run.Code): $($run.Err.Trim())"
                Assert ([IO.File]::ReadAllText($victim) -eq 'before') 'the file behind the link has changed'
            } finally { [IO.File]::Delete($link) }
        }
    }
    Try-Step 'elevated, the cache behind a junction' {
        if ($Wine -or -not $elevated) { Skip-Step 'Wine has no junctions, or this run is not elevated' }
        $junction = Join-Path $folder 'cache'
        $null = New-Item -ItemType Junction -Path $junction -Target $elsewhere
        try {
            $run = Invoke-Netwho '--from', $saved, '--resolve', '--cache-dir', $junction, '--format', 'json'
            "exit code $($run.Code): $($run.Err.Trim())"
            "in the folder behind it: $([IO.Directory]::GetFiles($elsewhere))"
            Assert ([IO.File]::ReadAllText($victim) -eq 'before') 'a file behind the junction has changed'
        } finally { [IO.Directory]::Delete($junction) }
    }
    Try-Step 'leaves nothing half written behind' {
        $left = @([IO.Directory]::GetFiles($folder) | Where-Object { $_ -notin $saved, $out })
        Assert ($left.Count -eq 0) "$left"
    }
} finally {
    Remove-TryFolder $folder
}
Complete-Tries
