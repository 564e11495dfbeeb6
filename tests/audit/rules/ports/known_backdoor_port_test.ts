/**
 * Tests of the rule on ports that backdoors are known for.
 *
 * @module
 */
import { knownBackdoorPort } from "../../../../lib/audit/rules/ports/known_backdoor_port.ts";
import { testRule } from "../../../support/audited.ts";

testRule(knownBackdoorPort, {
  bad: [
    { state: "LISTENING", localPort: 4444, process: "nc.exe" },
    // Where netcat was installed is no excuse.
    { state: "LISTENING", localPort: 4444, process: "nc", path: "/usr/bin/nc" },
    { state: "LISTENING", localPort: 55555, process: null, pid: null },
    { state: "LISTENING", localPort: 31337, localAddress: "192.168.1.7", localScope: "private" },
    { state: "LISTENING", localPort: 12345, path: "C:\\Users\\ann\\server.exe" },
    [
      { state: "LISTENING", localPort: 4444, process: "nc.exe" },
      { state: "LISTENING", localPort: 4444, process: "nc.exe", localAddress: "::" },
    ],
    { remotePort: 31337, process: "update.exe" },
    { remotePort: 4444, state: "SYN_SENT" },
    { remotePort: 6667, path: "C:\\Users\\ann\\bot.exe", process: "bot.exe" },
    { remotePort: 6697, process: "node.exe", path: "C:\\Program Files\\nodejs\\node.exe" },
    { remotePort: 6697, path: "C:\\Users\\ann\\bot.exe", process: "bot.exe" },
    { remotePort: 4444, path: "C:\\Program Files\\Sample\\a.exe", process: "a.exe" },
  ],
  good: [
    { state: "LISTENING", localPort: 443, process: "httpd.exe" },
    { state: "LISTENING", localPort: 4444, localAddress: "127.0.0.1", localScope: "loopback" },
    // A client's own port is chance.
    { localPort: 55555 },
    { remotePort: 4444, remoteAddress: "192.168.1.9" },
    { localPort: 4445, remotePort: 4444, direction: "inbound" },
    { protocol: "UDP", localPort: 54321, state: null, remoteAddress: null, remotePort: null },
    // Peers of file sharing choose their ports themselves.
    { remotePort: 55555, process: "qbittorrent.exe" },
    { state: "BOUND", localPort: 4444, remoteAddress: null, remotePort: null },
  ],
  unknown: [
    ["direction", { remotePort: 4444, direction: null }],
    ["peer", { state: "LISTENING", localPort: 4444, localAddress: null, localScope: null }],
    ["peer", {
      remotePort: 4444,
      remoteAddress: null,
      remoteHost: "c2.example",
      remoteScope: null,
    }],
  ],
});

testRule(knownBackdoorPort, {
  severity: "high",
  bad: [
    { remotePort: 4444, process: "update.exe", path: "C:\\Users\\ann\\update.exe" },
    { remotePort: 4444, process: "powershell.exe", path: "C:\\Windows\\System32\\powershell.exe" },
    { remotePort: 4782, process: "x", path: "/home/ann/x" },
  ],
  good: [{ remotePort: 443, process: "update.exe", path: "C:\\Users\\ann\\update.exe" }],
});

testRule(knownBackdoorPort, {
  severity: "low",
  bad: [
    // Of a connection that is over nobody knows whose it was.
    { remotePort: 4444, state: "TIME_WAIT", pid: 0 },
    // An installed program on a port with a harmless use.
    { remotePort: 6697, process: "hexchat.exe", path: "C:\\Program Files\\HexChat\\hexchat.exe" },
    {
      state: "LISTENING",
      localPort: 12345,
      process: "tmlisten.exe",
      path: "C:\\Program Files (x86)\\Sample\\tmlisten.exe",
    },
  ],
  good: [{ remotePort: 443, state: "TIME_WAIT", pid: 0 }],
});
