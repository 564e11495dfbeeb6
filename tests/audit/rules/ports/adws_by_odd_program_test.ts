/**
 * Tests of the rule on Active Directory Web Services.
 *
 * @module
 */
import { adwsByOddProgram } from "../../../../lib/audit/rules/ports/adws_by_odd_program.ts";
import { testRule } from "../../../support/audited.ts";

const DC = { remotePort: 9389, remoteAddress: "10.0.0.1" };

testRule(adwsByOddProgram, {
  bad: [
    { ...DC, process: "soaphound.exe" },
    { ...DC, process: "python3", path: "/usr/bin/python3" },
    { ...DC, process: "cmd.exe", state: "SYN_SENT" },
  ],
  good: [
    { ...DC, process: "dsac.exe" },
    { ...DC, process: "PowerShell.exe" },
    { ...DC, process: "pwsh.exe" },
    { ...DC, process: "soaphound.exe", remoteAddress: "::1" },
    { ...DC, process: "soaphound.exe", direction: "inbound" },
    { state: "LISTENING", localPort: 9389, process: "Microsoft.ActiveDirectory.WebServices.exe" },
  ],
  unknown: [["process", { ...DC, process: null }]],
});
