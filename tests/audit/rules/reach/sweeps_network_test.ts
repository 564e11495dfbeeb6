/**
 * Tests of the rule `sweeps-network`.
 *
 * @module
 */
import { sweepsNetwork } from "../../../../lib/audit/rules/reach/sweeps_network.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

function tryAll(count: number, row: AuditedRow = {}): AuditedRow[] {
  return Array.from({ length: count }, (_, index) => ({
    remoteAddress: `10.0.0.${index + 1}`,
    remotePort: 445,
    state: "SYN_SENT",
    process: "update.exe",
    ...row,
  }));
}

testRule(sweepsNetwork, {
  bad: [
    tryAll(20),
    // A name is no excuse on a port of worms.
    tryAll(20, { process: "qbittorrent.exe" }),
    tryAll(40, { remotePort: 3389, direction: null }),
    tryAll(20, { remotePort: 22, process: null, pid: null }),
    [...tryAll(20), ...tryAll(10, { state: "ESTABLISHED" })],
  ],
  good: [
    tryAll(19),
    // One server that does not answer.
    tryAll(40, { remoteAddress: "10.0.0.9" }),
    tryAll(40, { remotePort: 6881, process: "qbittorrent.exe" }),
    tryAll(40, { remotePort: 6881, process: "qbittorrent.exe", direction: null }),
    tryAll(40, { remotePort: 443 }),
    tryAll(40, { remotePort: 80 }),
    tryAll(40, { state: "ESTABLISHED", direction: "inbound" }),
    tryAll(40, { state: "TIME_WAIT", pid: 0, process: null }),
    // Two programs with ten each.
    [...tryAll(10), ...tryAll(10, { process: "other.exe", remoteAddress: "10.0.1.1" })],
  ],
  unknown: [["direction", tryAll(20, { state: "ESTABLISHED", direction: null })]],
});

testRule(sweepsNetwork, {
  severity: "medium",
  bad: [tryAll(20, { state: "ESTABLISHED" }), tryAll(20, { remotePort: 8333 })],
  good: [tryAll(19, { remotePort: 8333 })],
});

testRule(sweepsNetwork, {
  severity: "low",
  bad: [tryAll(25, { remotePort: 6881, state: "ESTABLISHED", process: "torrent.exe" })],
  good: [tryAll(5, { remotePort: 6881, state: "ESTABLISHED", process: "torrent.exe" })],
});
