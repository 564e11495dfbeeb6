/**
 * Tests of the rule on connections of the installer.
 *
 * @module
 */
import { msiexecConnection } from "../../../../lib/audit/rules/tools/msiexec_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(msiexecConnection, {
  bad: [
    { process: "msiexec.exe" },
    { process: "msiexec.exe", remotePort: 80, user: "PC-7\\anna" },
    { process: "MsiExec.exe", user: "NT\\SYSTEM" },
    { process: "msiexec.exe", user: "NT AUTHORITY\\NETWORK SERVICE" },
  ],
  good: [
    { process: "msiexec.exe", remotePort: 8080 },
    { process: "msiexec.exe", remoteAddress: "127.0.0.1" },
    { process: "msiexec.exe", direction: "inbound" },
    { process: "setup.exe" },
  ],
  unknown: [
    ["direction", { process: "msiexec.exe", direction: null }],
    ["process", { process: null }],
  ],
});

testRule(msiexecConnection, {
  severity: "informational",
  bad: [
    { process: "msiexec.exe", user: "NT AUTHORITY\\SYSTEM" },
    { process: "msiexec.exe", user: "NT-AUTORITÄT\\SYSTEM" },
    { process: "msiexec.exe", user: "AUTORITE NT\\Système" },
    { process: "msiexec.exe", user: "NT AUTHORITY\\СИСТЕМА" },
  ],
  good: [{ process: "msiexec.exe", user: "NT AUTHORITY\\SYSTEM", remotePort: 22 }],
});
