/**
 * Tests of the rule on Remote Desktop by programs that are no client of it.
 *
 * @module
 */
import { rdpByOddProgram } from "../../../../lib/audit/rules/ports/rdp_by_odd_program.ts";
import { testRule } from "../../../support/audited.ts";

const SERVER = { remotePort: 3389, remoteAddress: "10.0.0.1" };

testRule(rdpByOddProgram, {
  bad: [
    { ...SERVER, process: "hydra.exe", path: "C:\\Users\\ann\\hydra.exe" },
    { ...SERVER, process: "powershell.exe" },
    { ...SERVER, process: "sync.exe", remoteAddress: "203.0.113.4", state: "SYN_SENT" },
    { ...SERVER, process: "ncrack", path: "/home/ann/ncrack" },
  ],
  good: [
    { ...SERVER, process: "mstsc.exe" },
    { ...SERVER, process: "RDCMan.exe" },
    { ...SERVER, process: "mRemoteNG.exe" },
    { ...SERVER, process: "RemoteDesktopManager64.exe" },
    { ...SERVER, process: "remmina" },
    { ...SERVER, process: "xfreerdp" },
    { ...SERVER, process: "chrome.exe" },
    // Its peers chose the port.
    { ...SERVER, process: "qbittorrent.exe", remoteAddress: "203.0.113.4" },
    { ...SERVER, process: "monitor.exe", localAddress: "10.0.0.1" },
    // That is a tunnel, of which another rule speaks.
    { ...SERVER, process: "plink.exe", remoteAddress: "127.0.0.1" },
    { ...SERVER, process: "svchost.exe", localPort: 3389, direction: "inbound" },
    { ...SERVER, state: "TIME_WAIT", pid: 0 },
  ],
  unknown: [
    ["process", { ...SERVER, process: null }],
    ["direction", { ...SERVER, process: "sync.exe", direction: null }],
  ],
});

testRule(rdpByOddProgram, {
  severity: "medium",
  bad: [{ ...SERVER, process: "desk.exe", path: "C:\\Program Files\\Sample\\desk.exe" }],
  good: [{ ...SERVER, process: "mstsc.exe", path: "C:\\Windows\\System32\\mstsc.exe" }],
});
