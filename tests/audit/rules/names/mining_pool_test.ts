/**
 * Tests of the rule `mining-pool`.
 *
 * @module
 */
import { miningPool } from "../../../../lib/audit/rules/names/mining_pool.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const POOL: AuditedRow = {
  process: "svchost.exe",
  remoteHost: "pool.minexmr.com",
  remoteHostSource: "dnsCache",
};
const OTHER = { remoteHost: "host.example" };

testRule(miningPool, {
  bad: [
    POOL,
    { ...POOL, remoteHost: "XMR-eu1.nanopool.org." },
    { ...POOL, remoteHost: "eth.2miners.com", process: "java" },
    { process: "xmrig.exe", remotePort: 443 },
    { process: "xmrig", path: "/tmp/xmrig", remotePort: 3333, ...OTHER },
  ],
  good: [
    { process: "chrome.exe", remoteHost: "www.f2pool.com" },
    { process: "update.exe", remoteHost: "nanopool.org.example" },
    { process: "update.exe", remotePort: 443, ...OTHER },
    { process: "xmrig.exe", remoteAddress: "127.0.0.1" },
    { process: "node.exe", remotePort: 3333, remoteAddress: "192.168.1.9" },
    { process: "node.exe", localPort: 3333, direction: "inbound", ...OTHER },
  ],
  unknown: [["remoteHost", { process: "update.exe" }]],
});

testRule(miningPool, {
  severity: "medium",
  bad: [{ ...POOL, remoteHostSource: "reverse" }],
  good: [{ process: "update.exe", ...OTHER }],
});

testRule(miningPool, {
  severity: "low",
  bad: [
    { process: "update.exe", remotePort: 3333, ...OTHER },
    { process: "update.exe", remotePort: 14_444, remoteHost: null },
  ],
  good: [
    { process: "update.exe", remotePort: 3334, ...OTHER },
    { process: "qbittorrent.exe", remotePort: 3333, ...OTHER },
  ],
});
