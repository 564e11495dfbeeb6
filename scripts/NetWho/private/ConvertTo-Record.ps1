# The fields that are times, by type of record.
$script:TimeFields = Import-PowerShellDataFile (Join-Path (Split-Path -Parent $PSScriptRoot) 'time_fields.psd1')

# From 7.5 on texts that look like a time (a window title can) stay as they are. PowerShell 6 to 7.4 makes
# dates of them, and offers no way not to.
$script:JsonOptions = @{}
if ((Get-Command ConvertFrom-Json).Parameters.ContainsKey('DateKind')) { $script:JsonOptions['DateKind'] = 'String' }

# Lines of JSON as objects of their type, each as soon as it comes, with times as local dates. Types go from
# the narrow to the wide: 'Change', 'Connection'. Lines from the pipeline cost half of what as many calls do.
function ConvertTo-Record {
    param(
        [Parameter(Mandatory, ValueFromPipeline)] [string] $Line,
        [Parameter(Mandatory)] [string[]] $Type,
        # Where a line comes from that another computer wrote: its Computer, and the Cmdlet that tells what is
        # no row.
        [hashtable] $Origin,
        # The function that a line ends which is no row, where it comes from this computer.
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )
    begin {
        $options = $script:JsonOptions
        $times = $script:TimeFields[$Type[0]]
        $culture = [cultureinfo]::InvariantCulture
        $style = [System.Globalization.DateTimeStyles]::RoundtripKind
    }
    process {
        # All lines at once come as one from ConvertFrom-Json's own pipeline: none before the last is read.
        $record = $null
        try { $record = ConvertFrom-Json -InputObject $Line @options } catch {
            if (-not $Origin) {
                $Cmdlet.ThrowTerminatingError((New-Failure "This is no row of netwho: $(Format-Text $Line)" -Id 'NotUnderstood' `
                            -Category InvalidData -Target $Line -Advice $script:WrongProgram))
            }
            Write-NoRow -Origin $Origin -Why $_.Exception.Message
            return
        }
        $properties = $record.PSObject.Properties
        foreach ($name in $times) {
            $property = $properties[$name]
            if ($null -eq $property) { continue }
            $time = $property.Value
            if ($null -eq $time) { continue }
            if ($time -isnot [datetime]) { $time = [datetime]::Parse($time, $culture, $style) }
            $property.Value = $time.ToLocalTime()
        }
        $names = $record.PSObject.TypeNames
        for ($at = $Type.Count - 1; $at -ge 0; $at--) { $names.Insert(0, 'NetWho.' + $Type[$at]) }
        if ($Origin) { Set-Computer -Record $record -Computer $Origin.Computer }
        $record
    }
}
