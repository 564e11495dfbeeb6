@{
    RootModule           = 'NetWho.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5f0c8a5e-5a35-4a38-9b0c-7f4f3f1e9d62'
    Author               = 'The netwho authors'
    CompanyName          = 'netwho'
    Copyright            = '(c) The netwho authors. MIT licence.'
    Description          = 'Who is connected to this computer, through which program, and should I worry? Sockets with process, file, service and owner as objects, by netwho.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    TypesToProcess       = @('NetWho.Types.ps1xml')
    FormatsToProcess     = @('NetWho.Format.ps1xml')
    FunctionsToExport    = @(
        'Get-NetWhoConnection'
        'Get-NetWhoProcess'
        'Resolve-NetWhoName'
        'Get-NetWhoOwner'
        'Get-NetWhoInspection'
        'Compare-NetWhoSnapshot'
        'New-NetWhoSnapshot'
        'Get-NetWhoHistory'
        'Add-NetWhoHistory'
        'Register-NetWhoTask'
        'Get-NetWhoTask'
        'Unregister-NetWhoTask'
        'Test-NetWhoConnection'
        'Watch-NetWhoConnection'
        'Stop-NetWhoProcess'
        'Disconnect-NetWhoConnection'
    )
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('netstat', 'network', 'connections', 'tcp', 'udp', 'process', 'security', 'Windows', 'Linux')
            LicenseUri = 'https://github.com/netwho/netwho/blob/main/LICENSE'
            ProjectUri = 'https://github.com/netwho/netwho'
        }
    }
}
