/**
 * Tests of the rule on programs that LOLBAS lists.
 *
 * @module
 */
import { lolbasConnection } from "../../../../lib/audit/rules/tools/lolbas_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(lolbasConnection, {
  bad: [
    { process: "bitsadmin.exe" },
    { process: "CertReq.exe", remotePort: 8080 },
    { process: "ftp.exe", remotePort: 21 },
    { process: "wmic.exe" },
    { process: "Presentationhost.exe" },
    { process: "control.exe" },
    // Where the narrower rule is silent.
    { process: "certutil.exe", remotePort: 8080 },
    { process: "hh.exe", remotePort: 8080 },
  ],
  good: [
    { process: "bitsadmin.exe", remoteAddress: "10.0.0.9" },
    { process: "bitsadmin.exe", direction: "inbound" },
    // They connect by purpose.
    { process: "msedge.exe" },
    { process: "explorer.exe" },
    { process: "Teams.exe" },
    { process: "svchost.exe" },
    // Narrower rules speak for these.
    { process: "certutil.exe" },
    { process: "rundll32.exe" },
    { process: "msbuild.exe" },
    { process: "EXCEL.EXE" },
    { process: "expand.exe" },
  ],
  unknown: [
    ["direction", { process: "bitsadmin.exe", direction: null }],
    ["process", { process: null }],
  ],
});

testRule(lolbasConnection, {
  severity: "informational",
  bad: [
    { process: "ssh.exe", remotePort: 22 },
    { process: "winget.exe" },
    { process: "OneDriveStandaloneUpdater.exe" },
    { process: "wsl.exe" },
    { process: "tar.exe" },
  ],
  good: [{ process: "ssh.exe", remotePort: 22, remoteAddress: "192.168.1.9" }],
});
