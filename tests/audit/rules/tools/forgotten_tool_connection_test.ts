/**
 * Tests of the rule on forgotten tools with a connection.
 *
 * @module
 */
import { forgottenToolConnection } from "../../../../lib/audit/rules/tools/forgotten_tool_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(forgottenToolConnection, {
  bad: [
    { process: "EQNEDT32.EXE" },
    { process: "eqnedt32.exe", remoteAddress: "10.0.0.9", direction: null },
    { process: "dialer.exe", path: "C:\\Windows\\System32\\dialer.exe" },
    { process: "IMEWDBLD.EXE" },
    { process: "finger.exe", remotePort: 79 },
    { process: "AddInUtil.exe" },
    { process: "cmstp.exe", remotePort: 80 },
  ],
  good: [
    { process: "eqnedt32.exe", remoteAddress: "127.0.0.1" },
    { process: "finger.exe", state: "LISTENING" },
    // The program of a call centre.
    { process: "dialer.exe", path: "C:\\Program Files\\Example\\Dialer.exe" },
    { process: "winword.exe" },
  ],
  unknown: [
    ["path", { process: "dialer.exe" }],
    ["process", { process: null }],
  ],
});

testRule(forgottenToolConnection, {
  severity: "medium",
  bad: [
    { process: "finger.exe", remotePort: 79, remoteAddress: "10.0.0.9" },
    { process: "cmstp.exe", remoteAddress: "192.168.1.9" },
    { process: "dialer.exe", path: "C:\\Windows\\System32\\dialer.exe", remoteAddress: "10.0.0.9" },
  ],
  good: [{ process: "cmstp.exe", remoteAddress: "::1" }],
});
