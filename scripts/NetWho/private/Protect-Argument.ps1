# What PowerShell before 7.3 makes of an argument with quotation marks is not what the program should get:
# there they are escaped by the rules of Windows' command lines. It runs on other computers too.
function Protect-Argument {
    param([string] $Argument)
    if ($PSVersionTable.PSVersion -ge [version]'7.3') { return $Argument }
    if ($Argument -eq '') { return '""' }
    $escaped = $Argument -replace '(\\*)"', '$1$1\"'
    # PowerShell puts what has a blank in quotation marks: a backslash at the end would escape the last one.
    if ($escaped -match '\s') { $escaped = $escaped -replace '(\\+)$', '$1$1' }
    $escaped
}
