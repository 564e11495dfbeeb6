# An error record whose message says what to do.
function New-Failure {
    param(
        [Parameter(Mandatory)] [string] $Message,
        [Parameter(Mandatory)] [string] $Id,
        [Parameter(Mandatory)] [System.Management.Automation.ErrorCategory] $Category,
        [object] $Target,
        [string] $Advice
    )
    $record = New-Object System.Management.Automation.ErrorRecord @(
        (New-Object System.InvalidOperationException $Message), $Id, $Category, $Target
    )
    if ($Advice) {
        $record.ErrorDetails = New-Object System.Management.Automation.ErrorDetails $Message
        $record.ErrorDetails.RecommendedAction = $Advice
    }
    $record
}
