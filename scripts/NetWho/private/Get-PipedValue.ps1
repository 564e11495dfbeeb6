# The value of the first of some properties that an object has, and nothing where it is null there: of what
# comes through the pipeline. A parameter that binds by property name takes a whole object for text first.
function Get-PipedValue($From, [string[]] $Property) {
    foreach ($name in $Property) {
        $found = $From.PSObject.Properties[$name]
        if ($null -eq $found) { continue }
        # Some may not be read: the start of a process of another account.
        $value = $null
        try { $value = $found.Value } catch { continue }
        if ($null -ne $value) { return $value }
    }
}

# An address or a name as text: of a text, an address of .NET, or an object of a command that has addresses. A
# number is text, which netwho refuses or not.
# Nothing for null, and for what stands for no other end.
function Get-AddressText($From, [string[]] $Property) {
    if ($null -eq $From) { return }
    $value = $From
    if ($From -isnot [string] -and $From -isnot [ValueType] -and $From -isnot [System.Net.IPAddress]) { $value = Get-PipedValue $From $Property }
    $text = "$value".Trim()
    if ($text -and ($From -is [string] -or $text -notin '0.0.0.0', '::', '*')) { $text }
}

# The IDs that were bound to -Id. Of an object with a pid, that: the id of a finding is no process ID, though
# PowerShell takes it for -Id.
function Get-BoundId($From, $Bound) {
    if ($null -ne $From -and $From -isnot [ValueType] -and $From -isnot [string]) {
        $own = $From.PSObject.Properties['pid']
        if ($null -ne $own) { $Bound = $own.Value }
    }
    foreach ($one in $Bound) { if ($null -ne $one -and "$one" -ne '') { "$one" } }
}

# Texts in parts that fit a command line of Windows, which has 32,767 characters.
function Split-CommandLine([System.Collections.Generic.IEnumerable[string]] $Text) {
    $part = New-Object System.Collections.Generic.List[string]
    $length = 0
    foreach ($one in $Text) {
        if ($length + $one.Length + 3 -gt 24000) {
            , $part.ToArray()
            $part.Clear()
            $length = 0
        }
        $part.Add($one)
        $length += $one.Length + 3
    }
    if ($part.Count -gt 0) { , $part.ToArray() }
}
