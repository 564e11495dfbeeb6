/**
 * Tests of the rule on telnet on ports of others.
 *
 * @module
 */
import { telnetConnection } from "../../../../lib/audit/rules/tools/telnet_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(telnetConnection, {
  bad: [
    { process: "telnet", remotePort: 4444 },
    { process: "telnet.exe" },
    { process: "telnet", remotePort: 25, state: "SYN_SENT" },
  ],
  good: [
    { process: "telnet", remotePort: 23 },
    { process: "telnet", remoteAddress: "127.0.0.1" },
    { process: "telnetd", direction: "inbound" },
    { process: "putty.exe" },
  ],
  unknown: [
    ["direction", { process: "telnet", direction: null }],
    ["process", { process: null }],
  ],
});

testRule(telnetConnection, {
  severity: "low",
  bad: [{ process: "telnet.exe", remoteAddress: "192.168.1.9" }],
  good: [{ process: "telnet.exe", remoteAddress: "192.168.1.9", remotePort: 23 }],
});
