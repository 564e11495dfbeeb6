/**
 * Tests of the rule on connections of winlogon.
 *
 * @module
 */
import { winlogonConnection } from "../../../../lib/audit/rules/tools/winlogon_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(winlogonConnection, {
  bad: [
    { process: "winlogon.exe" },
    { process: "winlogon.exe", remotePort: 80, state: "SYN_SENT" },
    {
      process: "winlogon.exe",
      path: "C:\\Windows\\System32\\winlogon.exe",
      remoteAddress: "2001:db8::9",
    },
  ],
  good: [
    { process: "winlogon.exe", remoteAddress: "10.0.0.9", remotePort: 389 },
    { process: "winlogon.exe", direction: "inbound" },
    { process: "lsass.exe" },
  ],
  unknown: [
    ["direction", { process: "winlogon.exe", direction: null }],
    ["process", { process: null }],
  ],
});
