/**
 * Tests of the rule `remote-desktop-session`.
 *
 * @module
 */
import { remoteDesktopSession } from "../../../../lib/audit/rules/reach/remote_desktop_session.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const RDP: AuditedRow = {
  localPort: 3389,
  remotePort: 61_234,
  direction: "inbound",
  process: "svchost.exe",
};

testRule(remoteDesktopSession, {
  bad: [
    RDP,
    { ...RDP, remoteAddress: "2001:db8::7" },
    { ...RDP, protocol: "UDP", state: null },
    { ...RDP, localPort: 33_890, socketService: "TermService" },
    { ...RDP, process: null, pid: null },
    { ...RDP, remoteScope: "documentation" },
  ],
  good: [
    // This computer goes out by Remote Desktop.
    { remotePort: 3389, process: "mstsc.exe" },
    // Through a tunnel: another rule's.
    { ...RDP, remoteAddress: "127.0.0.1" },
    { ...RDP, state: "LISTENING", remoteAddress: null, remotePort: null },
    { ...RDP, localPort: 3388 },
    { ...RDP, direction: "outbound" },
  ],
  unknown: [["direction", { ...RDP, direction: null, remotePort: 2000 }]],
});

testRule(remoteDesktopSession, {
  severity: "medium",
  bad: [{ ...RDP, state: "SYN_RECEIVED" }, { ...RDP, state: "TIME_WAIT", pid: 0, process: null }],
  good: [{ localPort: 443, direction: "inbound" }],
});

testRule(remoteDesktopSession, {
  severity: "informational",
  bad: [
    { ...RDP, remoteAddress: "192.168.1.9" },
    { ...RDP, remoteAddress: "100.64.0.9" },
    { ...RDP, remoteAddress: "fe80::9" },
  ],
  good: [{ remoteAddress: "192.168.1.9", remotePort: 3389 }],
});
