/**
 * Tests of the rule on netcat and its like.
 *
 * @module
 */
import { netcatConnection } from "../../../../lib/audit/rules/tools/netcat_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(netcatConnection, {
  bad: [
    { process: "nc", remotePort: 4445 },
    { process: "nc", remotePort: 4444, direction: "inbound" },
    { process: "ncat.exe" },
    { process: "nc64.exe", remotePort: 8080 },
    { process: "socat", direction: "inbound" },
    { process: "nc.openbsd", direction: null },
  ],
  good: [
    { process: "nc", remoteAddress: "127.0.0.1" },
    { process: "nc", state: "LISTENING", localAddress: "::1", localScope: "loopback" },
    { process: "ncpa.exe" },
    // Rules on their ports speak of these.
    { process: "nc", remotePort: 4444 },
    { process: "nc", state: "LISTENING", localPort: 4444 },
    { process: "nc", state: "LISTENING", localPort: 48_123 },
    { process: "ssh" },
  ],
  unknown: [["process", { process: null }]],
});

testRule(netcatConnection, {
  severity: "low",
  bad: [
    { process: "nc", remoteAddress: "192.168.1.9" },
    { process: "ncat.exe", state: "LISTENING", localPort: 80 },
    { process: "nc", remoteAddress: "192.168.1.9", remotePort: 4444 },
    {
      process: "socat",
      state: "LISTENING",
      localPort: 8080,
      localAddress: "192.168.1.7",
      localScope: "private",
    },
  ],
  good: [{ process: "netcat", remoteAddress: "::1" }],
});
