/**
 * Tests of the rule on mail by programs that are no mail programs.
 *
 * @module
 */
import { mailByOddProgram } from "../../../../lib/audit/rules/ports/mail_by_odd_program.ts";
import { testRule } from "../../../support/audited.ts";

testRule(mailByOddProgram, {
  bad: [
    { process: "sync.exe", remotePort: 587, path: "C:\\Users\\ann\\sync.exe" },
    { process: "powershell.exe", remotePort: 25 },
    { process: "sync.exe", remotePort: 465, state: "SYN_SENT" },
    { process: "sync", remotePort: 2525, path: "/tmp/sync" },
  ],
  good: [
    { process: "thunderbird.exe", remotePort: 587 },
    { process: "OUTLOOK.EXE", remotePort: 587 },
    { process: "EdgeTransport.exe", remotePort: 25 },
    { process: "smtp", remotePort: 25, path: "/usr/lib/postfix/sbin/smtp" },
    { process: "exim4", remotePort: 25 },
    { process: "transmission-gtk", remotePort: 25 },
    { process: "sync.exe", remotePort: 25, localAddress: "203.0.113.9" },
    { process: "sync.exe", remotePort: 25, remoteAddress: "127.0.0.1" },
    { process: "postscreen", localPort: 25, remotePort: 25, direction: "inbound" },
    { process: "sync.exe", remotePort: 993 },
    { remotePort: 25, state: "TIME_WAIT", pid: 0 },
  ],
  unknown: [
    ["process", { process: null, remotePort: 25 }],
    ["direction", { process: "sync.exe", remotePort: 25, direction: null }],
  ],
});

testRule(mailByOddProgram, {
  severity: "low",
  bad: [
    { process: "scan.exe", remotePort: 25, remoteAddress: "192.168.1.4" },
    { process: "backup.exe", remotePort: 587, path: "C:\\Program Files\\Sample\\backup.exe" },
  ],
  good: [{ process: "thunderbird", remotePort: 587, remoteAddress: "192.168.1.4" }],
});
