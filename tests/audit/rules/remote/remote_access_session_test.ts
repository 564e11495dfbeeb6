/**
 * Tests of the rule `remote-access-session`.
 *
 * @module
 */
import { remoteAccessSession } from "../../../../lib/audit/rules/remote/remote_access_session.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const SESSION: AuditedRow = { process: "AnyDesk.exe", localPort: 7070, direction: "inbound" };

testRule(remoteAccessSession, {
  bad: [
    SESSION,
    { ...SESSION, remoteAddress: "192.168.1.9" },
    { ...SESSION, process: "rserver3.exe", localPort: 4899 },
    { ...SESSION, process: "rustdesk", path: "/usr/bin/rustdesk", localPort: 21_118 },
  ],
  good: [
    { process: "AnyDesk.exe", direction: "outbound" },
    { ...SESSION, remoteAddress: "127.0.0.1" },
    { ...SESSION, process: "httpd.exe" },
    // Rules of their own.
    { ...SESSION, process: "winvnc.exe", localPort: 5900 },
    { ...SESSION, process: "xrdp", localPort: 3389 },
  ],
  unknown: [
    ["direction", { ...SESSION, direction: null }],
    ["process", { ...SESSION, process: null }],
  ],
});
