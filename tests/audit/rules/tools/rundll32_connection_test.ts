/**
 * Tests of the rule on connections of rundll32.
 *
 * @module
 */
import { rundll32Connection } from "../../../../lib/audit/rules/tools/rundll32_connection.ts";
import { testRule } from "../../../support/audited.ts";

const OTHER = { process: "rundll32.exe", remoteOwner: "Example Hosting", remoteAsn: 64_500 };

testRule(rundll32Connection, {
  bad: [
    OTHER,
    { ...OTHER, remotePort: 8443 },
    { ...OTHER, commandLine: "rundll32.exe C:\\Users\\anna\\AppData\\x.dll,Run" },
    { ...OTHER, remoteAddress: "2001:db8::9", state: "SYN_SENT" },
  ],
  good: [
    { ...OTHER, remoteOwner: "Microsoft Corporation", remoteAsn: 8075 },
    { ...OTHER, remoteAddress: "192.168.1.9" },
    { ...OTHER, direction: "inbound" },
    { ...OTHER, process: "RunDll64.exe" },
    // The rule on programs without arguments speaks for it.
    { ...OTHER, commandLine: '"C:\\Windows\\System32\\rundll32.exe"' },
    {
      ...OTHER,
      commandLine:
        "C:\\Windows\\System32\\rundll32.exe C:\\Windows\\System32\\PcaSvc.dll,PcaPatchSdbTask",
    },
  ],
  unknown: [
    ["remoteOwner", { process: "rundll32.exe" }],
    ["process", { ...OTHER, process: null }],
    ["direction", { ...OTHER, direction: null }],
  ],
});

testRule(rundll32Connection, {
  severity: "low",
  bad: [
    {
      ...OTHER,
      commandLine: "rundll32.exe C:\\Windows\\System32\\davclnt.dll,DavSetCookie files.example.net",
    },
    { ...OTHER, remoteOwner: "Akamai Technologies, Inc.", remoteAsn: 16_625 },
  ],
  good: [{ ...OTHER, remoteAsn: 8068 }],
});
