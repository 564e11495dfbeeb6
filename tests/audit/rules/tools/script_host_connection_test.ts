/**
 * Tests of the rule on connections of script hosts.
 *
 * @module
 */
import { scriptHostConnection } from "../../../../lib/audit/rules/tools/script_host_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(scriptHostConnection, {
  bad: [
    { process: "wscript.exe" },
    { process: "cscript.exe", remotePort: 8080 },
    { process: "WScript.exe", remotePort: 80, state: "SYN_SENT" },
    { process: "wscript.exe", remoteAddress: "2001:db8::9" },
  ],
  good: [
    { process: "wscript.exe", direction: "inbound", localPort: 445 },
    { process: "wscript.exe", state: "LISTENING" },
    { process: "node.exe" },
    { process: null, pid: 0, state: "TIME_WAIT" },
  ],
  unknown: [
    ["direction", { process: "wscript.exe", direction: null }],
    ["process", { process: null }],
  ],
});

testRule(scriptHostConnection, {
  severity: "medium",
  bad: [
    { process: "wscript.exe", remoteAddress: "192.168.1.9", remotePort: 445 },
    { process: "cscript.exe", remoteAddress: "fe80::9" },
    // A name alone does not tell where it is.
    { process: "cscript.exe", remoteAddress: null, remoteHost: "files.example.net" },
  ],
  good: [{ process: "cscript.exe", remoteAddress: "10.0.0.9", direction: "inbound" }],
});

testRule(scriptHostConnection, {
  severity: "low",
  bad: [{ process: "cscript.exe", remoteAddress: "127.0.0.1", remotePort: 5985 }],
  good: [{ process: "mstsc.exe", remoteAddress: "127.0.0.1" }],
});
