/**
 * Tests of the rule on telnet.
 *
 * @module
 */
import { telnet } from "../../../../lib/audit/rules/ports/telnet.ts";
import { testRule } from "../../../support/audited.ts";

testRule(telnet, {
  bad: [
    { state: "LISTENING", localPort: 23, process: "tlntsvr.exe" },
    { state: "LISTENING", localPort: 23, pid: null, localAddress: "::" },
    { remotePort: 23, process: "telnet.exe" },
    { localPort: 23, remotePort: 50_123, direction: "inbound", remoteAddress: "192.168.1.9" },
    { localPort: 23, remotePort: 50_123, direction: "inbound" },
  ],
  good: [
    { state: "LISTENING", localPort: 23, localAddress: "127.0.0.1", localScope: "loopback" },
    { remotePort: 23, remoteAddress: "127.0.0.1" },
    { state: "LISTENING", localPort: 22 },
    { remotePort: 992 },
    { remotePort: 23, state: "TIME_WAIT", pid: 0 },
    { remotePort: 23, protocol: "UDP", state: null },
  ],
  unknown: [["direction", { remotePort: 23, direction: null }]],
});

testRule(telnet, {
  severity: "low",
  bad: [{ remotePort: 23, process: "putty.exe", remoteAddress: "192.168.1.2" }],
  good: [{ remotePort: 22, process: "putty.exe", remoteAddress: "192.168.1.2" }],
});
