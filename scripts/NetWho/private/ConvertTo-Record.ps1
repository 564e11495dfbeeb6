# The fields that are times, by type of record.
$script:TimeFields = Import-PowerShellDataFile (Join-Path (Split-Path -Parent $PSScriptRoot) 'time_fields.psd1')

# From 7.5 on texts that look like a time (a window title can) stay as they are.
$script:JsonOptions = @{}
if ((Get-Command ConvertFrom-Json).Parameters.ContainsKey('DateKind')) { $script:JsonOptions['DateKind'] = 'String' }

# A line of JSON as an object of its type, with times as local dates. Types go from the narrow to the wide:
# 'Change', 'Connection'.
function ConvertTo-Record {
    param(
        [Parameter(Mandatory)] [string] $Line,
        [Parameter(Mandatory)] [string[]] $Type
    )
    $options = $script:JsonOptions
    $record = ConvertFrom-Json -InputObject $Line @options
    $properties = $record.PSObject.Properties
    foreach ($name in $script:TimeFields[$Type[0]]) {
        $property = $properties[$name]
        if ($null -eq $property -or $null -eq $property.Value) { continue }
        $property.Value = ConvertTo-LocalTime $property.Value
    }
    for ($at = $Type.Count - 1; $at -ge 0; $at--) { $record.PSObject.TypeNames.Insert(0, "NetWho.$($Type[$at])") }
    $record
}

# A time of netwho's, a text in UTC or what ConvertFrom-Json made of it, as a date in local time.
function ConvertTo-LocalTime($Time) {
    if ($Time -isnot [datetime]) {
        $Time = [datetime]::Parse($Time, [cultureinfo]::InvariantCulture, [System.Globalization.DateTimeStyles]::RoundtripKind)
    }
    $Time.ToLocalTime()
}
