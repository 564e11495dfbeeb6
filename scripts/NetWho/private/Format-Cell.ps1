# What the views of NetWho.Format.ps1xml show. Rows hold names that others chose, and PowerShell writes control
# characters to the terminal as they are: whatever is shown goes through Format-Text.

# Colours are PowerShell's to take away, from 7.2 on: where the output is redirected, with NO_COLOR, and with
# $PSStyle.OutputRendering. Earlier ones would write them into files too, and a view cannot know where it goes.
$script:HasStyle = Test-Path -Path variable:PSStyle

# The colours of the table for people.
$script:Styles = @{
    LISTENING = '35'; BOUND = '35'; ESTABLISHED = '32'
    SYN_SENT = '1'; SYN_RECEIVED = '1'; UNKNOWN = '1'
    CLOSE_WAIT = '2'; TIME_WAIT = '2'; FIN_WAIT_1 = '2'; FIN_WAIT_2 = '2'
    LAST_ACK = '2'; CLOSING = '2'; CLOSED = '2'; DELETE_TCB = '2'
    critical = '1;31'; high = '31'; medium = '35'; informational = '2'
}

# What a terminal obeys or hides: controls, format characters, separators of lines, and what Unicode marks
# as ignorable; a variation selector stays behind a picture.
$script:Unsafe = [regex]('[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0e' +
    '\uffa0\ufff0-\ufff8]|(?<![\p{So}\p{Cs}])\ufe0f|[\udb40-\udb43][\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]')

# A text as it can be shown: ESC becomes \x1b, a right-to-left override \u{202e}.
function Format-Text([string] $Text) {
    $script:Unsafe.Replace($Text, [System.Text.RegularExpressions.MatchEvaluator] {
            param($found)
            switch -CaseSensitive ($found.Value) {
                "`t" { return '\t' }
                "`n" { return '\n' }
                "`r" { return '\r' }
            }
            $code = [int]$found.Value[0]
            if ($found.Length -eq 2) { $code = [char]::ConvertToUtf32($found.Value, 0) }
            if ($code -lt 0x100) { '\x{0:x2}' -f $code } else { '\u{{{0:x4}}}' -f $code }
        })
}

# A word in its colour; without it, the other word.
function Format-Word([string] $Word, [string] $Otherwise) {
    if (-not $Word) { return Format-Text $Otherwise }
    $text = Format-Text $Word
    $style = $script:Styles[$Word]
    if ($script:HasStyle -and $style) { "$([char]27)[${style}m$text$([char]27)[0m" } else { $text }
}

# A size as the table for people has it: a kB is 1000 bytes.
function Format-Size($Bytes) {
    if ($null -eq $Bytes) { return }
    $units = 'B', 'kB', 'MB', 'GB', 'TB', 'PB'
    $size = [double]$Bytes
    $unit = 0
    while ($size -ge $(if ($unit -eq 0) { 1000 } else { 999.95 }) -and $unit -lt 5) {
        $size /= 1000
        $unit++
    }
    if ($unit -eq 0) { return "$Bytes B" }
    $size.ToString('0.0', [cultureinfo]::InvariantCulture) + ' ' + $units[$unit]
}

# The room for both ends of a connection in a table of 80 columns. The view of connections gives it; it is
# also what one end takes that is an IPv6 address without zeros.
$script:EndsWidth = 47

# Both ends, the second behind the place that the widest IPv4 address takes, with a mark for who began it, or
# below the first; of a row without ends, its file or what is to be known. PowerShell breaks what is wider
# than its column at any character, and no view knows how wide the table is.
function Format-Ends($Row) {
    if ($null -eq (Get-Field $Row 'Local') -and $null -eq (Get-Field $Row 'Remote')) {
        foreach ($name in 'path', 'note') {
            $value = Get-Field $Row $name
            if ($null -ne $value) { return Format-Text $value }
        }
        return
    }
    $local = Format-Text (Get-Field $Row 'Local')
    $remote = Format-Remote $Row
    if ($remote -ne '*' -and $remote -ne '') { $remote = "$(Get-Mark (Get-Field $Row 'direction')) $remote" }
    $ends = "$($local.PadRight(21)) $remote".TrimEnd()
    if ($ends.Length -le $script:EndsWidth) { $ends } else { $local + [Environment]::NewLine + $remote }
}

# The other end, with the address whose place a name has taken.
function Format-Remote($Row) {
    $text = Format-Text (Get-Field $Row 'Remote')
    $address = Get-Field $Row 'remoteAddress'
    if ($null -ne $address -and $null -ne (Get-Field $Row 'remoteHost')) { "$text ($(Format-Text $address))" } else { $text }
}

# Both ends, and both states where it was the state that changed.
function Format-Change($Row) {
    $text = Format-Ends $Row
    $before = Get-Field $Row 'previousState'
    if ((Get-Field $Row 'change') -ceq 'changed' -and $before) { $text += " ($before, then $(Get-Field $Row 'state'))" }
    $text
}

# Both ends, and below them why nothing could be done.
function Format-Result($Row) {
    $text = Format-Ends $Row
    $reason = Get-Field $Row 'reason'
    if ($reason) { "$text$([Environment]::NewLine)$(Format-Text $reason)" } else { $text }
}

# A field that may be missing: what was selected, or went through a job, need not be whole.
function Get-Field($Row, [string] $Name) {
    $property = $Row.PSObject.Properties[$Name]
    if ($null -ne $property) { $property.Value }
}

# The mark for who began a connection: an arrow where it can be shown.
function Get-Mark([string] $Direction) {
    $isWide = Test-Arrow
    switch ($Direction) {
        'inbound' { if ($isWide) { [string][char]0x2190 } else { '<-' } }
        'outbound' { if ($isWide) { [string][char]0x2192 } else { '->' } }
        default { '-' }
    }
}

# Code pages of East Asia, in which an arrow may take two places.
$script:WidePages = 932, 936, 949, 950, 1361, 54936

# Whether arrows can be shown: in UTF-8, and in a console of Windows, which takes any character.
function Test-Arrow {
    try {
        $page = [Console]::OutputEncoding.CodePage
        if ($page -eq 65001) { return $true }
        $env:OS -eq 'Windows_NT' -and $Host.Name -eq 'ConsoleHost' -and -not [Console]::IsOutputRedirected -and
        $page -notin $script:WidePages
    } catch {
        $false
    }
}
