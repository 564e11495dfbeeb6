<#
.SYNOPSIS
Installs netwho for the user who runs this, without administrator rights.

.DESCRIPTION
Downloads a release of netwho, compares its checksum with the one that the release names, tries it, and
puts it into %LOCALAPPDATA%\Programs\netwho (Linux: ~/.local/bin). On Windows that folder is added to the
PATH of the user. Runs in Windows PowerShell 5.1 and in PowerShell 7.

    irm https://github.com/netwho/netwho/releases/latest/download/install.ps1 | iex

With parameters:

    & ([scriptblock]::Create((irm https://github.com/netwho/netwho/releases/latest/download/install.ps1))) -Module

The variable NETWHO_BASE_URL names a mirror. It holds what https://github.com/netwho/netwho/releases
holds: latest/download/FILE and download/vVERSION/FILE.

Parameters:

    -Version VERSION     this version, not the latest one
    -Directory FOLDER    into this folder
    -Architecture NAME   x64 or arm64, not that of this computer; Windows on ARM64 runs both
    -Module              also the module NetWho, for Windows PowerShell and PowerShell 7
    -NoPath              leaves the PATH as it is
    -Uninstall           removes netwho and its folder from the PATH; with -Module the module too

.EXAMPLE
./install.ps1 -Module

.EXAMPLE
./install.ps1 -Version 0.1.0 -Directory C:\Tools\netwho -NoPath
#>

# In a scope of its own: through iex this runs in the session of the user, and parameters of the script
# itself would take the place of variables there. It never calls exit, which would close that session.
try { & {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [string] $Version,
        [string] $Directory,
        [string] $Architecture,
        [switch] $Module,
        [switch] $NoPath,
        [switch] $Uninstall
    )

    Set-StrictMode -Version 2.0
    $ErrorActionPreference = 'Stop'
    # 5.1 spends most of the time of a download on drawing it.
    $ProgressPreference = 'SilentlyContinue'
    $onWindows = $env:OS -eq 'Windows_NT'
    $program = if ($onWindows) { 'netwho.exe' } else { 'netwho' }
    # The files with licences in the archive, and what they are called beside the program.
    $licenses = @{ 'LICENSE' = 'netwho-LICENSE.txt'; 'THIRD-PARTY-LICENSES.txt' = 'netwho-THIRD-PARTY-LICENSES.txt' }

    function Get-Architecture {
        if ($Architecture) { $name = $Architecture }
        elseif ($onWindows) {
            # An emulated PowerShell is told the architecture that is emulated; the registry has the machine's.
            $key = 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
            try { $name = Get-ItemPropertyValue -LiteralPath $key -Name 'PROCESSOR_ARCHITECTURE' }
            catch { $name = $env:PROCESSOR_ARCHITECTURE }
        }
        else { $name = "$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture)" }
        switch ($name) {
            { $_ -in 'AMD64', 'x64' } { return 'x64' }
            'ARM64' { return 'arm64' }
        }
        throw "Cannot install for $($name): there are builds for x64 and arm64."
    }

    # Downloads a file of the release. 5.1 offers TLS 1.2, which GitHub wants, only where it is told to.
    function Save-Asset([string] $Name, [string] $Folder) {
        $url = "$from/$Name"
        $path = Join-Path $Folder $Name
        $isOld = $PSVersionTable.PSVersion.Major -lt 6
        if ($isOld) {
            $protocols = [Net.ServicePointManager]::SecurityProtocol
            [Net.ServicePointManager]::SecurityProtocol = $protocols -bor [Net.SecurityProtocolType]::Tls12
        }
        try { Invoke-WebRequest -Uri $url -OutFile $path -UseBasicParsing }
        catch {
            $advice = switch -Regex ($_.Exception.Message) {
                '404' { "There is no such version, or no build of it for this computer: see $base"; break }
                '407' { 'The proxy wants to know who you are: docs/install.md says how to tell it.'; break }
                default { 'Is the computer online, and does a proxy or a firewall allow that address?' }
            }
            throw "Cannot download $($url): $($_.Exception.Message) Nothing was installed. $advice"
        }
        finally { if ($isOld) { [Net.ServicePointManager]::SecurityProtocol = $protocols } }
        $path
    }

    # Get-FileHash is a script in 5.1, which the policy Restricted might not let run.
    function Get-Sha256([string] $Path) {
        $algorithm = [Security.Cryptography.SHA256]::Create()
        $stream = [IO.File]::OpenRead($Path)
        try { [BitConverter]::ToString($algorithm.ComputeHash($stream)).Replace('-', '').ToLowerInvariant() }
        finally { $stream.Dispose(); $algorithm.Dispose() }
    }

    # A file of the release whose checksum is the one that the release names.
    function Save-CheckedAsset([string] $Name, [string] $Folder) {
        $wanted = @(Get-Content -LiteralPath (Join-Path $Folder 'SHA256SUMS') | ForEach-Object {
                if ($_ -cmatch '^([0-9a-f]{64}) [ *](\S+)$' -and $Matches[2] -ceq $Name) { $Matches[1] }
            })
        if ($wanted.Count -gt 1) { throw "Cannot check $($Name): $from/SHA256SUMS names it several times." }
        if ($wanted.Count -eq 0) {
            throw "Cannot check $($Name): $from/SHA256SUMS does not name it. Does something between here and that server answer in its place, such as a log-in page?"
        }
        $path = Save-Asset $Name $Folder
        $found = Get-Sha256 $path
        if ($found -cne $wanted[0]) {
            throw "The checksum of $Name is wrong. Nothing was installed. Wanted: $($wanted[0]), found: $found. The download was cut, changed on its way, or a release came out meanwhile. Try again."
        }
        $path
    }

    # One installation of this user at a time: what one has renamed, another must neither put something in the
    # place of nor take away.
    function Invoke-Alone([scriptblock] $Action) {
        $mutex = New-Object Threading.Mutex $false, "Global\netwho-install-$([Environment]::UserName -replace '\W', '-')"
        try {
            # Whoever had it and was killed has let go of it.
            try { $isOwn = $mutex.WaitOne(60000) } catch [Threading.AbandonedMutexException] { $isOwn = $true }
            if (-not $isOwn) { throw 'Another installation of netwho goes on, and does not end. Try again.' }
            try { & $Action } finally { $mutex.ReleaseMutex() }
        }
        finally { $mutex.Dispose() }
    }

    # Puts a file or folder in the place of another, within one folder: there is the old one or the other.
    # Windows lets nobody write over a program that runs, but lets it be renamed; it is removed later.
    function Move-IntoPlace([string] $Staged, [string] $Path) {
        $old = Join-Path (Split-Path -Parent $Path) ".netwho-old-$([guid]::NewGuid().ToString('n'))"
        Invoke-Alone {
            # Ctrl+C runs what stands in finally, and not what stands in catch.
            try {
                if (Test-Path -LiteralPath $Path) { Move-Item -LiteralPath $Path -Destination $old }
                Move-Item -LiteralPath $Staged -Destination $Path
            }
            finally {
                if ((Test-Path -LiteralPath $old) -and -not (Test-Path -LiteralPath $Path)) {
                    Move-Item -LiteralPath $old -Destination $Path
                }
            }
            Remove-Leftover (Split-Path -Parent $Path)
        }
    }

    # Removes a folder with all that is in it, or the link that stands in its place: 5.1 would empty the
    # folder that a link leads to.
    function Remove-Folder([string] $Path) {
        $item = Get-Item -LiteralPath $Path -Force
        if ($item.LinkType) { $item.Delete() } else { Remove-Item -LiteralPath $Path -Recurse -Force }
    }

    # What was renamed and could not be removed yet.
    function Remove-Leftover([string] $Folder) {
        foreach ($item in @(Get-ChildItem -LiteralPath $Folder -Filter '.netwho-old-*' -Force)) {
            try { Remove-Folder $item.FullName } catch { Write-Verbose "$_" }
        }
    }

    function Expand-Asset([string] $Path, [string] $Folder) {
        if ($Path -like '*.zip') {
            # Expand-Archive of 5.1 takes minutes for what this does in seconds.
            Add-Type -AssemblyName System.IO.Compression.FileSystem
            [IO.Compression.ZipFile]::ExtractToDirectory($Path, $Folder)
        }
        else {
            $null = New-Item -ItemType Directory -Path $Folder
            tar -xzf $Path -C $Folder
            if ($LASTEXITCODE -ne 0) { throw "Cannot unpack $Path" }
        }
    }

    # Runs netwho once, where it is to stay: a policy may forbid programs elsewhere.
    function Get-ProgramVersion([string] $Path) {
        try {
            $told = & $Path --version
            if ($LASTEXITCODE -ne 0) { throw "It ended with exit code $LASTEXITCODE." }
        }
        catch {
            $advice = if ($onWindows) { "Does a policy of this computer (AppLocker, WDAC) forbid programs in $($Directory)? Choose a folder that it allows with -Directory." }
            else { "It needs glibc, and a folder whose disk allows programs." }
            throw "netwho does not run here. Nothing was installed. $($_.Exception.Message) $advice"
        }
        "$told"
    }

    function Install-Program([string] $Unpacked) {
        $made = $null
        $staged = $null
        try {
            # The uppermost folder that is made for it.
            for ($folder = $Directory; $folder -and -not (Test-Path -LiteralPath $folder); $folder = Split-Path -Parent $folder) {
                $made = $folder
            }
            $suffix = if ($onWindows) { '.exe' } else { '' }
            $staged = Join-Path $Directory ".netwho-$([guid]::NewGuid().ToString('n'))$suffix"
            try {
                $null = New-Item -ItemType Directory -Path $Directory -Force
                Copy-Item -LiteralPath (Join-Path $Unpacked $program) -Destination $staged
            }
            catch { throw "Cannot write to $($Directory): $($_.Exception.Message) Nothing was installed. Choose another folder with -Directory." }
            $told = Get-ProgramVersion $staged
            if ($Version -and $told -ne "netwho $Version") {
                throw "Asked for netwho $Version, and got $told. Nothing was installed."
            }
            Move-IntoPlace $staged (Join-Path $Directory $program)
            $made = $null
        }
        finally {
            if ($staged -and (Test-Path -LiteralPath $staged)) { Remove-Item -LiteralPath $staged -Force }
            # The folders that were made for it; not one that holds anything, as of another installation.
            for ($folder = $Directory; $made; $folder = Split-Path -Parent $folder) {
                if (Test-Path -LiteralPath $folder) { try { [IO.Directory]::Delete($folder) } catch { break } }
                if ($folder -eq $made) { break }
            }
        }
        # With names of their own: in a folder with other programs LICENSE is another one's.
        if ($onWindows) {
            foreach ($file in $licenses.Keys) {
                $path = Join-Path $Unpacked $file
                if (Test-Path -LiteralPath $path) { Copy-Item -LiteralPath $path -Destination (Join-Path $Directory $licenses[$file]) -Force }
            }
        }
        Write-Host "Installed $told as $(Join-Path $Directory $program)"
    }

    # Where modules of the user are: of both PowerShells on Windows.
    function Get-ModuleFolder {
        if ($onWindows) {
            $documents = [Environment]::GetFolderPath('MyDocuments')
            if (-not $documents) { throw 'Cannot install the module: this user has no folder for documents.' }
            foreach ($name in 'WindowsPowerShell', 'PowerShell') { [IO.Path]::Combine($documents, $name, 'Modules') }
        }
        else {
            $data = if ($env:XDG_DATA_HOME) { $env:XDG_DATA_HOME } else { [IO.Path]::Combine($HOME, '.local', 'share') }
            [IO.Path]::Combine($data, 'powershell', 'Modules')
        }
    }

    # A version is a folder below the module's name, as galleries do it. Other versions go: the highest
    # would be imported, whichever was asked for.
    function Install-Module([string] $Unpacked) {
        $source = Join-Path $Unpacked 'NetWho'
        $manifest = [IO.File]::ReadAllText((Join-Path $source 'NetWho.psd1'))
        if ($manifest -notmatch "(?m)^\s*ModuleVersion\s*=\s*'([\d.]+)'") { throw 'Cannot install the module: it names no version.' }
        $number = $Matches[1]
        foreach ($folder in Get-ModuleFolder) {
            $null = New-Item -ItemType Directory -Path $folder -Force
            $staged = Join-Path $folder ".netwho-$([guid]::NewGuid().ToString('n'))"
            try {
                $null = New-Item -ItemType Directory -Path $staged
                Copy-Item -LiteralPath $source -Destination (Join-Path $staged $number) -Recurse
                Move-IntoPlace $staged (Join-Path $folder 'NetWho')
            }
            finally { if (Test-Path -LiteralPath $staged) { Remove-Item -LiteralPath $staged -Recurse -Force } }
            Write-Host "Installed the module NetWho $number in $folder"
        }
        if ("$(Get-ExecutionPolicy)" -in 'Restricted', 'AllSigned') {
            Write-Host 'The execution policy lets no module of scripts run here. This allows it for you: Set-ExecutionPolicy -Scope CurrentUser RemoteSigned'
        }
    }

    # Adds the folder to the PATH of the user, or takes it away. Read and written as it stands: a PATH with
    # its %VARIABLES% filled in would stay so.
    function Edit-UserPath([bool] $Has) {
        $key = [Microsoft.Win32.Registry]::CurrentUser.CreateSubKey('Environment')
        try {
            $value = [string] $key.GetValue('Path', '', [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)
            $folders = @($value -split ';' | Where-Object { $_ })
            $others = @($folders | Where-Object { $_.TrimEnd('\') -ne $Directory.TrimEnd('\') })
            if (($others.Count -lt $folders.Count) -eq $Has) { return }
            if ($Has) { $others += $Directory }
            $key.SetValue('Path', ($others -join ';'), [Microsoft.Win32.RegistryValueKind]::ExpandString)
        }
        finally { $key.Close() }
        # Tells Explorer, which hands it to what it starts: removing a variable does so, also one that is not there.
        [Environment]::SetEnvironmentVariable('NETWHO_INSTALL_PATH', $null, 'User')
        Write-Host "$(if ($Has) { 'Added' } else { 'Removed' }) $Directory $(if ($Has) { 'to' } else { 'from' }) your PATH"
    }

    # A folder that nobody else may write to: on Windows that of the user's own is, whatever is in it.
    function New-TemporaryFolder {
        $folder = [IO.Path]::GetTempPath()
        if ($onWindows) {
            (New-Item -ItemType Directory -Path (Join-Path $folder "netwho-$([guid]::NewGuid().ToString('n'))")).FullName
        }
        else {
            $made = mktemp -d (Join-Path $folder 'netwho-XXXXXXXXXX')
            if ($LASTEXITCODE -ne 0) { throw 'Cannot make a temporary folder. Set TMPDIR to a folder that you may write to.' }
            $made
        }
    }

    function Install-NetWho {
        $asset = if ($onWindows) { "netwho-windows-$(Get-Architecture).zip" } else { "netwho-linux-$(Get-Architecture).tar.gz" }
        $temporary = New-TemporaryFolder
        try {
            Write-Host "Downloading $from/$asset"
            $null = Save-Asset 'SHA256SUMS' $temporary
            $archive = Save-CheckedAsset $asset $temporary
            # All is there and right before anything is put in its place.
            $modules = if ($Module) { Save-CheckedAsset 'netwho-powershell-module.zip' $temporary }
            $unpacked = Join-Path $temporary 'unpacked'
            Expand-Asset $archive $unpacked
            if (-not (Test-Path -LiteralPath (Join-Path $unpacked $program) -PathType Leaf)) {
                throw "Cannot install: there is no $program in $asset"
            }
            if ($modules) { Expand-Asset $modules (Join-Path $temporary 'module') }
            Install-Program $unpacked
            if ($modules) { Install-Module (Join-Path $temporary 'module') }
        }
        finally {
            # A scanner may still read what is there: that is no reason to stop here.
            try { Remove-Item -LiteralPath $temporary -Recurse -Force }
            catch { Write-Warning "Cannot remove $($temporary): $($_.Exception.Message)" }
        }
        Write-Host 'Its checksum is the one that the release names: the download is whole. Who built it, GitHub tells:'
        Write-Host "  gh attestation verify '$((Join-Path $Directory $program) -replace "'", "''")' --repo netwho/netwho"
        $separator = [IO.Path]::PathSeparator
        if ($onWindows -and -not $NoPath) { Edit-UserPath $true }
        if (@($env:PATH -split $separator) -notcontains $Directory) {
            if ($onWindows -and -not $NoPath) { $env:PATH = "$env:PATH$separator$Directory" }
            else { Write-Host "$Directory is not on your PATH. The module finds netwho there by `$env:NETWHO." }
        }
        $first = @(Get-Command -Name 'netwho' -CommandType Application -ErrorAction SilentlyContinue)
        if ($first -and $first[0].Path -ne (Join-Path $Directory $program)) {
            Write-Host "Another netwho comes first on your PATH: $($first[0].Path)"
        }
        Write-Host 'To complete its commands in this shell: netwho completions --help'
    }

    function Uninstall-NetWho {
        $path = Join-Path $Directory $program
        if (-not (Test-Path -LiteralPath $path -PathType Leaf)) {
            throw "There is no $program in $($Directory). Name its folder with -Directory."
        }
        # A program that runs can be renamed, so this tells before anything is gone.
        try { Remove-Item -LiteralPath $path -Force }
        catch { throw "Cannot remove $($path): $($_.Exception.Message) Does it still run?" }
        Invoke-Alone { Remove-Leftover $Directory }
        if ($onWindows) {
            foreach ($file in $licenses.Values) {
                Remove-Item -LiteralPath (Join-Path $Directory $file) -Force -ErrorAction SilentlyContinue
            }
            if (@(Get-ChildItem -LiteralPath $Directory -Force).Count -eq 0) { Remove-Item -LiteralPath $Directory }
            if (-not $NoPath) { Edit-UserPath $false }
        }
        Write-Host "Removed $path"
        if ($Module) {
            foreach ($folder in Get-ModuleFolder) {
                $installed = Join-Path $folder 'NetWho'
                if (-not (Test-Path -LiteralPath $installed)) { continue }
                Remove-Folder $installed
                Write-Host "Removed $installed"
            }
        }
        Write-Host 'What it wrote stays: its history, its cache and its scheduled tasks. docs/install.md says where they are.'
    }

    $Version = $Version -replace '^v', ''
    if ($Version -notmatch '^[0-9A-Za-z.+-]*$') { throw "Unknown version $($Version): it must be like 0.1.0" }
    $base = if ($env:NETWHO_BASE_URL) { $env:NETWHO_BASE_URL.TrimEnd('/') } else { 'https://github.com/netwho/netwho/releases' }
    $from = if ($Version) { "$base/download/v$Version" } else { "$base/latest/download" }
    if (-not $Directory) {
        if ($onWindows -and -not $env:LOCALAPPDATA) { throw 'Cannot choose a folder: LOCALAPPDATA is not set. Give one with -Directory.' }
        $Directory = if ($onWindows) { [IO.Path]::Combine($env:LOCALAPPDATA, 'Programs', 'netwho') } else { [IO.Path]::Combine($HOME, '.local', 'bin') }
    }
    # Whole, since a relative folder on the PATH would be another one everywhere.
    $Directory = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Directory)
    if ($Directory.Length -gt 3) { $Directory = $Directory.TrimEnd([IO.Path]::DirectorySeparatorChar) }
    if ($Directory.Contains([IO.Path]::PathSeparator)) {
        throw "The folder $Directory cannot be on the PATH, since its name holds $([IO.Path]::PathSeparator)"
    }
    if ($Uninstall) { Uninstall-NetWho } else { Install-NetWho }
} @args }
# A parameter that is wrong ends a script with 1, as all else does.
catch { throw }
