/**
 * Tests of the rule on Office programs connected to others than Microsoft.
 *
 * @module
 */
import { officeBeyondMicrosoft } from "../../../../lib/audit/rules/tools/office_beyond_microsoft.ts";
import { testRule } from "../../../support/audited.ts";

const OTHER = { process: "WINWORD.EXE", remoteOwner: "Example Hosting", remoteAsn: 64_500 };

testRule(officeBeyondMicrosoft, {
  bad: [
    OTHER,
    { ...OTHER, process: "EXCEL.EXE", remotePort: 80 },
    { ...OTHER, process: "POWERPNT.EXE", remotePort: 445 },
    { ...OTHER, process: "ONENOTE.EXE", remoteAddress: "2001:db8::9" },
  ],
  good: [
    { ...OTHER, remoteOwner: "Microsoft Corporation", remoteAsn: 8075 },
    { ...OTHER, remoteAddress: "10.0.0.9" },
    { ...OTHER, process: "OUTLOOK.EXE" },
    { ...OTHER, direction: "inbound", localPort: 443 },
    // The rule on unusual ports speaks for it.
    { ...OTHER, remotePort: 4444 },
  ],
  unknown: [
    ["remoteOwner", { process: "WINWORD.EXE" }],
    ["process", { ...OTHER, process: null }],
    ["direction", { ...OTHER, direction: null }],
  ],
});

testRule(officeBeyondMicrosoft, {
  severity: "low",
  bad: [
    { ...OTHER, remoteOwner: "Akamai Technologies, Inc.", remoteAsn: 20_940 },
    { ...OTHER, remoteOwner: "FASTLY", remoteAsn: null },
  ],
  good: [{ ...OTHER, process: "msedge.exe", remoteOwner: "FASTLY" }],
});
