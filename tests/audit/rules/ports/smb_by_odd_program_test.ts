/**
 * Tests of the rule on file sharing by programs of their own.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { judge } from "../../../../lib/audit/engine/judge.ts";
import { smbByOddProgram } from "../../../../lib/audit/rules/ports/smb_by_odd_program.ts";
import { sweepsNetwork } from "../../../../lib/audit/rules/reach/sweeps_network.ts";
import { auditedView, testRule } from "../../../support/audited.ts";

const SERVER = { remotePort: 445, remoteAddress: "10.0.0.1" };

testRule(smbByOddProgram, {
  bad: [
    { ...SERVER, process: "scan.exe", path: "C:\\Users\\ann\\scan.exe" },
    { ...SERVER, process: "rundll32.exe" },
    { ...SERVER, process: "scan.exe", state: "SYN_SENT", remotePort: 139 },
  ],
  good: [
    { ...SERVER, process: "System", pid: 4 },
    { ...SERVER, process: null, pid: 4 },
    { ...SERVER, process: "System", pid: 4, remoteAddress: "203.0.113.4" },
    { ...SERVER, process: "scan.exe", remoteAddress: "127.0.0.1" },
    { ...SERVER, process: "certutil.exe" },
    // A server that asks its own computer, by its address.
    { ...SERVER, process: "scan.exe", localAddress: "10.0.0.1" },
    // Of a sweep another rule speaks, once.
    Array.from({ length: 20 }, (_, index) => ({
      ...SERVER,
      process: "scan.exe",
      remoteAddress: `10.0.0.${index + 1}`,
    })),
    { ...SERVER, process: "scan.exe", direction: "inbound" },
    { ...SERVER, process: "scan.exe", remotePort: 443 },
    { ...SERVER, state: "TIME_WAIT", pid: 0 },
  ],
  unknown: [["process", { ...SERVER, process: null, pid: null }]],
});

testRule(smbByOddProgram, {
  severity: "high",
  bad: [{ ...SERVER, process: "worm.exe", remoteAddress: "203.0.113.4" }],
  // The other rule speaks, whatever the program is.
  good: [{ ...SERVER, process: null, pid: null, remoteAddress: "203.0.113.4" }],
});

testRule(smbByOddProgram, {
  severity: "low",
  bad: [{ ...SERVER, process: "backup.exe", path: "C:\\Program Files\\Sample\\backup.exe" }],
  good: [{ process: "backup.exe", path: "C:\\Program Files\\Sample\\backup.exe" }],
});

// Programs of Linux speak SMB themselves.
testRule(smbByOddProgram, {
  facts: { os: null },
  bad: [{ ...SERVER, process: "scan.exe" }],
  good: [{ ...SERVER, process: "smbclient", path: "/usr/bin/smbclient" }],
});

Deno.test("smb-by-odd-program: of one that asks dozens of computers the rule on sweeps speaks", () => {
  const found = (count: number) => {
    const rows = Array.from({ length: count }, (_, index) => ({
      pid: 7,
      process: "worm.exe",
      path: "D:\\worm.exe",
      remotePort: 445,
      remoteAddress: `203.0.113.${index}`,
    }));
    const { findings } = judge(auditedView(rows), [smbByOddProgram, sweepsNetwork]);
    return findings.map(({ finding }) => [finding.rule, finding.connections]);
  };
  assertEquals(found(30), [["sweeps-network", 30]]);
  assertEquals(found(3), Array(3).fill(["smb-by-odd-program", 1]));
});
