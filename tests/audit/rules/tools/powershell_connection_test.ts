/**
 * Tests of the rule on connections of PowerShell.
 *
 * @module
 */
import { powershellConnection } from "../../../../lib/audit/rules/tools/powershell_connection.ts";
import { testRule } from "../../../support/audited.ts";

const OTHER = { remoteOwner: "Example Hosting", remoteAsn: 64_500 };

testRule(powershellConnection, {
  bad: [
    { process: "powershell.exe", ...OTHER },
    { process: "pwsh.exe", ...OTHER, remotePort: 8443 },
    { process: "powershell_ise.exe", ...OTHER },
    { process: "pwsh", path: "/usr/bin/pwsh", ...OTHER },
    // An owner whose name only contains Microsoft's.
    { process: "pwsh.exe", remoteOwner: "Not Microsoft Ltd" },
    { process: "pwsh.exe", remoteOwner: "Microsofties Hosting" },
  ],
  good: [
    { process: "powershell.exe", remoteOwner: "Microsoft Corporation", remoteAsn: 8075 },
    { process: "powershell.exe", remoteOwner: "MSFT" },
    { process: "powershell.exe", remoteOwner: "MICROSOFT-CORP-MSN-AS-BLOCK" },
    { process: "powershell.exe", remoteAsn: 8075 },
    { process: "powershell.exe", remoteAddress: "192.168.1.9" },
    { process: "powershell.exe", ...OTHER, direction: "inbound", localPort: 5985 },
    { process: "powershell.exe", state: "LISTENING" },
  ],
  unknown: [
    ["remoteOwner", { process: "powershell.exe" }],
    ["process", { process: null, ...OTHER }],
    ["direction", { process: "pwsh.exe", ...OTHER, direction: null }],
  ],
});

testRule(powershellConnection, {
  severity: "informational",
  bad: [{ process: "pwsh.exe", remoteOwner: "Akamai International B.V.", remoteAsn: 20_940 }],
  good: [{ process: "msedge.exe", remoteOwner: "Akamai Technologies, Inc." }],
});
