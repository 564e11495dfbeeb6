/**
 * Tests of the rule on Tor.
 *
 * @module
 */
import { torNetwork } from "../../../../lib/audit/rules/ports/tor_network.ts";
import { testRule } from "../../../support/audited.ts";

const TOR = { process: "tor.exe", path: "C:\\Users\\ann\\Tor Browser\\tor.exe", pid: 900 };

testRule(torNetwork, {
  bad: [
    { ...TOR, remotePort: 443 },
    // All that one Tor does is one finding.
    [
      { ...TOR, remotePort: 9001 },
      { ...TOR, remotePort: 443, remoteAddress: "198.51.100.4" },
      { ...TOR, state: "LISTENING", localPort: 9150, localAddress: "127.0.0.1" },
    ],
    { state: "LISTENING", localPort: 9050, localAddress: "127.0.0.1", process: "proxy.exe" },
    { state: "LISTENING", localPort: 9050, localAddress: "127.0.0.1", process: null },
    { remoteAddress: "127.0.0.1", remotePort: 9050, process: "sync.exe" },
    { process: "obfs4proxy", remotePort: 8443 },
  ],
  good: [
    { state: "LISTENING", localPort: 9001, process: "python3" },
    { remoteAddress: "127.0.0.1", remotePort: 9150, process: "firefox.exe" },
    { remoteAddress: "192.168.1.4", remotePort: 9001, process: "sync.exe" },
    { localPort: 9050, remotePort: 443, process: "sync.exe" },
    { remotePort: 9001, direction: "inbound", localPort: 443, process: "httpd.exe" },
    { process: "editor.exe" },
    { remotePort: 1723 },
  ],
  unknown: [["direction", { remotePort: 9001, direction: null }]],
});

testRule(torNetwork, {
  severity: "low",
  bad: [
    { remotePort: 9001, process: "sync.exe" },
    { remotePort: 9030, process: null },
    { remotePort: 9001, state: "SYN_SENT" },
  ],
  good: [
    { remotePort: 9002, process: "sync.exe" },
    { remotePort: 9001, process: "qbittorrent.exe" },
    { remotePort: 9001, process: "sync.exe", localAddress: "203.0.113.9" },
  ],
});
