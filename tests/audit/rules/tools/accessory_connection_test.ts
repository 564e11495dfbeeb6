/**
 * Tests of the rule on accessories with a connection.
 *
 * @module
 */
import { accessoryConnection } from "../../../../lib/audit/rules/tools/accessory_connection.ts";
import { testRule } from "../../../support/audited.ts";

const STORE = "C:\\Program Files\\WindowsApps\\";

testRule(accessoryConnection, {
  bad: [
    { process: "notepad.exe", path: "C:\\Windows\\System32\\notepad.exe" },
    { process: "notepad.exe", path: "C:\\Windows\\notepad.exe", remoteAddress: "192.168.1.9" },
    // Even the Notepad of the Store calls no such port.
    { process: "notepad.exe", remotePort: 4444 },
    { process: "calc.exe", path: "C:\\Windows\\System32\\calc.exe", direction: null },
    { process: "mspaint.exe", path: "C:\\Windows\\System32\\mspaint.exe" },
    { process: "wordpad.exe", remotePort: 8080 },
    { process: "wordpad.exe", remotePort: 4444, direction: "inbound", localPort: 80 },
    { process: "notepad.exe", state: "LISTENING", localPort: 4444 },
  ],
  good: [
    { process: "notepad.exe", remotePort: 9100, remoteAddress: "192.168.1.20" },
    { process: "Notepad.exe", path: `${STORE}Microsoft.WindowsNotepad_11\\Notepad\\Notepad.exe` },
    { process: "mspaint.exe", path: `${STORE}Microsoft.Paint_11\\PaintApp\\mspaint.exe` },
    { process: "wordpad.exe", remotePort: 443 },
    { process: "wordpad.exe", remotePort: 445, remoteAddress: "10.0.0.9" },
    { process: "notepad.exe", remoteAddress: "127.0.0.1", remotePort: 5000 },
    {
      process: "notepad.exe",
      state: "LISTENING",
      localAddress: "127.0.0.1",
      localScope: "loopback",
    },
    { process: "notepad++.exe" },
    { process: "CalculatorApp.exe" },
  ],
  unknown: [
    ["path", { process: "notepad.exe" }],
    ["process", { process: null }],
  ],
});
