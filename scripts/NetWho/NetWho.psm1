# NetWho: connections, processes, names and owners as objects. A thin layer over the program netwho, which
# reads and understands; here its lines of JSON become typed objects, and its exit codes errors.

Set-StrictMode -Version Latest

foreach ($folder in 'private', 'functions') {
    foreach ($file in Get-ChildItem -Path (Join-Path $PSScriptRoot $folder) -Filter '*.ps1') {
        . $file.FullName
    }
}

Register-Completer -Function (Get-ChildItem -Path (Join-Path $PSScriptRoot 'functions') -Filter '*.ps1').BaseName
