/**
 * Tests of the rule `exposed-data-store`.
 *
 * @module
 */
import { exposedDataStore } from "../../../../lib/audit/rules/reach/exposed_data_store.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const STORE: AuditedRow = { state: "LISTENING", localPort: 6379, process: "redis-server" };

testRule(exposedDataStore, {
  bad: [
    STORE,
    { ...STORE, localPort: 3306, localAddress: "::", process: "mysqld.exe" },
    { ...STORE, localPort: 9200, process: null, pid: null },
    { ...STORE, localAddress: "203.0.113.7", localScope: "public", localPort: 27_017 },
    {
      protocol: "UDP",
      state: null,
      localAddress: "0.0.0.0",
      localPort: 11_211,
      remoteAddress: null,
      remotePort: null,
    },
    // One program and store make one finding: both families, both ports.
    [
      { ...STORE, localPort: 3306, pid: 7 },
      { ...STORE, localPort: 3306, localAddress: "::", pid: 7 },
      { ...STORE, localPort: 33_060, pid: 7 },
    ],
  ],
  good: [
    { ...STORE, localAddress: "127.0.0.1", localScope: "loopback" },
    { ...STORE, localAddress: "::1", localScope: "loopback" },
    { ...STORE, localAddress: "10.0.0.5", localScope: "private" },
    { ...STORE, localPort: 443 },
    // A client's own port is chance.
    { localPort: 6379, direction: "outbound" },
    { remotePort: 5432 },
    { localPort: 5432, direction: "inbound", remoteAddress: "10.0.0.9" },
  ],
  unknown: [["direction", { localPort: 5432, direction: null }]],
});

testRule(exposedDataStore, {
  severity: "high",
  bad: [
    { localPort: 5432, direction: "inbound", process: "postgres" },
    [
      { ...STORE, pid: 7 },
      { localPort: 6379, direction: "inbound", process: "redis-server", pid: 7 },
    ],
  ],
  good: [{ localPort: 8443, direction: "inbound" }],
});
