/**
 * Tests of the rule on Kerberos by odd programs.
 *
 * @module
 */
import { kerberosByOddProgram } from "../../../../lib/audit/rules/ports/kerberos_by_odd_program.ts";
import { testRule } from "../../../support/audited.ts";

const DC = { remotePort: 88, remoteAddress: "10.0.0.1" };

testRule(kerberosByOddProgram, {
  bad: [
    { ...DC, process: "rubeus.exe", path: "C:\\Users\\ann\\rubeus.exe" },
    { ...DC, process: "powershell.exe" },
    { ...DC, process: "python.exe", remoteAddress: "fe80::1" },
    { ...DC, process: "sync.exe", remoteAddress: "203.0.113.4" },
  ],
  good: [
    { ...DC, process: "lsass.exe" },
    { ...DC, process: "chrome.exe" },
    { ...DC, process: "tomcat9.exe" },
    { ...DC, process: "sync.exe", remoteAddress: "127.0.0.1" },
    { ...DC, process: "sync.exe", direction: "inbound" },
    { ...DC, process: "sync.exe", remotePort: 8088 },
    { ...DC, state: "TIME_WAIT", pid: 0 },
  ],
  unknown: [
    ["process", { ...DC, process: null }],
    ["direction", { ...DC, process: "sync.exe", direction: null }],
  ],
});

// Every program of Linux asks for its tickets itself.
testRule(kerberosByOddProgram, {
  facts: { os: null },
  bad: [{ ...DC, process: "rubeus.exe" }],
  good: [{ ...DC, process: "kinit", path: "/usr/bin/kinit" }],
});
