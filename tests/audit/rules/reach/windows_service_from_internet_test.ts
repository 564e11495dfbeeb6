/**
 * Tests of the rule `windows-service-from-internet`.
 *
 * @module
 */
import { windowsServiceFromInternet } from "../../../../lib/audit/rules/reach/windows_service_from_internet.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const SMB: AuditedRow = {
  localPort: 445,
  remotePort: 50_001,
  direction: "inbound",
  process: "System",
  pid: 4,
};

testRule(windowsServiceFromInternet, {
  bad: [
    SMB,
    { ...SMB, localPort: 135, process: "svchost.exe", pid: 900 },
    { ...SMB, localPort: 139 },
    { ...SMB, localPort: 5985 },
    { ...SMB, state: "SYN_RECEIVED" },
  ],
  good: [
    { ...SMB, remoteAddress: "192.168.1.9" },
    { ...SMB, remoteAddress: "fd00::9" },
    { ...SMB, localPort: 443 },
    { localPort: 50_001, remotePort: 445, pid: 4 },
    { state: "LISTENING", localPort: 445, pid: 4 },
  ],
  unknown: [
    ["direction", { ...SMB, direction: null, remotePort: 2000 }],
    ["peer", { ...SMB, remoteAddress: null, remoteHost: "host.example", remoteScope: null }],
  ],
});
