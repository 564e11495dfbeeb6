/**
 * Tests of the rule on Office programs on unusual ports.
 *
 * @module
 */
import { officeOddPort } from "../../../../lib/audit/rules/tools/office_odd_port.ts";
import { testRule } from "../../../support/audited.ts";

testRule(officeOddPort, {
  bad: [
    { process: "WINWORD.EXE", remotePort: 8080 },
    { process: "EXCEL.EXE", remotePort: 4444 },
    { process: "POWERPNT.EXE", remotePort: 993 },
    { process: "OUTLOOK.EXE", remotePort: 8443 },
    { process: "MSACCESS.EXE", remotePort: 1433 },
    { process: "MSPUB.EXE", remotePort: 22 },
  ],
  good: [
    ...[53, 80, 139, 389, 443, 445, 3268].map((remotePort) => ({
      process: "WINWORD.EXE",
      remotePort,
    })),
    ...[25, 110, 143, 465, 587, 993, 995].map((remotePort) => ({
      process: "OUTLOOK.EXE",
      remotePort,
    })),
    // A database, a proxy, an Exchange server of the company.
    { process: "EXCEL.EXE", remotePort: 1433, remoteAddress: "10.0.0.9" },
    { process: "WINWORD.EXE", remotePort: 8080, remoteAddress: "10.0.0.9" },
    { process: "OUTLOOK.EXE", remotePort: 135, remoteAddress: "10.0.0.9" },
    // An add-in that asks its own program.
    { process: "WINWORD.EXE", remotePort: 23_119, remoteAddress: "127.0.0.1" },
    { process: "WINWORD.EXE", direction: "inbound", localPort: 5000, remotePort: 51_000 },
    { process: "soffice.bin", remotePort: 4444 },
  ],
  unknown: [
    ["direction", { process: "WINWORD.EXE", remotePort: 4444, direction: null }],
    ["process", { process: null, remotePort: 4444 }],
  ],
});

testRule(officeOddPort, {
  severity: "low",
  bad: [{ process: "EXCEL.EXE", remotePort: 4444, remoteAddress: "192.168.1.9" }],
  good: [{ process: "EXCEL.EXE", remotePort: 443, remoteAddress: "192.168.1.9" }],
});
