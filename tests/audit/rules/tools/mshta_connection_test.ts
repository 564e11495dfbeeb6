/**
 * Tests of the rule on connections of mshta.
 *
 * @module
 */
import { mshtaConnection } from "../../../../lib/audit/rules/tools/mshta_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(mshtaConnection, {
  bad: [
    { process: "mshta.exe" },
    { process: "MSHTA.EXE", remotePort: 8080 },
    { process: "mshta.exe", remoteAddress: "10.0.0.9", remotePort: 80 },
    { process: "mshta.exe", remoteAddress: "2001:db8::9" },
  ],
  good: [
    { process: "mshta.exe", direction: "inbound" },
    { process: "mshta.exe", state: "LISTENING" },
    { process: "iexplore.exe" },
  ],
  unknown: [
    ["direction", { process: "mshta.exe", direction: null }],
    ["process", { process: null }],
  ],
});

testRule(mshtaConnection, {
  severity: "low",
  bad: [{ process: "mshta.exe", remoteAddress: "127.0.0.1", remotePort: 8080 }],
  good: [{ process: "setup.exe", remoteAddress: "127.0.0.1", remotePort: 8080 }],
});
