/**
 * Tests of the rule on Remote Desktop through a tunnel.
 *
 * @module
 */
import { rdpThroughTunnel } from "../../../../lib/audit/rules/ports/rdp_through_tunnel.ts";
import { testRule } from "../../../support/audited.ts";

const SERVER = {
  process: "svchost.exe",
  services: ["TermService"],
  localPort: 3389,
  direction: "inbound",
  localAddress: "127.0.0.1",
  remoteAddress: "127.0.0.1",
  remotePort: 50_400,
} as const;
const CLIENT = {
  process: "plink.exe",
  path: "C:\\Users\\ann\\plink.exe",
  localPort: 50_400,
  localAddress: "127.0.0.1",
  remoteAddress: "127.0.0.1",
  remotePort: 3389,
} as const;

testRule(rdpThroughTunnel, {
  bad: [
    SERVER,
    { ...SERVER, remoteAddress: "::1", localAddress: "::1", direction: null },
    { ...SERVER, process: null },
    // The end that asks, where the one that answers is hidden.
    CLIENT,
    // Both ends are one finding.
    [SERVER, CLIENT],
    [CLIENT, SERVER],
    // A tunnel that comes as web pages do.
    { ...SERVER, localAddress: "10.0.0.7", remoteAddress: "203.0.113.4", remotePort: 443 },
    { ...SERVER, localAddress: "10.0.0.7", remoteAddress: "10.0.0.9", remotePort: 80 },
  ],
  good: [
    { ...SERVER, remoteAddress: "10.0.0.9" },
    { ...SERVER, state: "LISTENING", remoteAddress: null, remotePort: null },
    { ...CLIENT, remoteAddress: "10.0.0.9", process: "mstsc.exe" },
    // A client that got the number by chance, on a computer that gives clients low ports.
    { ...SERVER, process: "chat.exe", direction: "outbound", remotePort: 27_017 },
    { ...SERVER, direction: "outbound", remoteAddress: "203.0.113.4", remotePort: 443 },
    { ...CLIENT, localPort: 27_017, process: "mongod.exe", direction: "inbound" },
    { ...SERVER, state: "TIME_WAIT", pid: 0 },
  ],
  unknown: [["peer", { ...SERVER, remoteAddress: null, remoteHost: "PC-7", remoteScope: null }]],
});

testRule(rdpThroughTunnel, {
  severity: "medium",
  bad: [
    { ...SERVER, process: "ssh.exe" },
    [{ ...SERVER, process: "ssh.exe" }, { ...CLIENT, process: "mstsc.exe" }],
  ],
  good: [{ ...SERVER, process: "ssh.exe", remoteAddress: "192.168.1.4" }],
});
