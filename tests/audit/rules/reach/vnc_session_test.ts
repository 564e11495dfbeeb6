/**
 * Tests of the rule `vnc-session`.
 *
 * @module
 */
import { vncSession } from "../../../../lib/audit/rules/reach/vnc_session.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const VNC: AuditedRow = {
  localPort: 5900,
  remotePort: 50_001,
  direction: "inbound",
  process: "winvnc.exe",
};

testRule(vncSession, {
  bad: [
    VNC,
    { ...VNC, localPort: 5910, process: "any.exe" },
    { ...VNC, localPort: 5800, process: null, pid: null },
    { ...VNC, localPort: 40_000, process: "tvnserver.exe" },
    { ...VNC, localPort: 5901, process: "Xvnc", path: "/usr/bin/Xvnc" },
  ],
  good: [
    { ...VNC, localPort: 5911, process: "any.exe" },
    { ...VNC, remoteAddress: "127.0.0.1" },
    { ...VNC, direction: "outbound" },
    { state: "LISTENING", localPort: 5900, process: "winvnc.exe" },
    { remotePort: 5900, process: "vncviewer.exe" },
  ],
  unknown: [
    ["direction", { ...VNC, direction: null, remotePort: 2000 }],
    ["process", { ...VNC, localPort: 40_000, process: null }],
  ],
});

testRule(vncSession, {
  severity: "low",
  bad: [{ ...VNC, remoteAddress: "10.0.0.9" }],
  good: [{ ...VNC, remoteAddress: "::1" }],
});
