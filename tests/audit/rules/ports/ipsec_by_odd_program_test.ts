/**
 * Tests of the rule on VPN traffic of programs that are no VPN.
 *
 * @module
 */
import { ipsecByOddProgram } from "../../../../lib/audit/rules/ports/ipsec_by_odd_program.ts";
import { testRule } from "../../../support/audited.ts";

const NAT_T = { protocol: "UDP", state: null, localPort: 4500, remotePort: 4500 };

testRule(ipsecByOddProgram, {
  facts: { os: "linux" },
  bad: [
    { ...NAT_T, process: "sync" },
    { ...NAT_T, process: "python3", remoteAddress: "198.51.100.7" },
    { ...NAT_T, process: "svchost1.exe" },
  ],
  good: [
    { ...NAT_T, process: "charon" },
    { ...NAT_T, process: "svchost.exe" },
    { ...NAT_T, process: "FortiClient.exe" },
    { ...NAT_T, process: "sync", localPort: 50_000 },
    { ...NAT_T, process: "sync", remoteAddress: "192.168.1.1" },
    { ...NAT_T, process: "sync", protocol: "TCP", state: "ESTABLISHED" },
    { ...NAT_T, process: "wg", localPort: 51_820, remotePort: 51_820 },
  ],
  unknown: [["process", { ...NAT_T, process: null, pid: null }]],
});
