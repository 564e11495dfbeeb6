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

# Arguments as the end of a command line of PowerShell's, in quotation marks: what is given to a program in a
# variable is taken for a path on Linux, where * becomes the files of the current folder. It runs on other
# computers too.
function ConvertTo-CommandText {
    param([string[]] $Argument)
    $quoted = foreach ($one in $Argument) { "'" + ((Protect-Argument $one) -replace "['\u2018-\u201b]", '$0$0') + "'" }
    $quoted -join ' '
}
